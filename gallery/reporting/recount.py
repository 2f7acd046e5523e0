"""Recount published figures with nothing but Python 3.9 or newer.

    python -I -S recount.py [FOLDER]    every sum, share and interval is made again from the counts that are published;
                                        without FOLDER those of the folder in which this program lies
    …  --key FILE                       also demand the signing key that the service published (log.pub)

Whoever changes figures can change the program beside them: run a copy that you trust, with the FOLDER to check.
Nothing of that folder is run.

Exit status 0: everything is as it was published and adds up. 1: not, with a line for each place.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

SEALED = b"leadbook-public-figures/1\n"  # signed before the manifest, so that no other signed text can pass for one
ALL, NEAR = "all", 1e-9
DEFINITION_COLUMNS = (
    *("name", "version", "since", "series_break", "section", "title", "title_fr"),
    *("definition", "definition_fr", "population", "sql_sha256"),
)
RATIO_COLUMNS = (
    *("characteristic", "group", "shown", "shown_of", "lead", "lead_of", "gallery", "gallery_of"),
    *("population_permille", "to_gallery", "to_population", "lead_to_population"),
)
ENDED = ("confirmed", "charge_laid", "eliminated", "wrongful", "charge_withdrawn")


def main(arguments: list[str]) -> int:
    """Recount a folder; return the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Recount published figures.")
    parser.add_argument("folder", nargs="?", type=Path, default=here)
    parser.add_argument("--key", type=Path)
    given = parser.parse_args(arguments)
    faults = recount(given.folder, given.key.read_bytes() if given.key else None)
    lines = faults or [f"Everything adds up: {given.folder.name}"]
    if not given.key:
        lines.append("The key came with the figures: compare log.pub with one from somebody you trust (--key).")
    if given.folder.resolve() == here:
        lines.append("This program came with the figures: run a copy that you trust, with this folder.")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if faults else 0


def recount(folder: Path, pinned: bytes | None = None) -> list[str]:
    """Return every place at which the extract is not what it says."""
    faults: list[str] = []
    _files(folder, pinned, faults)
    if faults:
        return faults
    told = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    _definitions(folder, told, faults)
    for figure in told["figures"]:
        check_figure(figure, told["minimum"] if told["suppressed"] else 1, faults)
    figures = {figure["name"]: counts(figure) for figure in told["figures"]}
    _balance(told, figures, faults)
    _ratios(told, figures, faults)
    _field_loop(told, figures["funnel"], faults)
    same_in_csv(folder, told, faults)
    return faults


def counts(figure: dict[str, Any]) -> dict[tuple[str, ...], int | None]:
    """Return the counts of a figure by their values; None is withheld, what is missing is 0."""
    return {tuple(cell["values"]): cell["count"] for cell in figure["cells"]}


def _files(folder: Path, pinned: bytes | None, faults: list[str]) -> None:
    """Check the signature over the manifest, and the hash of every file against it."""
    manifest = (folder / "manifest.json").read_bytes()
    key = (folder / "log.pub").read_bytes()
    if pinned is not None and pinned.strip() != key.strip():
        faults.append("log.pub: not the key that was published")
    raw = base64.b64decode(key.decode().strip().split("+", 2)[2])[1:]
    signature = base64.b64decode((folder / "manifest.sig").read_bytes())
    if not signed(raw, SEALED + manifest, signature):
        faults.append("manifest.sig: the manifest was not signed by this key")
    files = json.loads(manifest)["files"]
    for name, sha256 in files.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            faults.append(f"{name}: missing, or not as it was published")


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature of 64 bytes holds for a public key of 32 (RFC 8032, section 5.1.7)."""
    key, nonce = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or key is None or nonce is None or scalar >= ORDER:
        return False
    said = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    base = _point((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))
    return base is not None and _times(scalar, base) == _plus(nonce, _times(said, key))


PRIME, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME


def _point(text: bytes) -> tuple[int, int] | None:
    """Return the point of 32 bytes, None where they are of none."""
    whole = int.from_bytes(text, "little")
    y = whole & ((1 << 255) - 1)
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    x = x if x * x % PRIME == square else x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if y >= PRIME or x * x % PRIME != square or (x == 0 and whole >> 255):
        return None
    return (PRIME - x if (x & 1) != whole >> 255 else x), y


def _plus(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Add two points as section 5.1 of RFC 8032 writes the law."""
    cross = CURVE * a[0] * b[0] * a[1] * b[1] % PRIME
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + cross, PRIME - 2, PRIME) % PRIME
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - cross, PRIME - 2, PRIME) % PRIME
    return x, y


