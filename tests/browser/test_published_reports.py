"""The reports that go out, as a reader has them: accessible, in the language, on paper, and made by themselves."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from gallery.command.publishing import pack_folder
from kernel_lib.reports import run_report
from kernel_lib.vocabulary import Role
from kernel_lib.words.language import Language
from tests.audits.told_year import told_year
from tests.gallery.house import House
from tests.gallery.reporting.conftest import COSTS, SHARES
from tests.gallery.reporting.served import served

pytestmark = pytest.mark.browser

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A service with invented casework behind it, answering on its socket."""
    with closing(House(tmp_path_factory.mktemp("published"))) as house:
        house.somebody(Role.COMPLIANCE)
        house.somebody(Role.COMPLIANCE, username="second")
        for entry in told_year(3, 40):
            house.parts.floor.log.append(entry)
        for kind, lines in (("costs", COSTS), ("gallery_shares", SHARES)):
            filed = {"kind": kind, "year": 2026, "lines": lines}
            assert house.ask("POST", "/filings", "compliance", json=filed).is_success
        with served(house):
            yield house


def annual(house: House, out: Path, language: Language) -> Path:
    """Run the annual report of the year; return its folder."""
    finished = run_report(
        "annual_transparency",
        {"year": "2026"},
        out=out,
        socket=house.settings.socket,
        session=house.sessions["compliance"],
        notebooks=NOTEBOOKS,
        language=language,
    )
    return finished.folder


@pytest.mark.proves("J-01")
def test_the_annual_report_is_whole_in_french(house: House, chromium: Browser, tmp_path: Path) -> None:
    """It has its 22 headings, no word is left in English, axe finds nothing, the paper is tagged."""
    folder = annual(house, tmp_path, "fr")

    html = (folder / "report.html").read_text()
    assert re.findall(r'<span lang="en">(.*?)</span>', html) == []
    assert len(re.findall(r"<h2>\d+\. ", html)) == 22
    assert "non communiqué" in html
    page = chromium.new_page()
    page.goto((folder / "report.html").as_uri())
    violations = Axe().run(page).response["violations"]
    page.close()
    assert violations == []
    paper = pypdf.PdfReader(folder / "report.pdf")
    assert (paper.trailer["/Root"]["/MarkInfo"]["/Marked"], paper.trailer["/Root"]["/Lang"]) == (True, "fr-CA")


@pytest.mark.proves("J-14")
def test_the_board_s_report_comes_by_itself_on_the_first_and_goes_out_by_two_people(house: House) -> None:
    """The service runs it under its own account when a month is over; two people of compliance release it."""
    schedule = house.parts.reporting.schedule
    schedule.run_due()
    house.clock.now = datetime(2026, 12, 1, 11, tzinfo=UTC)

    done = schedule.run_due()

    assert "board_monthly" in done
    house.sign_in("compliance")
    house.sign_in("second")
    jobs = {job["name"]: job for job in house.ask("GET", "/schedule", "compliance").json()["jobs"]}
    assert jobs["board_monthly"]["last_result"].startswith("draft: board_monthly-"), jobs["board_monthly"]
    folder = house.settings.reports_dir / jobs["board_monthly"]["last_result"].removeprefix("draft: ")
    run_id = folder.name[-36:]
    files = {"files": ("report.zip", pack_folder(folder), "application/zip")}
    proposed = house.ask("POST", f"/reports/{run_id}/release-proposal", "compliance", files=files)
    released = house.ask("POST", f"/reports/{run_id}/release", "second")
    assert proposed.is_success, proposed.text
    assert released.json()["state"] == "released"


def test_the_report_on_groups_claims_nothing_without_an_evaluation_on_file(house: House, tmp_path: Path) -> None:
    """It says that none is on file and what is still to come, in French too."""
    finished = run_report(
        "bias",
        {"period_end": "2026-11-30"},
        out=tmp_path,
        socket=house.settings.socket,
        session=house.sessions["compliance"],
        notebooks=NOTEBOOKS,
        language="fr",
    )

    html = (finished.folder / "report.html").read_text()
    assert "aucune évaluation n'est au dossier" in html.replace("&#x27;", "'").replace("’", "'")
    assert re.findall(r'<span lang="en">(.*?)</span>', html) == []


@pytest.mark.proves("M-12", "W-22", "K-01", "J-14")
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("annual_transparency", {"year": "2026"}),
        ("audit_period", {"period_start": "2026-11-01", "period_end": "2026-11-30"}),
        ("bias", {"period_end": "2026-11-30"}),
        ("board_monthly", {"period_start": "2026-11-01", "period_end": "2026-11-30"}),
        ("conformance", {"service": "demo"}),
        ("privacy_impact", {"service": "demo", "period_end": "2026-11-23"}),
    ],
)
def test_each_report_reads_for_everybody_on_screen_and_on_paper(
    house: House,
    chromium: Browser,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    name: str,
    parameters: dict[str, str],
) -> None:
    """Axe finds nothing, nothing runs over the side, the paper is tagged, the cover says what it is made from."""
    finished = run_report(
        name,
        parameters,
        out=tmp_path,
        socket=house.settings.socket,
        session=house.sessions["compliance"],
        notebooks=NOTEBOOKS,
    )

    page = chromium.new_page(viewport={"width": 1000, "height": 1100})
    page.goto((finished.folder / "report.html").as_uri())
    violations = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    cover = page.locator(".cover").inner_text()
    if wanted := pytestconfig.getoption("--screenshots"):
        page.screenshot(path=Path(wanted) / f"report-{name.replace('_', '-')}.png")
    page.close()
    assert violations == []
    assert wide <= 0
    for told in ("Data up to", "Number of the run", "Checks this run passed"):
        assert told in cover
    paper = pypdf.PdfReader(finished.folder / "report.pdf")
    assert (paper.trailer["/Root"]["/MarkInfo"]["/Marked"], paper.trailer["/Root"]["/Lang"]) == (True, "en-CA")
