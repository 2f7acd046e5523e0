"""Known tasks: proposed by compliance, registered by another person, scored; each reviewer sees their own score."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from gallery.authority import Person
from gallery.casework import known_tasks, known_tasks_decided, known_tasks_scored
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.known_tasks import (
    KnownTaskDecision,
    KnownTaskEnd,
    KnownTaskProposal,
    KnownTasks,
    KnownTasksWaiting,
    KnownTaskView,
    ReviewerScore,
)

router = APIRouter(prefix="/known-tasks")

Proposes = Annotated[Person, permitted("known_task_proposed")]
Decides = Annotated[Person, permitted("known_task_decided")]


@router.post("")
def propose(proposal: KnownTaskProposal, person: Proposes, parts: PartsNow) -> KnownTaskView:
    """Propose a task: its source, its written authority and its answer."""
    return known_tasks.propose(parts.casework, person, proposal)


@router.post("/{task_id}/picture")
def offer(task_id: str, person: Proposes, parts: PartsNow, picture: Annotated[UploadFile, File()]) -> KnownTaskView:
    """Take in the picture of a proposed task."""
    return known_tasks.offer(parts.casework, person, task_id, picture.filename or "", picture.file.read())


@router.get("/waiting")
def waiting(person: Decides, parts: PartsNow) -> KnownTasksWaiting:
    """Return what waits for a second person."""
    return known_tasks_decided.waiting(parts.casework, person)


@router.post("/{task_id}/decision")
def decide(task_id: str, decision: KnownTaskDecision, person: Decides, parts: PartsNow) -> KnownTaskView:
    """Register a proposal, or turn it down."""
    return known_tasks_decided.decide(parts.casework, person, task_id, decision)


@router.post("/{task_id}/retirement")
def retire(
    task_id: str, end: KnownTaskEnd, person: Annotated[Person, permitted("known_task_retired")], parts: PartsNow
) -> KnownTaskView:
    """Give a task out no more."""
    return known_tasks_decided.retire(parts.casework, person, task_id, end)


@router.get("")
def listed(person: Annotated[Person, permitted("known_task_scored")], parts: PartsNow) -> KnownTasks:
    """Return tasks and scores."""
    return known_tasks_scored.listed(parts.casework, person)


@router.get("/mine")
def own(person: Annotated[Person, permitted("own_score_viewed")], parts: PartsNow) -> ReviewerScore:
    """Return one's own score."""
    return known_tasks_scored.own(parts.casework, person)
