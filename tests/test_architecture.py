"""The layers hold, what a kernel loads stays light, and importing does nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("onnxruntime", "faiss", "numba", "duckdb", "sqlalchemy", "insightface", "cv2", "pandas", "altair", "fastapi")
REFUSED_FILE_NAMES = {"utils.py", "helpers.py", "manager.py", "common.py", "core.py", "base.py", "misc.py"}


def python_files() -> list[Path]:
    """Every source file of the four packages."""
    folders = ("kernel_lib", "audits", "gallery", "widgets")
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def test_the_import_contracts_hold() -> None:
    """import-linter keeps every contract of pyproject.toml."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize("module", ["kernel_lib.client", "widgets.pages.search", "widgets.pages.review"])
def test_a_kernel_of_a_page_loads_nothing_heavy(module: str) -> None:
    """The client and the pages bring no engine, no database and no charting library."""
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


def test_no_file_is_named_after_nothing() -> None:
    """A file is one noun or one act."""
    assert [path for path in python_files() if path.name in REFUSED_FILE_NAMES] == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    """400 lines is the limit."""
    longer = {str(path.relative_to(ROOT)): count for path in python_files() if (count := _lines(path)) > 400}

    assert longer == {}


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())
