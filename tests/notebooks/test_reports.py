"""Each report notebook of the repository, run as it is."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits import events
from kernel_lib.errors import ReportError
from kernel_lib.feed import sign_feed
from kernel_lib.reports import list_reports, run_report
from kernel_lib.reports.manifest import Manifest
from kernel_lib.wire.gallery import Fact

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
MARCH = {"period_start": "2026-03-01", "period_end": "2026-03-31"}


@pytest.fixture
def run(service, tmp_path):
    """Run a report of the repository against the fake."""

    def _run(name: str, parameters: dict[str, str]):
        return run_report(
            name,
            parameters,
            out=tmp_path / "out",
            socket=service.socket,
            session=service.session,
            notebooks=NOTEBOOKS,
        )

    return _run


def tables(folder: Path) -> dict[str, list[list[object]]]:
    """Return the rows of each table of a report by its caption."""
    return {table["caption"]: table["rows"] for table in json.loads((folder / "tables.json").read_text())}


def write_feed(folder: Path, *lines: object, pictures: tuple[str, ...] = ("a.jpg", "b.jpg", "c.jpg")) -> Path:
    """Write a feed of JSON lines; each picture's bytes are its own name."""
    (folder / "pictures").mkdir(parents=True)
    for name in pictures:
        (folder / "pictures" / name).write_bytes(name.encode())
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "bookings.jsonl").write_text(text)
    sign_feed(folder, Ed25519PrivateKey.generate(), "demo", MORNING)
    return folder


def booking(picture: str, **fields: object) -> dict[str, object]:
    """One line of a feed with an authority, as the fake wants it."""
    return {"picture": picture, "subject_number": "S-1", "ica_authority": "2(1)(a)", **fields}


def test_there_are_these_reports():
    """Each with its parameters in order."""
    listed = {report.name: [spec.name for spec in report.parameters] for report in list_reports(NOTEBOOKS)}

    expected = {
        "accuracy": ["evaluation_set"],
        "annual_transparency": ["year"],
        "board_monthly": ["period_start", "period_end"],
        "audit_period": ["period_start", "period_end"],
        "enrol_bookings": ["feed_folder", "run_label"],
        "privacy_impact": ["service", "period_end"],
    }
    assert {name: listed.get(name) for name in expected} == expected


def test_a_feed_is_enrolled_line_by_line_and_a_refusal_stops_nothing(service, run, tmp_path):
    """Good lines go in, each bad line is refused by its own rule, and the counts are in the log."""
    feed = write_feed(
        tmp_path / "feed",
        booking("a.jpg"),
        booking("b.jpg", ica_authority=""),
        "{not json",
        booking("../../secret.jpg"),
        booking("a.jpg"),
        booking("missing.jpg"),
        booking("c.jpg", mood="calm"),
        booking("c.jpg"),
    )

    finished = run("enrol_bookings", {"feed_folder": str(feed), "run_label": "first"})

    assert finished.counts == {"offered": 8, "enrolled": 2, "already": 0, "refused": 6}
    assert service.runs[0].run_id == "first"
    rows = tables(finished.folder)["Every line of the feed"]
    assert [(row[0], row[1], row[4]) for row in rows] == [
        (1, "enrolled", None),
        (2, "refused", "F-01"),
        (3, "refused", "feed.line"),
        (4, "refused", "feed.picture_name"),
        (5, "refused", "feed.repeated"),
        (6, "refused", "feed.picture_file"),
        (7, "refused", "feed.fields"),
        (8, "enrolled", None),
    ]
    kept = "".join(path.read_text(errors="ignore") for path in finished.folder.iterdir())
    assert "S-1" not in kept
    assert ".jpg" not in kept
    assert "calm" not in kept


def test_a_run_that_the_service_cut_off_is_resumed_by_running_it_again(service, run, tmp_path):
    """The service fails on the way: the run fails cleanly; the next one finishes; a third changes nothing."""
    feed = write_feed(tmp_path / "feed", booking("a.jpg"), booking("b.jpg"), booking("c.jpg"))
    parameters = {"feed_folder": str(feed), "run_label": "resumed"}
    service.down_after = 1

    with pytest.raises(ReportError, match=r"\(Result\) failed: ServiceUnreachable"):
        run("enrol_bookings", parameters)
    service.down_after = None
    second = run("enrol_bookings", parameters)
    third = run("enrol_bookings", parameters)

    assert second.counts == {"offered": 3, "enrolled": 2, "already": 1, "refused": 0}
    assert third.counts == {"offered": 3, "enrolled": 0, "already": 3, "refused": 0}
    assert len(service.enrolled) == 3


def test_an_audit_shows_the_figures_of_the_log_and_none_of_another_period(service, run):
    """Requests in March count, one in April does not; page, paper and tables tell the same."""
    service.record(*_casework("r-1", MORNING), *_casework("r-2", MORNING + timedelta(days=40)))

    finished = run("audit_period", MARCH)

    funnel = dict(tables(finished.folder)["From request to lead, 2026-03-01 to 2026-03-31"])
    refusals = tables(finished.folder)["Refusals by rule, 2026-03-01 to 2026-03-31"]
    assert (funnel["submitted"], funnel["approved"], funnel["searched"]) == (1, 1, 0)
    assert refusals == [["F-01", "picture_refused", 1, 1]]
    levels = {row[0]: row[1] for row in tables(finished.folder)["Requests that reached each level"]}
    assert (levels["Asked"], levels["Allowed"], levels["Searched"]) == (1, 1, 0)
    manifest = Manifest.read(finished.folder)
    assert manifest.made_from is not None
    assert (manifest.made_from.events, manifest.made_from.root) == (service.events, service.root)
    assert {name for name, _ in service.asked} >= {"request_funnel", "time_per_stage", "refusals_by_rule"}
    page = (finished.folder / "report.html").read_text()
    assert page.count("data:image/svg+xml;base64,") >= 2
    assert 'alt="Bar chart: From request to lead' in page


