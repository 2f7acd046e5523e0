"""How long a run of destruction takes: `python -m benchmarks.of_destruction --references 1000000 --json FILE`.

Rows, index entries and certificates of synthetic references, through the service's own works, on real files: every
batch is an entry of the real log. For one reference in a hundred a key is on the disk as well. Filling is not counted.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import kept
from benchmarks.figures import Figure
from benchmarks.machine import Machine
from benchmarks.page import main as write_page
from kernel_lib.vocabulary import Role
from tests.gallery.house import House
from tests.gallery.lifecycle.many import RULE, fill


def main(arguments: Sequence[str] | None = None) -> int:
    """Run once and print the figures as JSON. Exit 1 when something was left over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--references", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", action="store_true", help="keep the figures and write docs/performance.md")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), given.references)
    text = json.dumps(figures, indent=2)
    print(text)  # what a benchmark is run for
    if given.json:
        given.json.write_text(text + "\n")
    if given.write:
        kept.keep_figures(kept.DESTRUCTION, Machine.here(), _figures(figures))
        write_page()
    return 0 if figures["certificates"] == given.references else 1


def measured(folder: Path, many: int) -> dict[str, float]:
    """Fill a service, release one run, carry it out, and return counts, seconds and memory."""
    house = House(folder)
    fill(house, many, many // 100)
    clerk, officer = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.COMPLIANCE)
    works = house.parts.works
    works.start = lambda: None  # type: ignore[method-assign]  # measured here, in no thread of its own
    works.pause = lambda seconds: None
    began = time.perf_counter()
    run = house.ask("POST", "/destruction-runs", clerk, json={"rule": RULE}).json()["id"]
    planned = time.perf_counter() - began
    for person in (clerk, officer):
        house.ask("GET", f"/destruction-runs/{run}/sample", person)
        house.ask("POST", f"/destruction-runs/{run}/release", person)
    began, worked = time.perf_counter(), time.process_time()
    certificates = works.carry_on()
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    house.close()
    return {
        "references": many,
        "certificates": certificates,
        "planned_seconds": round(planned, 2),
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
        "references_a_second": round(certificates / seconds),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


# Private


def _figures(found: Mapping[str, float]) -> list[Figure]:
    of = f"{found['references']:,} references, each with its certificate"
    return [
        Figure("a run of destruction", found["seconds"], "s", of, 300.0),
        Figure("a run of destruction: all cores together", found["processor_seconds"], "s", of),
        Figure("its plan", found["planned_seconds"], "s", of),
        Figure("memory of the service, filling included, at most", found["peak_memory_mb"], "MB", of),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
