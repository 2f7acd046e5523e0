"""Nothing in the build measures one face against another (D-04)."""

import ast
import re
from pathlib import Path

import pytest

from kernel_lib.wire import editing, examination, views
from kernel_lib.wire.model import Message

ROOT = Path(__file__).resolve().parents[3]
TOOLS = {"ruler", "rulers", "ratio", "ratios", "caliper", "protractor", "proportion", "proportions", "anthropometry"}
# How many times as fast one product is as another: benchmarks of machines, which see no pair of faces.
SPEED = {"gallery/command/index_speed.py: ratio", "gallery/command/face_speed.py: ratio"}
# How much larger a group's share is among the depicted than in the gallery or the population: counts of people (J-04).
SHARES = {
    "gallery/reporting/shares.py: ratios",
    "gallery/reporting/recount.py: _ratio",
    "gallery/reporting/recount.py: _ratios",
    "gallery/reporting/extract.py: _ratio_rows",
    "kernel_lib/wire/figures.py: ratio",
}
ON_A_PAGE = TOOLS | {"distance", "distances", "measure", "measures", "measurement", "angle", "angles"}


@pytest.mark.proves("D-04")
def test_no_function_or_class_measures_by_ratios() -> None:
    """Every name of every module; on pages not even a distance: quality is measured of one face alone (D-04)."""
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("kernel_lib", "audits", "gallery", "widgets")
        for path in (ROOT / folder).rglob("*.py")
        for name in _defined(path)
        if set(name.lower().split("_")) & (ON_A_PAGE if folder == "widgets" else TOOLS)
    }

    assert found - SPEED - SHARES == set()
    assert found >= SPEED | SHARES


@pytest.mark.proves("D-04")
def test_no_message_of_an_examination_has_a_place_for_a_measurement() -> None:
    """Neither what an examiner is sent nor what they send back (D-04)."""
    messages = [
        each
        for module in (examination, views, editing)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Message)
    ]
    words = {word for message in messages for field in message.model_fields for word in field.split("_")}

    assert len(messages) > 20
    assert not words & ON_A_PAGE


@pytest.mark.proves("D-04")
def test_the_help_of_the_comparison_says_so() -> None:
    """The policy stands beside the keys, where an examiner would look for a tool (D-04)."""
    help_box = (ROOT / "widgets" / "static" / "viewer_keys.js").read_text()

    assert re.search(r"Nothing here measures: .* not by distances or ratios", help_box)


def _defined(path: Path) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]