def _times(scalar: int, point: tuple[int, int]) -> tuple[int, int]:
    """Return scalar · point."""
    result = (0, 1)
    for bit in bin(scalar)[2:]:
        result = _plus(result, result)
        result = _plus(result, point) if bit == "1" else result
    return result


def _definitions(folder: Path, told: dict[str, Any], faults: list[str]) -> None:
    shared = (folder / "sql" / "shared.sql").read_bytes()
    for figure in told["figures"]:
        sql = (folder / "sql" / f"{figure['name']}.sql").read_bytes()
        if hashlib.sha256(shared + sql).hexdigest() != figure["sql_sha256"]:
            faults.append(f"{figure['name']}: counted by another statement than the one that is published")


def check_figure(figure: dict[str, Any], minimum: int, faults: list[str]) -> None:
    """Check that parts add up to their totals, and that no count is told that the rule withholds."""
    cells, name = counts(figure), figure["name"]
    small = [key for key, count in cells.items() if count is not None and 0 < count < minimum]
    if small and figure["of_people"]:
        faults.append(f"{name}: a count under {minimum} is told at {small[0]}")
    for total, parts in _sums(cells):
        inside = [cells[key] for key in parts]
        shown = sum(count or 0 for count in inside)
        hidden = sum(count is None for count in inside)
        whole = cells[total]
        if whole is not None and (whole < shown + hidden or (not hidden and whole != shown)):
            faults.append(f"{name}: {total} is {whole}, its parts are {shown} and {hidden} withheld")


def _sums(cells: dict[tuple[str, ...], int | None]) -> Any:
    """Give each total with the parts that add up to it."""
    for total in cells:
        for place in range(len(total)):
            if total[place] == ALL:
                rest = (*total[:place], *total[place + 1 :])
                parts = [k for k in cells if k[place] != ALL and (*k[:place], *k[place + 1 :]) == rest]
                if parts:
                    yield total, parts


def _balance(told: dict[str, Any], figures: dict[str, Any], faults: list[str]) -> None:
    """Check that each level is the one before less what stays behind, and that every table adds up to the funnel."""
    funnel, behind = figures["funnel"], set()
    for level in told["levels"]:
        behind |= set(level["behind"])
        if level["reached"] != beyond(funnel, behind):
            faults.append(f"funnel: {level['level']} is {level['reached']}, recounted {beyond(funnel, behind)}")
    for figure in told["figures"]:
        if figure["kind"] == "outcome":
            mine = figures[figure["name"]]
            for outcome in {key[0] for key in funnel if key[1] == ALL}:
                if mine.get((ALL, outcome), 0) != funnel[(outcome, ALL)]:
                    faults.append(f"{figure['name']}: the total of {outcome} is not that of the funnel")


def beyond(funnel: dict[tuple[str, ...], int | None], behind: set[str]) -> int | None:
    """Return how many requests left some states behind, or None where what is withheld keeps it from being told."""
    if not behind:
        return funnel.get((ALL, ALL), 0)
    sums: list[int | None] = []
    for outcome in {key[0] for key in funnel if key[0] != ALL}:
        states = {key[1]: count for key, count in funnel.items() if key[0] == outcome and key[1] != ALL}
        past = [count for state, count in states.items() if state not in behind]
        rest = [count for state, count in states.items() if state in behind]
        total = funnel.get((outcome, ALL))
        if total is not None and None not in rest:
            sums.append(total - sum(count or 0 for count in rest))
        else:
            sums.append(None if None in past else sum(count or 0 for count in past))
    return None if None in sums else sum(count or 0 for count in sums)


