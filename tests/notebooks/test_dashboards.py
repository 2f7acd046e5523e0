"""The pages' notebooks are thin: they place a page and hold nothing."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from widgets.dashboards.pages import PAGES
from widgets.pages.page import Page

FOLDER = Path(__file__).resolve().parents[2] / "notebooks" / "dashboards"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))


def _page(name: str) -> str:
    return "".join(word.title() for word in name.split("_")) + "Page"


def _cells(name: str) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.ipynb").read_text())["cells"]
    return cells


def test_every_page_has_its_notebook_and_no_other_is_there() -> None:
    """The table of pages and the folder agree."""
    assert sorted(page.name for page in PAGES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_only_places_its_page(name: str) -> None:
    """Three cells at most, two lines of code, no outputs, no counts."""
    code = [cell for cell in _cells(name) if cell["cell_type"] == "code"]

    assert len(_cells(name)) <= 3
    assert [line for cell in code for line in "".join(cell["source"]).splitlines() if line] == [
        f"from widgets.pages.{name} import {_page(name)}",
        f"{_page(name)}.from_env().show()",
    ]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_that_a_notebook_names_exists(name: str) -> None:
    """It is a page, and can be built without asking anybody."""
    made = getattr(importlib.import_module(f"widgets.pages.{name}"), _page(name)).from_env({})

    assert isinstance(made, Page)
    assert made.build().children
