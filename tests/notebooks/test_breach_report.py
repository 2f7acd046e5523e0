"""The package on a breach: one report, dated, with its letters by their hashes, in both languages."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest

from audits import events
from kernel_lib.errors import ReportError
from kernel_lib.hashing import sha256_hex
from kernel_lib.reports.run import run_report
from kernel_lib.wire.breach import BreachesView, BreachStepView, BreachView, StatuteView, Wording, YearCount
from tests.notebooks.test_reports import NOTEBOOKS

MOMENT = datetime(2026, 3, 5, 9, tzinfo=UTC)
STEPS = (
    BreachStepView(step="opened", taken_at=MOMENT, taken_by="C. One", facts=(("what", "A device was lost."),)),
    BreachStepView(step="contained", taken_at=MOMENT, taken_by="C. One", facts=(("what", "It was wiped."),)),
    BreachStepView(
        step="assessed", taken_at=MOMENT, taken_by="C. One", facts=(("Will it be misused?", "no: it was encrypted"),)
    ),
)
BREACH = BreachView(
    id="b1",
    number="B-2026-001",
    kind="loss",
    state="assessed",
    source="hand",
    occurred_on=date(2026, 3, 4),
    opened_at=MOMENT,
    opened_by="C. One",
    real_risk=False,
    steps=STEPS,
)
VIEW = BreachesView(
    breaches=(BREACH,),
    years=(YearCount(year=2026, breaches=1, unauthorised_searches=0, real_risk=0),),
    kinds=(Wording(id="loss", en="Loss or theft", fr="Perte ou vol"),),
    factors=(Wording(id="misuse", en="Will it be misused?", fr="Sera-ce mal employé ?"),),
    statutes=(
        StatuteView(id="fippa", state="in_force", since=date(2025, 7, 1), en="First act", fr="Première loi"),
        StatuteView(id="mfippa", state="unconfirmed", since=None, en="Second act", fr="Seconde loi"),
    ),
    reason_min_length=20,
    rule_version="1",
)
GIVEN = {"service": "demo", "breach_number": "b-2026-001", "period_end": "2026-03-31"}


@pytest.mark.proves("M-06", "M-12")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_drills_package_is_dated_and_names_its_documents(service, tmp_path, language):
    """Course, letters with their hashes, both statutes and the year's count; a French run leaves no English of ours."""
    service.record((MOMENT, events.ServiceStarted(actor_id="system", role="system")))
    service.breaches = VIEW

    finished = _run(service, tmp_path, language)

    page = (finished.folder / "report.html").read_text()
    tables = {each["caption"]: each["rows"] for each in json.loads((finished.folder / "tables.json").read_text())}
    letters = next(rows for caption, rows in tables.items() if caption == "Letters")
    assert [row[3] for row in letters] == [
        sha256_hex(f"%PDF {kind} {of}".encode()) for kind in ("commissioner", "person") for of in ("en", "fr")
    ]
    assert len(tables["Steps"]) == 3
    assert "It was wiped." in page
    assert ("Seconde loi" if language == "fr" else "Second act") in page
    assert ("entrée en vigueur non confirmée" in page) is (language == "fr")
    assert 'lang="en">' not in page.replace('<html lang="en', "") if language == "fr" else True
    paper = pypdf.PdfReader(finished.folder / "report.pdf")
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_number_that_is_none_and_another_service_fail(service, tmp_path):
    """A package of a breach that there is not is none."""
    service.record((MOMENT, events.ServiceStarted(actor_id="system", role="system")))
    service.breaches = VIEW

    with pytest.raises(ReportError, match="got another number"):
        _run(service, tmp_path, "en", breach_number="b-2026-002")
    with pytest.raises(ReportError, match="police service asked for"):
        _run(service, tmp_path, "en", service="elsewhere")


def _run(fake, tmp_path: Path, language, **changed):
    return run_report(
        "breach",
        {**GIVEN, **changed},
        out=tmp_path / "out",
        socket=fake.socket,
        session=fake.session,
        notebooks=NOTEBOOKS,
        language=language,
    )
