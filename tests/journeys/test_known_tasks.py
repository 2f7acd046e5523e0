"""Known tasks from photographs of the demonstration, by two people, through the real service (D-11)."""

import pytest

from audits.segments import read
from gallery.demonstration.photographs import Photographs
from kernel_lib.errors import NotAllowed, Unacceptable
from kernel_lib.vocabulary import KnownTaskState
from kernel_lib.wire.known_tasks import KnownTaskDecision, KnownTaskProposal
from tests.conftest import Running

pytestmark = pytest.mark.journey

AUTHORITY = "Demonstration: a freely licensed photograph, used to measure how often reviewers err."
YES = KnownTaskDecision(approved=True, reason="Source, licence and answer were looked at by a second person.")


def _proposed(running: Running, file: str, subject: str) -> str:
    tasks, shown = running.client("compliance").known_tasks, Photographs.listed().named(file)
    proposal = KnownTaskProposal(
        source="demonstration", authority=AUTHORITY, same=bool(subject), subject_number=subject
    )
    task = tasks.propose(proposal)
    return tasks.offer(task.id, file, shown.read(running.settings.photographs_dir)).id


@pytest.mark.proves("D-11")
def test_tasks_come_from_the_demonstrations_photographs_by_two_people(running: Running) -> None:
    """One whose person is enrolled, one whose person is not; a wrong key is refused, and others may not register."""
    compliance, higher = running.client("compliance").known_tasks, running.client("higher").known_tasks
    first, second = _proposed(running, "D-0001-3.jpg", "D-0001"), _proposed(running, "D-0007-1.jpg", "")
    wrong = _proposed(running, "D-0003-2.jpg", "D-0001")

    assert {each.id for each in higher.waiting().tasks} == {first, second, wrong}
    for task_id in (first, second):
        assert higher.decide(task_id, YES).state is KnownTaskState.REGISTERED
    with pytest.raises(NotAllowed):
        compliance.decide(wrong, YES)
    with pytest.raises(NotAllowed):
        running.client("examiner1").known_tasks.decide(wrong, YES)
    with pytest.raises(Unacceptable):
        compliance.propose(KnownTaskProposal(source="casework", authority=AUTHORITY, same=False))

    known = compliance.list()
    states = {each.id: (each.state, each.same, each.answered) for each in known.tasks}
    assert states[first] == (KnownTaskState.REGISTERED, True, 0)
    assert states[second] == (KnownTaskState.REGISTERED, False, 0)
    assert states[wrong][0] is KnownTaskState.PROPOSED
    assert running.client("examiner2").known_tasks.mine().missed.tasks == 0
    searches = [each.event for each in read(running.settings.audit_dir) if each.event.act == "search_completed"]
    assert [each.details["known_task"] for each in searches] == [True, True], "only what two people registered"
