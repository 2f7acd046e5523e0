"""A report of a simulated folder says so on its first page, in both languages."""

from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

from kernel_lib.reports import list_reports
from kernel_lib.reports.document import to_html
from kernel_lib.reports.manifest import Manifest
from kernel_lib.words.language import Language

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
MOMENT = datetime(2026, 12, 31, tzinfo=UTC)


def _page(language: Language, *, simulated: bool) -> str:
    report = list_reports(NOTEBOOKS)[0]
    manifest = Manifest(
        status="draft",
        report=report.name,
        title=report.title,
        run_id="run-1",
        started_at=MOMENT,
        finished_at=MOMENT,
        notebook_sha256="0" * 64,
        parameters={},
        parameters_sha256="0" * 64,
        language=language,
        files={"report.ipynb": "0" * 64},
        simulated=simulated,
    )
    empty = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]  # nbformat leaves it untyped
    return to_html(empty, report, manifest)


@pytest.mark.parametrize(("language", "word"), [("en", "SIMULATED"), ("fr", "SIMULATION")])
def test_the_first_page_says_that_everything_is_simulated(language: Language, word: str) -> None:
    """Before anything else, and never where it is not so."""
    page = _page(language, simulated=True)

    assert page.index(word) < page.index("<h1>")
    assert word not in _page(language, simulated=False)
