"""Complete answers of follow-up, changed where a test asks."""

from datetime import date, timedelta
from typing import Any

from gallery.casework import lead
from gallery.followup import evidence
from gallery.records.cases import request_by_id
from gallery.records.gallery import pictures_of
from gallery.records.leads import lead_by_id
from gallery.records.searches import candidate_by_id
from kernel_lib.vocabulary import CheckAnswer
from kernel_lib.wire.examination import LeadView
from kernel_lib.wire.follow_up import (
    CheckGiven,
    CircumstancesGiven,
    CorroborationGiven,
    FollowUpView,
    LineupGiven,
    OutcomeGiven,
)
from tests.gallery.casework.bench import Bench
from tests.gallery.fakes import NOON

TODAY = NOON.date()
WORDS = "The shop's own access records show the person's card at the side door."


def a_fact(**changed: Any) -> CorroborationGiven:
    """An independent fact that links."""
    return CorroborationGiven(**{"kind": "records", "found_on": TODAY, "what": WORDS, "independent": True, **changed})


def a_lineup(**changed: Any) -> LineupGiven:
    """A lineup held as it should be."""
    whole = {
        "held_on": TODAY,
        "blind_administrator": True,
        "sequential": True,
        "fillers": 9,
        "recorded": True,
        "filler_answer": "Two officers without part in the case looked; none is odd or a near-twin.",
    }
    return LineupGiven(**{**whole, **changed})


def an_outcome(outcome: str) -> OutcomeGiven:
    """An outcome with its reason."""
    return OutcomeGiven(outcome=outcome, reason="Written down after a talk with the team's supervisor.")


def on_the_day(**changed: Any) -> CircumstancesGiven:
    """Circumstances of an offence yesterday."""
    return CircumstancesGiven(**{"offence_on": TODAY - timedelta(days=1), **changed})


def corroborated(bench: Bench, lead_id: str, **changed: Any) -> FollowUpView:
    """Record an independent fact."""
    return evidence.corroborate(bench.casework, bench["investigator"], lead_id, a_fact(**changed))


def relied_on(bench: Bench, lead_id: str) -> FollowUpView:
    """Record a fact and rely on the lead."""
    corroborated(bench, lead_id)
    return evidence.rely(bench.casework, bench["investigator"], lead_id)


def all_checks(bench: Bench, lead_id: str) -> None:
    """Answer every check."""
    for check in bench.rules.follow_up.checks:
        given = CheckGiven(check=check, answer=CheckAnswer.FITS, checked_on=TODAY, what="Looked into.")
        evidence.check(bench.casework, bench["investigator"], lead_id, given)


def seen(bench: Bench, lead_id: str) -> LeadView:
    """Open the lead as its investigator."""
    return lead.get(bench.casework, bench["investigator"], lead_id)


def case_of(bench: Bench, lead_id: str) -> str:
    """Return the id of a lead's case."""
    with bench.ledger.reading() as connection:
        held = lead_by_id(connection, lead_id)
        request = request_by_id(connection, held.request_id) if held else None
    assert request is not None
    assert request.case_id is not None
    return request.case_id


def booked_on(bench: Bench, lead_id: str) -> date:
    """Return the day of the booking picture of the lead's person."""
    with bench.ledger.reading() as connection:
        held = lead_by_id(connection, lead_id)
        assert held is not None
        subject_id = candidate_by_id(connection, held.candidate_id).subject_id
        return pictures_of(connection, subject_id)[0].captured_on
