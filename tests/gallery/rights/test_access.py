"""A person's access report equals what is known to have happened, names nobody, and comes after the identity check."""

import json

import pytest

from audits.event import to_json
from gallery.casework import lead
from gallery.followup import copies, disclosing
from gallery.records import gallery
from gallery.records.numbers import renumber
from gallery.rights import receiving, reporting
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.vocabulary import CopyKind
from kernel_lib.wire.case import DisclosureGiven
from kernel_lib.wire.examination import Acknowledgement
from kernel_lib.wire.follow_up import CopyAsked
from tests.gallery.casework.bench import Bench
from tests.gallery.fakes import NOON
from tests.gallery.followup.given import case_of
from tests.gallery.rights.given import CHECKED, TODAY, received


def _story(bench: Bench) -> str:
    """A lead about S-001 that was opened, printed, and disclosed to the Crown."""
    lead_id = bench.lead()
    lead.acknowledge(bench.casework, bench["investigator"], lead_id, Acknowledgement(initials="AB", accepted=True))
    copies.make(bench.casework, bench["investigator"], lead_id, CopyAsked(kind=CopyKind.PRINT))
    given = DisclosureGiven(recipient="crown", method="pack", disclosed_on=TODAY, reference="2026-77")
    disclosing.record(bench.casework, bench["investigator"], case_of(bench, lead_id), given)
    return lead_id


@pytest.mark.proves("F-60", "I-08", "W-23")
def test_the_report_equals_what_happened(bench: Bench) -> None:
    """Listed by two looks, selected by two examiners, one lead, and given to its requester twice and to the Crown."""
    _story(bench)

    told = reporting.report(bench.casework, bench["clerk"], received(bench).id)
    other = reporting.report(bench.casework, bench["clerk"], received(bench, subject_number="S-002").id)
    nobody = reporting.report(bench.casework, bench["clerk"], received(bench, subject_number="S-999").id)

    assert (told.held, told.listed, told.selected, told.leads) == (True, 1, 2, 1)
    assert [(each.recipient, each.how, each.on) for each in told.given] == [
        ("crown", "pack", TODAY),
        ("requester", "lead", TODAY),
        ("requester", "print", TODAY),
    ]
    assert [(each.state, each.template_held, each.captured_on.year) for each in told.pictures] == [
        ("eligible", True, 2020)
    ]
    assert (other.held, other.listed, other.selected, other.leads, other.given) == (True, 1, 0, 0, ())
    assert (nobody.held, nobody.items) == (False, ())
    assert len(set(told.items)) == len(told.items) == 1 + 1 + 4 + 3


@pytest.mark.proves("F-09", "F-60")
def test_numbers_of_before_are_told(bench: Bench) -> None:
    """Somebody who was given another number learns the one before; it is a line that may be severed like others."""
    with bench.ledger.unrecorded() as connection:
        subject = gallery.subject_numbered(connection, "demo", "S-001")
        assert subject is not None
        renumber(connection, subject.id, "demo", "S-001", "N-001", NOON)

    told = reporting.report(bench.casework, bench["clerk"], received(bench, subject_number="N-001").id)

    assert [(each.item, each.number) for each in told.numbers] == [("number-1", "S-001")]
    assert told.items[0] == "number-1"


@pytest.mark.proves("I-08")
def test_neither_report_nor_log_names_anybody(bench: Bench) -> None:
    """No officer, no other person, no case number in the report; nothing of the person in the log's entry."""
    _story(bench)
    before = len(bench.log.entries)

    application = received(bench)
    text = json.dumps(reporting.report(bench.casework, bench["clerk"], application.id).model_dump(mode="json"))

    people = [each for person in bench.people.values() for each in (person.account_id, person.display_name)]
    assert not [each for each in (*people, "S-002", "2026-000123", "2026-77", "officer") if each in text]
    told = json.dumps([to_json(each.event) for each in bench.log.entries[before:]], default=str)
    assert "S-001" not in told
    assert application.id in told


@pytest.mark.proves("F-60")
def test_nothing_is_told_before_the_identity_check(bench: Bench) -> None:
    """The application is kept and its time runs; the report waits for the check, and another service sees nothing."""
    application = received(bench, identity=None)

    with pytest.raises(WrongState, match="identity"):
        reporting.report(bench.casework, bench["clerk"], application.id)
    with pytest.raises(NotFound):
        receiving.identify(bench.casework, bench["stranger_clerk"], application.id, CHECKED)
    receiving.identify(bench.casework, bench["clerk"], application.id, CHECKED)

    assert reporting.report(bench.casework, bench["clerk"], application.id).held
    assert application.due_on > NOON.date()
