"""A young person's own record is told to them whatever its access period, and by nothing else (F-49)."""

from datetime import timedelta

import pytest

from gallery.lifecycle.reckoning import reckon
from gallery.records import gallery
from gallery.records.ids import new_id
from gallery.records.standings import KeptOutcome, Outcome, add_outcome
from gallery.rights import reporting
from kernel_lib.vocabulary import CourtDisposition, EligibilityState
from tests.gallery.casework.bench import Bench
from tests.gallery.fakes import NOON
from tests.gallery.rights.given import TODAY, received

CHARGED, ENDED = TODAY - timedelta(days=900), TODAY - timedelta(days=800)


def _young(bench: Bench) -> str:
    """Let S-001 have been sixteen, acquitted, and the access period have run out; return the person's id."""
    with bench.ledger.unrecorded() as connection:
        subject = gallery.subject_numbered(connection, "demo", "S-001")
        assert subject is not None
        event = gallery.events_of(connection, subject.id)[0]
        charge = gallery.Charge(new_id(), event.id, "robbery", "1", CHARGED, None, 16)
        gallery.add_charge(connection, charge)
        outcome = Outcome(happened=ENDED, disposition=CourtDisposition.ACQUITTED)
        add_outcome(connection, KeptOutcome(new_id(), charge.id, outcome, "clerk", NOON))
        reckon(connection, bench.rules, [subject.id], NOON)
    return subject.id


@pytest.mark.proves("F-49")
def test_an_expired_record_is_told_through_an_application_only(bench: Bench) -> None:
    """No search lists it any more; the young person's application is answered in full."""
    _young(bench)

    examined = bench.examined("S-002")
    told = reporting.report(bench.casework, bench["clerk"], received(bench, applicant="counsel").id)

    assert (told.held, told.young_person) == (True, True)
    assert [each.state for each in told.pictures] == [EligibilityState.DUE]
    assert told.listed == 0
    assert bench.state_of(examined) == "examined"
    event = [each.event for each in bench.log if each.event.act == "application_reported"][-1]
    assert event.rule == "F-49"
