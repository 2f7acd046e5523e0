"""A case as a whole, its disclosures, and a person's own requests."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gallery.casework import intake
from gallery.followup import case_page, disclosing, ending, own_requests
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import CertificateScope, RequestState, Role
from kernel_lib.wire.case import DisclosureGiven
from tests.gallery.casework.bench import Bench
from tests.gallery.fakes import NOON
from tests.gallery.followup.given import TODAY, an_outcome, case_of

NUMBER = "2026-000123"


def _disclosed(**changed: Any) -> DisclosureGiven:
    return DisclosureGiven(**{"recipient": "defence", "method": "pack", "disclosed_on": TODAY, **changed})


def test_a_case_tells_every_request_and_names_nobody(bench: Bench, lead_id: str) -> None:
    """Also the one that ended without a lead; counts, states, no number of a person (E-04, E-15)."""
    empty = bench.examined(None)
    bench.say(empty, None)

    page = case_page.get(bench.casework, bench["investigator"], NUMBER)

    assert [each.state for each in page.requests] == [RequestState.LEAD, RequestState.NO_LEAD]
    first = page.requests[0]
    assert (first.approval, len(first.examinations), first.searches[0].returned) == ("approved", 2, 4)
    assert first.lead is not None
    assert first.lead.id == lead_id
    assert "S-0" not in page.model_dump_json()
    assert "0.62" not in page.model_dump_json()


def test_a_case_does_not_tell_by_which_number_an_examiner_knows_their_work(bench: Bench, lead_id: str) -> None:
    """Whoever could name it to an examiner would tell whose request it is, and that it is no known task (D-09)."""
    page = case_page.get(bench.casework, bench["investigator"], case_of(bench, lead_id))

    assert page.requests[0].examinations == ("Examination 1: it is locked", "Examination 2: it is locked")
    assert not re.search("E-[0-9A-Z]{6}", page.model_dump_json())


@pytest.mark.parametrize(("name", "may_review", "bases"), [("investigator", False, False), ("approver", True, True)])
def test_what_may_be_done_follows_from_the_role(
    bench: Bench, lead_id: str, name: str, may_review: bool, bases: bool
) -> None:
    """A legal basis is chosen by who may lift masks (E-16)."""
    page = case_page.get(bench.casework, bench[name], case_of(bench, lead_id))

    assert (page.may_review, bool(page.bases), page.may_disclose) == (may_review, bases, True)


def test_compliance_reads_and_changes_nothing(bench: Bench, lead_id: str) -> None:
    """Neither a disclosure nor a review (H-02)."""
    bench.join("compliance", (Role.COMPLIANCE,))

    page = case_page.get(bench.casework, bench["compliance"], case_of(bench, lead_id))

    assert (page.may_disclose, page.may_review) == (False, False)


def test_a_case_is_for_who_asked_in_it_and_for_its_service(bench: Bench, lead_id: str) -> None:
    """Another investigator and another service find nothing (G-01)."""
    bench.join("other", (Role.INVESTIGATOR,), (CertificateScope.LIMITS,))

    for name in ("other", "stranger"):
        with pytest.raises(NotFound):
            case_page.get(bench.casework, bench[name], case_of(bench, lead_id))


def test_a_blind_examiner_does_not_open_the_case(bench: Bench) -> None:
    """Even with a role that opens every case: it would tell requester and first examination (D-09)."""
    bench.join("both", (Role.APPROVER, Role.EXAMINER), (CertificateScope.EXAMINATION,))
    for name in ("examiner2", "examiner3"):
        bench.end_training(name)
        with bench.ledger.unrecorded() as connection:
            ended = text("UPDATE certificates SET expires = '2026-01-02' WHERE account_id = :account")
            connection.execute(ended, {"account": bench[name].account_id})
    request_id = bench.examined("S-001")
    assert bench.verifier_of(request_id)[0] == "both"

    with pytest.raises(WrongState) as refused:
        case_page.get(bench.casework, bench["both"], NUMBER)

    assert refused.value.refusal.rule == "D-09"


@pytest.mark.proves("E-17")
def test_a_disclosure_is_recorded_with_whom_when_and_how(bench: Bench, lead_id: str) -> None:
    """In the record, on the page, in the log."""
    case_id = case_of(bench, lead_id)

    disclosing.record(bench.casework, bench["investigator"], case_id, _disclosed(reference="Letter 12"))

    (held,) = case_page.get(bench.casework, bench["approver"], case_id).disclosures
    assert (held.recipient, held.method, held.disclosed_on) == ("Defence counsel", "Disclosure pack", TODAY)
    assert (held.reference, held.outdated) == ("Letter 12", False)
    entry = next(each.event for each in bench.log.entries if each.event.act == "disclosure_recorded")
    assert (entry.case_id, entry.details["recipient"], entry.details["method"]) == (case_id, "defence", "pack")


@pytest.mark.proves("E-17")
@pytest.mark.parametrize(
    "changed",
    [{"recipient": "press"}, {"method": "phone"}, {"disclosed_on": (NOON + timedelta(days=5)).date()}],
    ids=["recipient", "method", "day"],
)
def test_a_disclosure_that_is_none_is_refused(bench: Bench, lead_id: str, changed: dict[str, Any]) -> None:
    """Lists are fixed, and the day must have come."""
    with pytest.raises(Unacceptable):
        disclosing.record(bench.casework, bench["investigator"], case_of(bench, lead_id), _disclosed(**changed))


@pytest.mark.proves("E-13")
def test_a_disclosure_before_a_withdrawal_is_marked(bench: Bench, lead_id: str) -> None:
    """Who received it outside must be told by hand; the page says so."""
    case_id = case_of(bench, lead_id)
    disclosing.record(bench.casework, bench["investigator"], case_id, _disclosed())
    bench.clock.forward(hours=1)
    ending.end(bench.casework, bench["investigator"], lead_id, an_outcome("eliminated"))
    bench.clock.forward(hours=1)
    disclosing.record(bench.casework, bench["investigator"], case_id, _disclosed(recipient="crown"))

    held = case_page.get(bench.casework, bench["investigator"], case_id).disclosures

    assert [each.outdated for each in held] == [True, False]


def test_own_requests_say_who_is_waited_for(bench: Bench, lead_id: str) -> None:
    """Newest first, each with its state in words and its page."""
    waiting = bench.submitted()
    draft = bench.drafted()

    rows = own_requests.listed(bench.casework, bench["investigator"]).requests

    assert [each.id for each in rows][:2] == [draft, waiting]
    assert [each.waits_for.split(":")[0] for each in rows] == ["You", "An approver of your service", "You"]
    assert rows[2].page == f"/leads?lead={lead_id}"
    assert rows[0].since <= bench.clock()
    assert own_requests.listed(bench.casework, bench["asks_and_approves"]).requests == ()
    assert len(intake.listed(bench.casework, bench["investigator"])) == 3