def _ratios(told: dict[str, Any], figures: dict[str, Any], faults: list[str]) -> None:
    for row in told["ratios"]:
        cells, group = figures[row["characteristic"]], row["group"]
        mine = (
            cells.get((group, ALL), 0),
            cells.get((ALL, ALL), 0),
            cells.get((group, "lead"), 0),
            cells.get((ALL, "lead"), 0),
        )
        if mine != (row["shown"], row["shown_of"], row["lead"], row["lead_of"]):
            faults.append(f"ratios: {row['characteristic']} {group} is not made of the published counts")
    with_ratios = {(r["characteristic"], r["group"]): r for r in told["ratios"]}
    for line in told["ratio_values"]:
        row = with_ratios[(line["characteristic"], line["group"])]
        again = {
            "to_gallery": _ratio(row["shown"], row["shown_of"], row["gallery"], row["gallery_of"]),
            "to_population": _ratio(row["shown"], row["shown_of"], row["population_permille"], 1000),
            "lead_to_population": _ratio(row["lead"], row["lead_of"], row["population_permille"], 1000),
        }
        for name, value in again.items():
            if value != line[name]:
                faults.append(
                    f"ratios: {line['characteristic']} {line['group']} {name} is {line[name]}, recounted {value}"
                )


def _ratio(count: int | None, of: int | None, base: int | None, base_of: int | None) -> float | None:
    return round(count * base_of / (of * base), 2) if count is not None and of and base and base_of else None


def _field_loop(told: dict[str, Any], funnel: dict[tuple[str, ...], int | None], faults: list[str]) -> None:
    loop = told["field_loop"]
    parts = [funnel.get(("lead", outcome), 0) for outcome in ENDED]
    ended = None if None in parts else sum(count or 0 for count in parts)
    wrongful = funnel.get(("lead", "wrongful"), 0)
    if (ended, wrongful) != (loop["ended"], loop["wrongful"]):
        faults.append("field loop: not made of the outcomes in the funnel")
    enough = ended is not None and wrongful is not None and ended >= loop["fewest"]
    bounds = tuple(round(1000 * bound) for bound in _wilson(wrongful or 0, ended or 1)) if enough else (None, None)
    if enough != loop["established"] or bounds != (loop["low_permille"], loop["high_permille"]):
        faults.append(f"field loop: expected the interval {bounds} in parts of a thousand")


def _wilson(count: int, of: int) -> tuple[float, float]:
    z, share = 1.959963984540054, count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def same_in_csv(folder: Path, told: dict[str, Any], faults: list[str]) -> None:
    """Check that the tables hold what figures.json holds, line for line."""
    before = {row["level"]: row["reached"] for row in told["before"]}
    made = {(row["characteristic"], row["group"]): row for row in told["ratio_values"]}
    ratios = [{**row, **made[(row["characteristic"], row["group"])]} for row in told["ratios"]]
    tables: dict[str, list[tuple[Any, ...]]] = {
        "figures": [
            (figure["name"], " | ".join(cell["values"]), _withheld(cell["count"]))
            for figure in told["figures"]
            for cell in figure["cells"]
        ],
        "times": [
            (line["step"], line["median"], line["ninetieth"]) for figure in told["figures"] for line in figure["times"]
        ],
        "levels": [
            (row["level"], _withheld(row["reached"]), _withheld(before[row["level"]])) for row in told["levels"]
        ],
        "ratios": [tuple(row[name] for name in RATIO_COLUMNS) for row in ratios],
        "definitions": [tuple(figure[name] for name in DEFINITION_COLUMNS) for figure in told["figures"]],
    }
    for name, expected in tables.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        if rows != [["" if value is None else str(value) for value in row] for row in expected]:
            faults.append(f"{name}.csv: not the counts of figures.json")


def _withheld(count: int | None) -> int | str:
    return "withheld" if count is None else count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
