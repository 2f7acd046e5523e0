"""What entries of casework tell beside the act, so that an auditor's question can be answered from the log alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from audits.event import Event
from gallery.casework import intake
from gallery.casework.task_scores import kind_of
from gallery.records import gallery as held
from gallery.records.ids import new_id
from gallery.records.known_tasks import Answer
from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import EligibilityState
from tests.gallery.casework.bench import Bench, complete
from tests.gallery.casework.tasks import DIFFERENT, registered, task_of
from tests.gallery.fakes import NOON

pytestmark = pytest.mark.proves("I-05")


def _last(bench: Bench, act: str) -> Event:
    return next(each.event for each in reversed(bench.log.entries) if each.event.act == act)


@pytest.mark.proves("A-26")
def test_a_submission_names_earlier_requests_with_its_picture(bench: Bench) -> None:
    """The second of the same picture names the first, which names none."""
    first = bench.submitted()
    alone = _last(bench, "request_submitted").details["similar_requests"]

    bench.submitted()

    assert alone == ()
    assert _last(bench, "request_submitted").details["similar_requests"] == (first,)


@pytest.mark.proves("A-02", "A-03")
def test_a_submission_and_its_refusal_tell_offence_version_and_whether_it_was_in_force(bench: Bench) -> None:
    """An id that is on no list is not repeated: it is what somebody typed."""
    bench.submitted()
    accepted = _last(bench, "request_submitted").details
    request_id = bench.drafted(offence_id="Typed by hand")

    with pytest.raises(Unacceptable):
        intake.submit(bench.casework, bench["investigator"], request_id)

    refused = _last(bench, "request_refused").details
    assert (accepted["offence_id"], accepted["offence_in_force"]) == (complete().offence_id, True)
    assert (refused.get("offence_id"), refused["offence_in_force"]) == (None, False)
    assert refused["offences_version"] == accepted["offences_version"]


@pytest.mark.proves("F-41", "F-42")
def test_a_search_tells_how_many_pictures_of_young_people_it_listed(bench: Bench) -> None:
    """By the age at the offence, with the rule and the day; somebody of eighteen is none, and nobody is named."""
    _reckoned(bench, "S-001", "F-42.119(2)(g)", 17, 40)
    _reckoned(bench, "S-002", "F-21.open_charge", 18, 30)

    bench.opened()

    told = _last(bench, "search_completed")
    day = (NOON.date() + timedelta(days=40)).isoformat()
    assert told.details["youth_returned"] == 1
    assert told.details["youth_rules"] == ("F-42.119(2)(g)",)
    assert told.details["youth_until"] == (day,)
    assert "S-001" not in str(told)


def test_a_search_without_young_people_says_so(bench: Bench) -> None:
    """Nought is told, so that a missing figure is not taken for nought."""
    bench.opened()

    told = _last(bench, "search_completed").details
    assert told["youth_returned"] == 0
    assert "youth_rules" not in told


@pytest.mark.parametrize(
    ("same", "proposed", "subject", "value", "kind"),
    [
        (True, True, "S", 2, "right"),
        (True, True, "S", -2, "missed"),
        (True, False, "T", 2, "missed"),
        (True, False, None, -1, "missed"),
        (True, False, None, 0, "inconclusive"),
        (False, False, "T", 1, "false_support"),
        (False, False, None, -2, "right"),
        (False, False, None, 0, "inconclusive"),
    ],
)
def test_an_answer_to_a_known_task_is_of_one_kind(
    same: bool, proposed: bool, subject: str | None, value: int, kind: str
) -> None:
    """The kinds are those that the scores count."""
    assert kind_of(Answer("examiner-1", same, proposed, subject, value)) == kind


@pytest.mark.proves("D-11")
def test_the_lock_of_a_known_task_tells_what_the_answer_was_and_casework_tells_nothing(seeded: Bench) -> None:
    """Support for a stranger is told in the entry of the lock alone."""
    task_id = registered(seeded, DIFFERENT)
    seeded.examined("S-001")
    of_casework = _last(seeded, "examination_locked").details
    tester, examination_id = task_of(seeded, task_id)

    view = seeded.conclude(tester, seeded.look(tester, examination_id), "S-001")

    assert _last(seeded, "verification_locked").details["known_answer"] == "false_support"
    assert "known_answer" not in of_casework
    assert "false_support" not in view.model_dump_json()


def _reckoned(bench: Bench, number: str, rule: str, age: int, days: int) -> None:
    """Let the picture of a subject be eligible by a rule, with the age at its offence."""
    inputs: dict[str, Any] = {"charges": [{"id": "c", "age": age}], "elsewhere": []}
    review: date = NOON.date() + timedelta(days=days)
    with bench.ledger.unrecorded() as connection:
        subject = held.subject_numbered(connection, "demo", number)
        assert subject is not None
        (shown,) = held.pictures_of(connection, subject.id)
        state = EligibilityState.ELIGIBLE
        kept = held.Eligibility(new_id(), shown.id, True, state, rule, "1", inputs, NOON, review)
        held.set_eligibility(connection, kept)
