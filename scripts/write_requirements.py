"""Write docs/requirements.md: for each requirement row which tests prove it.

A test names its rows by `@pytest.mark.proves("A-01", …)`; what no test names is unproven; what a decision page refuses,
by a line `Refuses: A-15 (reason)`, is refused. `--check` only compares.
"""

import ast
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "requirements.md"
SHIPPED = ROOT / "gallery" / "assessment" / "proofs.json"
ROWS = {
    "A": ((1, 26),),
    "B": ((1, 13),),
    "C": ((1, 13),),
    "D": ((1, 18),),
    "E": ((1, 20),),
    "F": ((1, 11), (20, 37), (40, 50), (60, 68)),
    "G": ((1, 14),),
    "H": ((1, 10),),
    "I": ((1, 10),),
    "J": ((1, 14),),
    "K": ((1, 10),),
    "L": ((1, 19),),
    "M": ((1, 13),),
    "W": ((1, 27),),
}
SUBJECTS = {
    "A": "Probe intake",
    "B": "Search",
    "C": "Candidate list",
    "D": "Review",
    "E": "Lead and disclosure",
    "F": "Gallery",
    "G": "Sharing between services",
    "H": "Roles and training",
    "I": "Audit log",
    "J": "Statistics",
    "K": "Privacy impact report",
    "L": "Accuracy and equity",
    "M": "Security and continuity",
    "W": "What no other system documents",
}
REFUSES = re.compile(r"^Refuses: ([A-MW]-\d\d) \((.+)\)$", re.MULTILINE)
HEAD = """# Requirements and the tests that prove them

Written by `make docs` from the tests' markers; do not edit. A row is *proven* when at least one test names it (every
test must pass before anything lands), *unproven* when none does, *refused* when a decision page says why.

"""


def rows() -> list[str]:
    """Every row id in order."""
    return [
        f"{letter}-{number:02d}"
        for letter, ranges in ROWS.items()
        for first, last in ranges
        for number in range(first, last + 1)
    ]


def proofs(folder: Path) -> dict[str, list[str]]:
    """Return the tests by the row they name, as `path::test`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        name = path.relative_to(ROOT).as_posix()
        everywhere = [row for node in tree.body for row in _pytestmark(node)]
        for test in (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")):
            for row in dict.fromkeys([*everywhere, *(row for mark in test.decorator_list for row in _named(mark))]):
                found[row].append(f"{name}::{test.name}")
    return dict(found)


def refusals(folder: Path) -> dict[str, str]:
    """Return the reason, with its decision page, by the row refused."""
    return {
        row: f"{reason} (decision {path.name[:4]})"
        for path in sorted(folder.glob("*.md"))
        for row, reason in REFUSES.findall(path.read_text())
    }


def document() -> str:
    """Return the whole page."""
    proven, refused = proofs(ROOT / "tests"), refusals(ROOT / "docs" / "decisions")
    unknown = sorted({*proven, *refused} - set(rows()))
    if unknown:
        sys.exit(f"requirement rows: expected ids of the list, got {', '.join(unknown)}")
    lines = [_summary(proven, refused), ""]
    for letter, subject in SUBJECTS.items():
        lines += [f"## {letter} · {subject}", "", "| Row | State | Tests |", "|---|---|---|"]
        lines += [_line(row, proven, refused) for row in rows() if row.startswith(letter)]
        lines.append("")
    return HEAD + "\n".join(lines).rstrip() + "\n"


def shipped() -> str:
    """Return the same for the product itself: state, tests and reason of each row, as JSON."""
    proven, refused = proofs(ROOT / "tests"), refusals(ROOT / "docs" / "decisions")
    states = {row: "refused" if row in refused else "proven" if row in proven else "unproven" for row in rows()}
    told = {
        row: {"state": state, "tests": [] if row in refused else proven.get(row, []), "reason": refused.get(row, "")}
        for row, state in states.items()
    }
    return json.dumps(told, indent=1) + "\n"


def main() -> None:
    """Write the page, or compare it with `--check`."""
    text = document()
    if "--check" in sys.argv:
        if not TARGET.exists() or TARGET.read_text() != text:
            sys.exit("docs/requirements.md: expected what the markers say, got something else; run `make docs`")
        return
    TARGET.write_text(text)


def _summary(proven: dict[str, list[str]], refused: dict[str, str]) -> str:
    lines = ["| Part | Rows | Proven | Refused | Unproven |", "|---|---|---|---|---|"]
    for letter, subject in SUBJECTS.items():
        part = [row for row in rows() if row.startswith(letter)]
        yes, no = sum(row in proven for row in part), sum(row in refused for row in part)
        lines.append(f"| {letter} {subject} | {len(part)} | {yes} | {no} | {len(part) - yes - no} |")
    return "\n".join(lines)


def _line(row: str, proven: dict[str, list[str]], refused: dict[str, str]) -> str:
    if row in refused:
        return f"| {row} | refused | {refused[row]} |"
    tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in proven.get(row, []))
    return f"| {row} | {'proven' if tests else 'unproven'} | {tests} |"


def _pytestmark(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
        marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
        for mark in marks:
            yield from _named(mark)


def _named(mark: ast.expr) -> Iterator[str]:
    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "proves":
        for argument in mark.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


if __name__ == "__main__":
    main()
