"""`docs/performance.md` and its picture, written from the kept figures; nothing in them is typed by hand."""

from pathlib import Path

from benchmarks import kept
from benchmarks.buyer import buyer_table
from benchmarks.enrolment_page import enrolment_part
from benchmarks.face_peers_page import face_peers_part
from benchmarks.faces_page import faces_part
from benchmarks.figures import Figure
from benchmarks.growth import Growth
from benchmarks.machine import Machine
from benchmarks.peers.measured import Measured
from benchmarks.peers.table import filtered, markdown, searches, without_figures
from benchmarks.picture import drawn

_DOCS = Path(__file__).resolve().parents[1] / "docs"
_PICTURE = Path("images") / "performance.svg"
_HEAD = """# Performance

Written by `make bench` and `make bench-peers` from benchmarks/results; do not edit. Everything on the processor.
Templates are invented, as those of faces lie; a time is the median of searches one after another.
"""


def main() -> None:
    """Write the page and the picture."""
    write_page(_DOCS)


def write_page(docs: Path) -> None:
    """Write `performance.md` and its picture below a folder, from whatever has been measured so far."""
    growth, large = kept.kept_growth(kept.GROWTH), kept.kept_growth(kept.LARGE)
    peers = kept.kept_peers(kept.PEERS)
    parts = [_HEAD]
    if growth:
        (docs / _PICTURE).parent.mkdir(parents=True, exist_ok=True)
        (docs / _PICTURE).write_text(drawn(growth, large, peers[1] if peers else ()), encoding="utf-8")
        parts.append(_first(growth, large, peers[1] if peers else ()))
    if peers:
        parts.append(_peers(*peers))
    faces = kept.kept_faces(kept.FACES)
    if faces:
        parts.append(faces_part(*faces))
    face_peers = kept.kept_faces(kept.FACE_PEERS)
    if face_peers:
        parts.append(face_peers_part(*face_peers))
    enrolment = kept.kept_enrolment(kept.ENROLMENT)
    if enrolment:
        parts.append(enrolment_part(*enrolment))
    tables = (
        ("The whole product", "Median", kept.PRODUCT),
        ("States of a large gallery", "One run", kept.STATES),
        ("Destruction of many references", "One run", kept.DESTRUCTION),
        ("The audit log", "One run", kept.LOG),
        ("The audit snapshot", "One run", kept.ANALYTICS),
    )
    parts += [_figures(title, value, *found) for title, value, path in tables if (found := kept.kept_figures(path))]
    (docs / "performance.md").write_text("\n".join(parts), encoding="utf-8")


# Private


def _first(growth: Growth, large: Growth | None, peers: tuple[Measured, ...]) -> str:
    alt = (
        "Two diagrams with logarithmic axes, by pictures in the gallery. Left: milliseconds of a search, for Leadbook, "
        "FAISS flat and numpy as lines, the limit of the machine's memory as a broken line, other products as marks. "
        "Right: megabytes of memory. The figures are in the table below."
    )
    return f"""## What you get

Every search gives the same list as comparing the face with every eligible picture, and proves it. A picture that is
removed is gone from the next search, and its numbers are overwritten in the file.

![{alt}]({_PICTURE})

{buyer_table(growth, large, peers)}
{growth.machine}.

Recall is the share of the true candidates that came back: 1.000 misses nobody. The memory of this machine gives
{growth.bytes_a_second / 1e9:.0f} GB a second to all cores together; the limit is the time in which all numbers of all
templates can be read once from memory (a small gallery stays in the cache). Leadbook can stay below it: it reads four
bits a number first, and reads again only what those cannot rule out. In the picture, solid marks give the whole list,
hollow ones miss some of it. The memory of Leadbook includes its snapshot, mapped from the file, so that the system may
drop parts and read them again, and from 50,000 pictures on its compiler, about 100 MB.
{_of_large(large)}"""


def _of_large(large: Growth | None) -> str:
    if not large:
        return ""
    told = [
        f"{row.count:,} pictures: at most {(row.peak_mb or 0) / 1000:.1f} GB resident at any moment, building included"
        for row in large.rows
    ]
    return f"\n{'; '.join(told)} ({large.machine}).\n"


def _peers(machine: Machine, rows: tuple[Measured, ...]) -> str:
    failed = without_figures(rows)
    return f"""## Beside other products

The same templates and probes, one process each, in one run of `make bench-peers`; {rows[0].k} candidates asked for.
{machine}. Versions, settings, licences and fairness: [benchmarks/peers](../benchmarks/peers/README.md).

{searches(rows)}
### Only the eligible, and one removed

Each cell: a search and its recall. "Bytes stay": the numbers of the removed template can still be read in a file of the
product after its own clean-up.

{filtered(rows)}{chr(10) + "Without figures:" + chr(10) * 2 + failed if failed else ""}"""


def _figures(title: str, value: str, machine: Machine, figures: list[Figure]) -> str:
    lines = [(figure.what, figure.text, figure.aim_text, figure.of) for figure in figures]
    table = markdown(("What", value, "Aim", "Measured over"), lines, left=(0, 2, 3))
    return f"## {title}\n\n{machine}.\n\n{table}"


if __name__ == "__main__":
    main()
