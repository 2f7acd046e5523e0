"""Known tasks and how reviewers answered them. They are no casework: no case, no lead, no statistics (D-11)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from gallery.records.case_tables import examinations
from gallery.records.review_tables import decoys
from kernel_lib.vocabulary import ExaminationState


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
class Answer:
    """One reviewer's locked answer: the subject that they chose, if any, and the value of the scale."""

    examiner_id: str
    same: bool
    proposed: bool
    subject_id: str | None
    value: int


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


def answers_in(connection: Connection, service: str) -> tuple[Answer, ...]:
    """Return every locked answer to a task of a service."""
    columns = (examinations.c.examiner_id, decoys.c.same, examinations.c.subject_id, examinations.c.value)
    proposed = (examinations.c.subject_id == decoys.c.proposed_subject_id).label("proposed")
    found = select(*columns, proposed).join(decoys, decoys.c.request_id == examinations.c.request_id)
    locked = found.where(decoys.c.service == service, examinations.c.state == ExaminationState.LOCKED)
    rows = connection.execute(locked.order_by(examinations.c.id)).mappings()
    return tuple(Answer(**{**row, "proposed": bool(row["proposed"]), "value": row["value"] or 0}) for row in rows)


def _task(row: RowMapping) -> KnownTask:
    return KnownTask(**row)
