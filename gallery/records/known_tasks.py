"""Known tasks and how reviewers answered them. They are no casework: no case, no lead, no statistics (D-11)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from gallery.records.case_tables import examinations, probes, requests
from gallery.records.chains import probe_fingerprints
from gallery.records.review_tables import decoys, known_task_proposals
from kernel_lib.vocabulary import ExaminationState, KnownTaskState, RequestState


@dataclass(frozen=True)
class KnownTask:
    """A task with its answer. `same`: the proposed subject is the person shown."""

    request_id: str
    service: str
    search_id: str
    proposed_subject_id: str
    same: bool
    registered_by: str
    registered_at: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True)
class Proposal:
    """How a task came about, and how it ended. `request_id` names the task."""

    request_id: str
    service: str
    state: KnownTaskState
    source: str
    authority: str
    same: bool
    subject_number: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
    retired_by: str | None = None
    retired_at: datetime | None = None
    retirement_reason: str = ""

    @property
    def ended_at(self) -> datetime | None:
        """Since when the picture is needed no more: turned down or retired."""
        return self.decided_at if self.state is KnownTaskState.TURNED_DOWN else self.retired_at


@dataclass(frozen=True)
class Answer:
    """One reviewer's locked answer: the subject that they chose, if any, and the value of the scale."""

    examiner_id: str
    same: bool
    proposed: bool
    subject_id: str | None
    value: int


def add_proposal(connection: Connection, proposal: Proposal) -> None:
    """Keep a new proposal."""
    connection.execute(insert(known_task_proposals).values(vars(proposal)))


def change_proposal(connection: Connection, task_id: str, **values: Any) -> None:
    """Set columns of a proposal."""
    mine = known_task_proposals.c.request_id == task_id
    connection.execute(update(known_task_proposals).where(mine).values(values))


def proposal_of(connection: Connection, task_id: str) -> Proposal | None:
    """Return the proposal of a task, or None."""
    found = select(known_task_proposals).where(known_task_proposals.c.request_id == task_id)
    row = connection.execute(found).mappings().one_or_none()
    return _proposal(row) if row else None


def proposals_in(connection: Connection, service: str) -> tuple[Proposal, ...]:
    """Return every proposal of a service, newest first."""
    found = select(known_task_proposals).where(known_task_proposals.c.service == service)
    rows = connection.execute(found.order_by(known_task_proposals.c.request_id.desc())).mappings()
    return tuple(_proposal(row) for row in rows)


def ended_tasks(connection: Connection) -> dict[str, datetime]:
    """Return since when each task that was turned down or retired needs its picture no more (A-24)."""
    held = (_proposal(row) for row in connection.execute(select(known_task_proposals)).mappings())
    return {each.request_id: each.ended_at for each in held if each.ended_at}


def retire_task(connection: Connection, task_id: str, now: datetime) -> None:
    """Let a task be given out no more."""
    connection.execute(update(decoys).where(decoys.c.request_id == task_id).values(retired_at=now))


def casework_holds(connection: Connection, sha256: str) -> bool:
    """Say whether any request ever held a picture, drafts and replaced pictures included."""
    casework = requests.c.state != RequestState.KNOWN_TASK
    found = select(probes.c.id).join(requests, requests.c.id == probes.c.request_id)
    return connection.execute(found.where(probes.c.sha256 == sha256, casework).limit(1)).first() is not None


def casework_fingerprints(connection: Connection) -> tuple[str, ...]:
    """Return the fingerprint of every picture that any request ever held."""
    casework = requests.c.state != RequestState.KNOWN_TASK
    found = select(probe_fingerprints.c.fingerprint).join(probes, probes.c.id == probe_fingerprints.c.probe_id)
    joined = found.join(requests, requests.c.id == probes.c.request_id)
    return tuple(str(text) for (text,) in connection.execute(joined.where(casework)))


def add_known_task(connection: Connection, task: KnownTask) -> None:
    """Keep a task."""
    connection.execute(insert(decoys).values(vars(task)))


def known_task_of(connection: Connection, request_id: str) -> KnownTask | None:
    """Return the task that a request is, or None for casework."""
    row = connection.execute(select(decoys).where(decoys.c.request_id == request_id)).mappings().one_or_none()
    return _task(row) if row else None


def known_tasks_in(connection: Connection, service: str) -> tuple[KnownTask, ...]:
    """Return the tasks of a service that may be given out, oldest first."""
    found = select(decoys).where(decoys.c.service == service, decoys.c.retired_at.is_(None))
    return tuple(_task(row) for row in connection.execute(found.order_by(decoys.c.request_id)).mappings())


def answers_in(connection: Connection, service: str, *, since: datetime | None = None) -> tuple[Answer, ...]:
    """Return every locked answer to a task of a service, or those locked after a moment."""
    columns = (examinations.c.examiner_id, decoys.c.same, examinations.c.subject_id, examinations.c.value)
    proposed = (examinations.c.subject_id == decoys.c.proposed_subject_id).label("proposed")
    found = select(*columns, proposed).join(decoys, decoys.c.request_id == examinations.c.request_id)
    locked = found.where(decoys.c.service == service, examinations.c.state == ExaminationState.LOCKED)
    if since is not None:
        locked = locked.where(examinations.c.locked_at > since)
    rows = connection.execute(locked.order_by(examinations.c.id)).mappings()
    return tuple(Answer(**{**row, "proposed": bool(row["proposed"]), "value": row["value"] or 0}) for row in rows)


def _proposal(row: RowMapping) -> Proposal:
    return Proposal(**{**row, "state": KnownTaskState(row["state"])})


def _task(row: RowMapping) -> KnownTask:
    return KnownTask(**row)