@pytest.mark.proves("J-10")
def test_a_period_without_use_reads_as_a_result(service, run):
    """The report of an empty period is made, and says that there was no use (J-10)."""
    finished = run("audit_period", {"period_start": "2025-01-01", "period_end": "2025-01-31"})

    assert finished.status == "draft"
    assert "No use: in the period 2025-01-01 to 2025-01-31" in (finished.folder / "report.html").read_text()


def test_a_log_that_is_not_whole_fails_the_audit(service, run):
    """Its own check stops it; what it made is kept as failed."""
    service.whole = False

    with pytest.raises(ReportError, match="The log was recomputed for this report and is whole"):
        run("audit_period", MARCH)


def test_a_privacy_report_fills_facts_and_leaves_gaps_visible(service, run):
    """Every heading stands; a fact stands under its heading with its source; the rest says that it is missing."""
    service.facts = [
        Fact(heading="safeguards", name="Pictures at rest", value="AES-256-GCM", source="gallery/images"),
        Fact(heading="Lawful authority", name="Statute", value="ICA s. 2(1)", source="gallery/rules"),
        Fact(heading="Weather", name="Wind", value="west", source="nowhere"),
    ]

    finished = run("privacy_impact", {"service": "demo", "period_end": "2026-03-31"})

    page = (finished.folder / "report.html").read_text()
    heading = page.index(". Safeguards</h2>")
    assert heading < page.index("AES-256-GCM") < page.index("Breaches and wrongful leads")
    assert page.count("<h2>") >= 29
    assert "Not recorded:" in page
    assert "To be written by legal counsel:" in page
    assert tables(finished.folder)["Facts under no heading"] == [["Weather", "Wind", "west", "nowhere"]]


def test_a_privacy_report_for_another_service_fails(service, run):
    """The facts of one police service never appear as those of another."""
    service.facts = [Fact(heading="safeguards", name="a", value="b", source="c")]

    with pytest.raises(ReportError, match="The facts are those of the police service asked for"):
        run("privacy_impact", {"service": "elsewhere", "period_end": "2026-03-31"})


def test_the_paper_is_tagged_titled_and_numbered(service, run):
    """Letter pages for print and for screen readers: PDF/UA marks, a language, a title, page n of m."""
    service.facts = [Fact(heading="safeguards", name="a", value="b", source="c")]

    finished = run("privacy_impact", {"service": "demo", "period_end": "2026-03-31"})

    paper = pypdf.PdfReader(finished.folder / "report.pdf")
    first = paper.pages[0].extract_text()
    catalogue = paper.trailer["/Root"]
    assert paper.metadata is not None
    assert paper.metadata.title == "Privacy impact report"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-CA"
    assert "pdfuaid" in catalogue["/Metadata"].get_data().decode()
    assert f"page 1 of {len(paper.pages)}" in first
    assert f"Leadbook · draft · {finished.run_id}" in first


def _casework(request: str, start: datetime) -> list[tuple[datetime, events.Event]]:
    about = {"case_id": f"case-{request}", "object_id": request, "service": "demo"}
    details = {"offence_id": "robbery", "source_type": "cctv", "role_depicted": "unknown", "exigent": False}
    submitted = events.RequestSubmitted(actor_id="account-1", role="investigator", details=details, **about)
    approved = events.RequestApproved(actor_id="account-2", role="approver", **about)
    refused = events.PictureRefused(actor_id="account-3", role="records_clerk", result="refused", rule="F-01")
    later = start + timedelta(hours=1)
    return [(start, submitted), (later, approved), (later, refused)]


def test_every_report_and_parameter_is_in_the_document():
    """docs/reports.md names each, so that nobody has to read a notebook to run it."""
    document = (NOTEBOOKS.parent / "docs" / "reports.md").read_text(encoding="utf-8")

    for report in list_reports(NOTEBOOKS):
        row = next(line for line in document.splitlines() if line.startswith(f"| `{report.name}`"))
        assert [spec.name for spec in report.parameters if f"`{spec.name}`" not in row] == []


@pytest.mark.proves("M-12")
def test_a_report_speaks_the_language_that_it_was_asked_in(service, tmp_path):
    """Frame and facts are French; the page says its language, and what has no French is marked as English."""
    service.record((MORNING, events.ServiceStarted(actor_id="system", role="system")))

    finished = run_report(
        "audit_period",
        MARCH,
        out=tmp_path / "out",
        socket=service.socket,
        session=service.session,
        notebooks=NOTEBOOKS,
        language="fr",
    )

    page = (finished.folder / "report.html").read_text()
    assert '<html lang="fr-CA">' in page
    assert "Rapport Leadbook" in page
    assert "<dt>Inscriptions du journal</dt>" in page
    assert "<dt>Log entries</dt>" not in page
    assert Manifest.read(finished.folder).language == "fr"
