"""Yearly proofs of proficiency: a failure stops the same moment, and the cases since the last proof are looked at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gallery.casework import examination
from gallery.proficiency.due import suspend_due
from gallery.proficiency.recording import listed, look_again, record
from gallery.proficiency.verdict import FAILED_TASKS, FAILED_TEST, OPEN, PASSED, Tasks, judge
from gallery.records.who import certificates_of
from gallery.rules import Rules
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.wire.proficiency import ProficiencyOffered, ProficiencyPerson, RereviewGiven, SupervisedTasks
from tests.gallery.casework.bench import Bench
from tests.gallery.casework.conftest import bench, made_bench

__all__ = ["bench", "made_bench"]

WHY = "Examiner 2 compared again and reached the same value."
RULES = Rules.load().who.duties.proficiency
WATCHED = SupervisedTasks(supervisor="Head of training", tasks=12, wrong=1)


def _offered(bench: Bench, **changed: object) -> ProficiencyOffered:
    whole = {
        "username": "examiner1",
        "provider": "External school",
        "test": "2026 round",
        "taken_on": bench.clock.now.date(),
        "correct": 19,
        "questions": 20,
    }
    return ProficiencyOffered.model_validate({**whole, **changed})


def _shown(bench: Bench, username: str = "examiner1") -> ProficiencyPerson:
    view = listed(bench.casework, bench["compliance"])
    return next(each for each in view.people if each.username == username)


def _as_of_now(bench: Bench, name: str) -> None:
    """Make a person of the bench carry the certificates of this moment, as each request does."""
    with bench.ledger.reading() as connection:
        held = certificates_of(connection, bench[name].account_id)
    bench.people[name] = replace(bench[name], certificates=held)


@pytest.mark.proves("H-04")
def test_a_failed_test_suspends_the_same_moment_and_lists_the_cases(bench: Bench) -> None:
    """The very next examination is refused; what was locked since the last proof is to be looked at again."""
    request_id = bench.examined()
    waiting = bench.approved()

    view = record(bench.casework, bench["compliance"], _offered(bench, correct=10))
    _as_of_now(bench, "examiner1")
    with pytest.raises(NotAllowed):
        examination.take(bench.casework, bench["examiner1"], waiting)

    assert _shown(bench).suspended_because == FAILED_TEST
    assert [each.examiner for each in view.rereviews] == ["Examiner1"]
    assert view.open_rereviews == 1
    told = [each.event for each in bench.log.entries if each.event.act == "rights_suspended"]
    assert [(each.object_id, each.details["cases"]) for each in told] == [(bench["examiner1"].account_id, 1)]
    assert bench.state_of(request_id) == "examined"


@pytest.mark.proves("H-04")
def test_each_case_is_a_task_until_somebody_looked(bench: Bench) -> None:
    """Once, with a reason; then it is done and stays on the list."""
    bench.examined()
    officer = bench["compliance"]
    (task,) = record(bench.casework, officer, _offered(bench, correct=0)).rereviews

    with pytest.raises(Unacceptable):
        look_again(bench.casework, officer, task.id, RereviewGiven(upheld=True, reason="Yes."))
    after = look_again(bench.casework, officer, task.id, RereviewGiven(upheld=False, reason=WHY))
    with pytest.raises(WrongState):
        look_again(bench.casework, officer, task.id, RereviewGiven(upheld=True, reason=WHY))
    with pytest.raises(NotFound):
        look_again(bench.casework, officer, "unknown", RereviewGiven(upheld=True, reason=WHY))

    (done,) = after.rereviews
    assert (done.upheld, done.reason, done.done_by, after.open_rereviews) == (False, WHY, "Compliance", 0)


@pytest.mark.proves("H-04")
def test_a_proof_gives_the_rights_back(bench: Bench) -> None:
    """An external test and tasks under a supervisor; an external test alone leaves it open."""
    record(bench.casework, bench["compliance"], _offered(bench, correct=0))
    bench.clock.forward(days=3)

    record(bench.casework, bench["compliance"], _offered(bench))
    still = _shown(bench)
    record(bench.casework, bench["compliance"], _offered(bench, supervised=WATCHED))
    _as_of_now(bench, "examiner1")

    assert (still.last_verdict, bool(still.suspended_since)) == (OPEN, True)
    shown = _shown(bench)
    assert (shown.last_verdict, shown.suspended_since) == (PASSED, None)
    assert shown.proven_on == bench.clock.now.date()
    assert examination.take(bench.casework, bench["examiner1"], bench.approved()).id


@pytest.mark.proves("H-04")
def test_without_a_proof_in_time_certificates_stop_by_themselves(bench: Bench) -> None:
    """From the day after, at the act itself; the service then suspends and lists the cases, once."""
    bench.examined()
    waiting = bench.approved()
    bench.clock.now += RULES.due(bench.clock.now.date()) - bench.clock.now.date() + timedelta(days=1)

    with pytest.raises(NotAllowed):
        examination.take(bench.casework, bench["examiner1"], waiting)
    suspended = suspend_due(bench.casework)

    assert suspended >= 3
    assert suspend_due(bench.casework) == 0
    assert _shown(bench).suspended_because == "no_proof"
    assert listed(bench.casework, bench["compliance"]).open_rereviews == 1


@pytest.mark.proves("H-04")
@pytest.mark.parametrize(
    ("correct", "tasks", "verdict"),
    [
        (16, Tasks(10, 2, 0), PASSED),
        (15, Tasks(10, 0, 0), FAILED_TEST),
        (20, Tasks(10, 3, 0), FAILED_TASKS),
        (20, Tasks(1, 0, 1), FAILED_TASKS),
        (20, Tasks(9, 9, 0), OPEN),
    ],
)
def test_what_passes_and_what_fails(correct: int, tasks: Tasks, verdict: str) -> None:
    """Eight of ten of an external test, ten known tasks, at most two missed, and nobody else supported."""
    assert judge(RULES, correct, 20, tasks) == verdict


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"taken_on": date(2027, 1, 1)}, "taken_on"),
        ({"taken_on": date(2025, 1, 1)}, "taken_on"),
        ({"correct": 21}, "correct"),
        ({"supervised": SupervisedTasks(supervisor="Head", tasks=1, wrong=2)}, "wrong"),
    ],
)
def test_a_result_that_cannot_be_is_refused(bench: Bench, changed: dict[str, object], field: str) -> None:
    """At its field; nothing is recorded."""
    with pytest.raises(Unacceptable) as refused:
        record(bench.casework, bench["compliance"], _offered(bench, **changed))

    assert list(refused.value.refusal.fields) == [field]
    assert _shown(bench).last_verdict == ""


def test_nobody_records_their_own_proof_or_that_of_another_service(bench: Bench) -> None:
    """One's own is somebody else's duty; other services' people are not there."""
    with pytest.raises(NotAllowed):
        record(bench.casework, bench["compliance"], _offered(bench, username="compliance"))
    with pytest.raises(NotFound):
        record(bench.casework, bench["compliance"], _offered(bench, username="stranger"))
