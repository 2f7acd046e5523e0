"""Every notebook of the repository is thin, clean and says at its top what it is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
ALL = sorted(path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
READ = [path for path in ALL if path.parent.name != "dashboards"]

CODE_CELLS_LIMIT = 12
LINES_LIMIT = 8
TOP = ("**Purpose.**", "**Audience.**", "**Inputs.**", "**Never shows.**")
_SQL = re.compile(r"\b(select\b.+\bfrom|insert\s+into|delete\s+from|update\s+\w+\s+set)\b", re.IGNORECASE | re.DOTALL)
_PATH = re.compile(r"""["'](~|\.{0,2})/[\w./-]*["']|["'][A-Za-z]:\\""")
_DEFINITION = re.compile(r"^\s*(async\s+def|def|class)\s|\blambda\b", re.MULTILINE)


def _read(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def _code(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in _read(path)["cells"] if cell["cell_type"] == "code"]


def _name(path: Path) -> str:
    return str(path.relative_to(NOTEBOOKS))


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_a_notebook_is_thin(path: Path) -> None:
    """At most 12 code cells, each of at most 8 lines."""
    cells = _code(path)

    assert len(cells) <= CODE_CELLS_LIMIT
    assert max(len(cell.strip().splitlines()) for cell in cells) <= LINES_LIMIT


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_a_notebook_defines_nothing_and_names_no_sql_and_no_path(path: Path) -> None:
    """Functions, SQL and places belong to modules, files and parameters."""
    code = "\n".join(_code(path))

    assert not _DEFINITION.search(code)
    assert not _SQL.search(code)
    assert not _PATH.search(code)


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_a_notebook_runs_on_the_one_kernel(path: Path) -> None:
    """Its kernel is python3, which every installation has."""
    assert _read(path)["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("path", READ, ids=_name)
def test_a_notebook_says_at_its_top_what_it_is(path: Path) -> None:
    """Purpose, audience, inputs, and what it never shows."""
    top = _read(path)["cells"][0]
    text = "".join(top["source"])

    assert top["cell_type"] == "markdown"
    assert text.startswith("# ")
    assert [word for word in TOP if word not in text] == []


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_a_notebook_holds_no_outputs(path: Path) -> None:
    """Outputs are results, and results are not committed; neither is the state of widgets."""
    notebook = _read(path)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]

    assert [cell for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []
    assert "widgets" not in notebook["metadata"]
