"""Reports, extracts and samples are handed on as files."""

import pytest

from tests.widgets.dashboards.conftest import Running
from tests.widgets.dashboards.fake_service import LETTER, PACK, REPORT


@pytest.mark.proves("J-01")
def test_a_report_is_read_in_the_browser_and_runs_nothing(server: Running) -> None:
    """Its page comes with a policy that lets no script run; its paper is a file to keep; no copy of either stays."""
    with server.sign_in("ines") as browser:
        page = browser.get("/leadbook/reports/r1/html")
        paper = browser.get("/leadbook/reports/r1/pdf")

    assert (page.content, paper.content) == (REPORT, LETTER)
    assert page.headers["content-type"] == "text/html; charset=UTF-8"
    assert "script" not in page.headers["content-security-policy"]
    assert "sandbox" in page.headers["content-security-policy"]
    assert paper.headers["content-disposition"] == 'attachment; filename="report-r1.pdf"'
    assert {page.headers["cache-control"], paper.headers["cache-control"]} == {"no-store"}


def test_another_file_or_another_kind_is_not_handed_on(server: Running) -> None:
    """What the service refuses is refused; a page that calls itself paper is not paper; no other kind is asked for."""
    with server.sign_in("ines") as browser:
        paths = ("/leadbook/reports/r3/html", "/leadbook/reports/r2/pdf", "/leadbook/reports/r1/json")
        answers = [browser.get(path).status_code for path in paths]

    assert answers == [404, 502, 404]


@pytest.mark.proves("W-25", "I-06")
def test_an_extract_and_a_sample_are_files_to_keep(server: Running) -> None:
    """Named by what they are of; days that are none lead nowhere."""
    with server.sign_in("ines") as browser:
        extract = browser.get("/leadbook/extracts/2026-01-01/2026-12-31")
        sample = browser.get("/leadbook/samples/2026-10")
        nowhere = browser.get("/leadbook/extracts/2026-02-30/2026-12-31")

    assert (extract.content, sample.content, nowhere.status_code) == (PACK, PACK, 404)
    assert extract.headers["content-disposition"] == 'attachment; filename="figures-2026-01-01-2026-12-31.zip"'
    assert sample.headers["content-disposition"] == 'attachment; filename="sample-2026-10.zip"'
