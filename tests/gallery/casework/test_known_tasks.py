"""Known tasks: indistinguishable from casework in what is sent, scored, and never part of casework (D-11, W-26)."""

from dataclasses import replace

import pytest

from gallery.casework import examination, known_tasks_scored
from gallery.casework.task_scores import error_rate
from gallery.desk.work import listed
from gallery.records.examinations import examinations_by
from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import ExaminationState, RequestState, Role
from tests.gallery.casework.bench import Bench
from tests.gallery.casework.tasks import DIFFERENT, SAME, registered, task_of


@pytest.mark.proves("D-11")
def test_nothing_of_casework_follows_from_a_known_task(seeded: Bench) -> None:
    """No lead, no conflict, no list entry for anybody; its entries are marked and left out of every count."""
    task_id = registered(seeded, SAME)
    request_id = seeded.examined("S-002")
    before = seeded.state_of(request_id)
    tester, task_examination = task_of(seeded, task_id)
    since = len(seeded.log.entries)

    seeded.conclude(tester, seeded.look(tester, task_examination), "S-002")

    assert seeded.state_of(task_id) == RequestState.KNOWN_TASK
    assert seeded.state_of(request_id) == before
    entries = [each.event for each in seeded.log.entries[since:]]
    assert {each.act for each in entries} <= {
        "analysis_locked",
        "list_viewed",
        "disposition_recorded",
        "verification_locked",
    }
    assert all(each.details["known_task"] is True and each.case_id is None for each in entries)
    assert not any("request_id" in each.details for each in entries)
    assert listed(seeded.casework, seeded["compliance"]).others == ()


@pytest.mark.proves("D-11")
def test_error_rates_are_computed_for_each_reviewer(seeded: Bench) -> None:
    """A person missed and support for the wrong one are counted apart, each with its interval."""
    first, second = registered(seeded, SAME), registered(seeded, DIFFERENT, seed=2)
    seeded.end_training("examiner3")
    for _ in range(8):
        seeded.examined("S-001")
    answers = {}
    for task_id, subject in ((first, None), (second, "S-001")):
        tester, examination_id = task_of(seeded, task_id)
        seeded.conclude(tester, seeded.look(tester, examination_id), subject)
        answers[task_id] = seeded[tester].account_id

    found = known_tasks_scored.listed(seeded.casework, seeded["compliance"])

    scores = {each.account_id: each for each in found.scores}
    assert (scores[answers[first]].missed.errors, scores[answers[second]].false_support.errors) == (1, 1)
    assert sum(task.answered for task in found.tasks) == 2
    assert scores[answers[first]].missed.low > 0


@pytest.mark.proves("W-26")
def test_a_reviewer_sees_their_own_score_and_nobody_elses(seeded: Bench) -> None:
    """Compliance sees all; an investigator, an approver and an auditor see none."""
    task_id = registered(seeded, SAME)
    seeded.examined("S-002")
    tester, examination_id = task_of(seeded, task_id)
    seeded.conclude(tester, seeded.look(tester, examination_id), "S-002")

    own = known_tasks_scored.own(seeded.casework, seeded[tester])

    assert (own.missed.errors, own.missed.tasks, own.account_id) == (0, 1, seeded[tester].account_id)
    for name in ("investigator", "approver", tester):
        with pytest.raises(NotAllowed):
            known_tasks_scored.listed(seeded.casework, seeded[name])
    seeded.join("auditor", (Role.AUDITOR,))
    for name in ("investigator", "auditor"):
        with pytest.raises(NotAllowed):
            known_tasks_scored.own(seeded.casework, seeded[name])


@pytest.mark.proves("D-11")
def test_the_rate_is_data(seeded: Bench) -> None:
    """At a rate of 0 none is given out."""
    never = replace(seeded.rules, review=replace(seeded.rules.review, known_task_rate=0.0))
    seeded.casework = replace(seeded.casework, rules=never)
    task_id = registered(seeded, SAME)

    seeded.examined("S-002")

    with pytest.raises(AssertionError, match="given to nobody"):
        task_of(seeded, task_id)


def test_nobody_meets_a_task_twice(seeded: Bench) -> None:
    """However many blind examinations are given out."""
    task_id = registered(seeded, SAME)

    for _ in range(6):
        seeded.examined("S-001")

    with seeded.ledger.reading() as connection:
        given = [
            each.examiner_id
            for person in seeded.people.values()
            for each in examinations_by(connection, person.account_id)
            if each.request_id == task_id
        ]
    assert given
    assert len(given) == len(set(given))


def test_a_stepped_back_task_ends_there(seeded: Bench) -> None:
    """It is looked at by nobody else in this person's place, and counts for nobody."""
    from gallery.casework import recusal
    from kernel_lib.wire.review import ContextSeen

    task_id = registered(seeded, SAME)
    seeded.examined("S-002")
    tester, examination_id = task_of(seeded, task_id)

    recusal.record(
        seeded.casework, seeded[tester], examination_id, ContextSeen(kinds=("earlier_work",), step_back=True)
    )

    view = examination.get(seeded.casework, seeded[tester], examination_id)
    assert view.state is ExaminationState.RECUSED
    assert known_tasks_scored.own(seeded.casework, seeded[tester]).missed.tasks == 0


@pytest.mark.parametrize(
    ("errors", "tasks", "low", "high"), [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (5, 10, 0.2366, 0.7634)]
)
def test_intervals_are_wilsons(errors: int, tasks: int, low: float, high: float) -> None:
    """Published values of the method for ten trials."""
    rate = error_rate(errors, tasks)

    assert (round(rate.low, 4), round(rate.high, 4)) == (low, high)


def test_without_a_task_nothing_is_known() -> None:
    """The interval says so."""
    rate = error_rate(0, 0)

    assert (rate.low, rate.high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="expected 0 to 1 errors"):
        error_rate(2, 1)
