"""The reports on the privacy assessment, on use and on conformance, run as they are."""

import html
import json
import re
from pathlib import Path

import pytest

from kernel_lib.errors import ReportError
from kernel_lib.reports import run_report
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.public_impact import PublicImpact
from kernel_lib.wire.gallery import Fact
from tests.notebooks.assessments import WITHOUT_FIGURES, assessment, public_edition

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
MARCH = {"period_start": "2026-03-01", "period_end": "2026-03-31"}
IMPACT = {"service": "demo", "period_end": "2026-03-31"}
OWN = {"service": "demo"}


@pytest.fixture
def run(service, tmp_path):
    """Run a report of the repository in French against the fake; return its folder."""
    service.facts = [Fact(heading="safeguards", name="At rest", value="AES-256-GCM", source="gallery/images")]

    def _run(name: str, parameters: dict[str, str]) -> Path:
        finished = run_report(
            name,
            parameters,
            out=tmp_path / "out",
            socket=service.socket,
            session=service.session,
            notebooks=NOTEBOOKS,
            language="fr",
        )
        return finished.folder

    return _run


def tables(folder: Path) -> dict[str, list[list[object]]]:
    """Return the rows of each table by its caption."""
    return {table["caption"]: table["rows"] for table in json.loads((folder / "tables.json").read_text())}


def english(folder: Path) -> list[str]:
    """Return what the page marks as English within French."""
    page = (folder / "report.html").read_text()
    assert '<html lang="fr-CA">' in page
    return sorted(set(re.findall(r'<span lang="en">(.*?)</span>', page, re.DOTALL)))


@pytest.mark.proves("K-01", "K-03", "K-04", "K-05", "K-06", "K-09", "M-12")
def test_the_privacy_report_holds_what_people_wrote_and_what_they_must(service, run):
    """Answers with evidence, elements, unproven risks, figures by group, whom was heard, what changed; in French."""
    service.assessed["assessment"] = assessment(answer="Nous avons comparé.", equity=WITHOUT_FIGURES)

    folder = run("privacy_impact", IMPACT)

    page, told = (folder / "report.html").read_text(), tables(folder)
    assert english(folder) == []
    assert page.count("<h2>") >= 29
    assert page.count("Nous avons comparé.") == 30
    assert "Cette section échoue : un tableau est absent." in page.replace("\u202f", " ")
    assert [row[5] for row in told["Register of risks"]] == ["A-01: prouvé (2)", "aucun: non prouvé (0)"]
    assert told["Changed since the accepted version"] == [["probes", "Days of originals", "30", "60"]]
    assert told["Whom of the public was heard"][0][1:4] == ["Session in the library", "Too many pictures.", "Fewer."]
    assert len(told["Elements of the statutory assessment"]) == 10


@pytest.mark.proves("K-07", "M-12")
def test_the_public_report_lists_what_it_withholds(run):
    """A number stands in the text, the reason in the register, and no mark is left (K-07)."""
    folder = run("privacy_impact_public", OWN)

    page = (folder / "report.html").read_text()
    assert english(folder) == []
    assert tables(folder)["What is withheld, and why"] == [[1, "Mesures de protection", "security of keys"]]
    assert "Keys lie in [1], as agreed." in page
    assert "[[" not in page


@pytest.mark.proves("K-07")
def test_an_edition_with_a_mark_or_of_another_service_is_no_report():
    """A mark left in a text, and the assessment of somebody else, each fail the run (K-07)."""
    edition = public_edition()
    marked = edition.answers[0].model_copy(update={"answer": "Keys [[withheld: security | in room 12]]"})

    for wrong in (edition, edition.model_copy(update={"answers": (marked, *edition.answers)})):
        checks = Checks()
        PublicImpact(wrong).check(checks, service="demo" if wrong is not edition else "elsewhere")
        with pytest.raises(ReportError):
            checks.close()


@pytest.mark.proves("K-10", "M-12")
def test_the_review_of_use_lists_each_divergence(run):
    """What was used, what was assessed, how often and where in the log (K-10)."""
    folder = run("use_review", MARCH)

    assert english(folder) == []
    assert tables(folder)["Divergences from the assessment"] == [["source.types", "social_media", "cctv", 3, 4, 9]]
    assert "L'usage n'était PAS conforme" in html.unescape((folder / "report.html").read_text())


@pytest.mark.proves("W-22", "M-12")
def test_the_conformance_report_names_what_does_not_hold(run):
    """Failures first, then every requirement with what was seen (W-22)."""
    folder = run("conformance", OWN)

    told = tables(folder)
    assert english(folder) == []
    assert [row[0] for row in told["Requirements that do not hold"]] == ["M-10"]
    assert len(told["Every requirement"]) == 3
    assert dict(told["Outcomes"]) == {"échec": 1, "non prouvé": 1, "réussite": 1}
