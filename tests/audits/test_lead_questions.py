"""The questions about what follows a lead find exactly the cases that were put there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audits import events as acts
from audits.analytics import Answer, ask, build
from audits.checkpoint import SignedLog
from audits.event import Event

Opened = Callable[[], SignedLog]


@pytest.fixture
def snapshot(opened: Opened, folder: Path, tmp_path: Path) -> Path:
    """Four leads of 24 November 2026: charged and disclosed; charged; a warrant before the lead; nothing done."""
    log = opened()
    for number in ("7", "8", "9", "10"):
        _tell(log, acts.LeadIssued, number, f"examination-{number}", lead=True, lead_id=f"lead-{number}")
    _tell(log, acts.LeadIssued, "11", "examination-11", lead=False, outcome="no_lead")
    for number, step, day, warrant in (
        ("7", "arrest_warrant", "2026-11-25", True),
        ("8", "interview", "2026-11-25", False),
        ("9", "arrest_warrant", "2026-11-02", True),
    ):
        told = {"kind": "step", "of": step, "taken_on": day, "warrant": warrant, "charged": False}
        _tell(log, acts.LeadFollowedUp, number, f"lead-{number}", **told)
    for number in ("7", "8"):
        _tell(log, acts.LeadFollowedUp, number, f"lead-{number}", kind="outcome", of="charge_laid", charged=True)
    _tell(log, acts.DisclosureRecorded, "7", "case-7", recipient="defence", method="pack")
    log.append(acts.DisclosureRecorded(case_id="case-8", result="refused", rule="E-17", reason="not of the list"))
    log.close()
    target = tmp_path / "audit.duckdb"
    build(folder, target)
    return target


@pytest.mark.proves("E-12")
def test_leads_older_than_the_limit_without_an_outcome_are_listed(snapshot: Path) -> None:
    """Neither those with one, nor any on the day before, nor what ended without a lead."""
    late = ask(snapshot, "leads_without_outcome", {"days": 30, "today": "2026-12-24"})
    early = ask(snapshot, "leads_without_outcome", {"days": 31, "today": "2026-12-24"})

    assert _column(late, "lead_id") == {"lead-9", "lead-10"}
    assert _column(late, "days_old") == {30}
    assert early.rows == ()


@pytest.mark.proves("E-17")
def test_charged_cases_without_a_disclosure_are_listed(snapshot: Path) -> None:
    """A disclosure that was refused is none."""
    assert _column(ask(snapshot, "charges_undisclosed"), "case_id") == {"case-8"}


@pytest.mark.proves("E-20")
def test_cases_are_listed_where_a_lead_came_before_a_warrant_or_charge(snapshot: Path) -> None:
    """For any range of days; neither a warrant before its lead, nor an interview."""
    every = ask(snapshot, "leads_before_steps")
    later = ask(snapshot, "leads_before_steps", {"first_day": "2026-11-25"})

    assert {(row[0], row[5]) for row in every.rows} == {
        ("case-7", "arrest_warrant"),
        ("case-7", "charge_laid"),
        ("case-8", "charge_laid"),
    }
    assert _column(later, "case_id") == {"case-7"}


def _tell(log: SignedLog, event: type[Event], number: str, object_id: str, **details: Any) -> None:
    told = {"request_id": f"request-{number}", **details}
    log.append(event(actor_id="dora", case_id=f"case-{number}", object_id=object_id, details=told))


def _column(answer: Answer, name: str) -> set[Any]:
    place = answer.columns.index(name)
    return {row[place] for row in answer.rows}
