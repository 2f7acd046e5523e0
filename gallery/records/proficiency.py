"""Proofs of proficiency, suspensions that follow a failed or missing one, and cases to be looked at again (H-04)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from gallery.records.schema import UtcTime, metadata

proficiency_checks = Table(
    "proficiency_checks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("provider", String(120), nullable=False),
    Column("test", String(120), nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("tasks", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("false_support", Integer, nullable=False),
    Column("supervisor", String(80), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("recorded_by", ForeignKey("accounts.id")),
    Column("recorded_at", UtcTime, nullable=False),
)

suspensions = Table(
    "suspensions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("because", String(32), nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("lifted_at", UtcTime),
    Column("lifted_by", ForeignKey("accounts.id")),
)

rereviews = Table(
    "rereviews",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("suspension_id", ForeignKey("suspensions.id"), nullable=False, index=True),
    Column("examination_id", ForeignKey("examinations.id"), nullable=False),
    Column("request_id", ForeignKey("requests.id"), nullable=False),
    Column("upheld", Boolean),
    Column("reason", Text, nullable=False),
    Column("done_by", ForeignKey("accounts.id")),
    Column("done_at", UtcTime),
)


@dataclass(frozen=True)
class ProficiencyCheck:
    """One assessment: an external test, and the known tasks answered since the one before.

    `tasks` holds what the service counted and what a supervisor watched; `verdict` is passed, failed or open.
    """

    id: str
    account_id: str
    provider: str
    test: str
    taken_on: date
    correct: int
    questions: int
    tasks: int
    missed: int
    false_support: int
    supervisor: str
    verdict: str
    recorded_by: str | None
    recorded_at: datetime


@dataclass(frozen=True)
class Suspension:
    """Since when an examiner's certificates do not count, and why: a failed test, failed tasks, or no proof in time."""

    id: str
    account_id: str
    because: str
    since: datetime
    lifted_at: datetime | None = None
    lifted_by: str | None = None


@dataclass(frozen=True)
class Rereview:
    """One examination to be looked at again. `upheld` is None until somebody did."""

    id: str
    suspension_id: str
    examination_id: str
    request_id: str
    upheld: bool | None = None
    reason: str = ""
    done_by: str | None = None
    done_at: datetime | None = None


def add_check(connection: Connection, check: ProficiencyCheck) -> None:
    """Keep an assessment."""
    connection.execute(insert(proficiency_checks).values(vars(check)))


def checks_of(connection: Connection, account_id: str) -> tuple[ProficiencyCheck, ...]:
    """Return the assessments of an account, newest first."""
    found = select(proficiency_checks).where(proficiency_checks.c.account_id == account_id)
    rows = connection.execute(found.order_by(proficiency_checks.c.id.desc())).mappings()
    return tuple(ProficiencyCheck(**row) for row in rows)


def proven_on(connection: Connection, account_id: str) -> date | None:
    """Return the day of the last external test that made an assessment pass, or None."""
    mine = (proficiency_checks.c.account_id == account_id) & (proficiency_checks.c.verdict == "passed")
    found: date | None = connection.execute(select(func.max(proficiency_checks.c.taken_on)).where(mine)).scalar_one()
    return found


def suspension_of(connection: Connection, account_id: str) -> Suspension | None:
    """Return the suspension of an account that holds, or None."""
    held = (suspensions.c.account_id == account_id) & suspensions.c.lifted_at.is_(None)
    row = connection.execute(select(suspensions).where(held)).mappings().one_or_none()
    return Suspension(**row) if row else None


def add_suspension(connection: Connection, suspension: Suspension) -> None:
    """Keep a suspension; it holds from the same transaction on."""
    connection.execute(insert(suspensions).values(vars(suspension)))


def lift_suspension(connection: Connection, suspension_id: str, lifted_by: str, now: datetime) -> None:
    """End a suspension."""
    mine = suspensions.c.id == suspension_id
    connection.execute(update(suspensions).where(mine).values(lifted_at=now, lifted_by=lifted_by))


def add_rereview(connection: Connection, rereview: Rereview) -> None:
    """Keep a task of looking again."""
    connection.execute(insert(rereviews).values(vars(rereview)))


def rereviews_held(connection: Connection, count: int) -> tuple[Rereview, ...]:
    """Return tasks of looking again, those that are not done first, then the newest."""
    found = select(rereviews).order_by(rereviews.c.done_at.is_not(None), rereviews.c.id.desc()).limit(count)
    return tuple(map(_rereview, connection.execute(found).mappings()))


def rereview_by_id(connection: Connection, rereview_id: str) -> Rereview | None:
    """Return one task of looking again, or None."""
    row = connection.execute(select(rereviews).where(rereviews.c.id == rereview_id)).mappings().one_or_none()
    return _rereview(row) if row else None


def suspension_by_id(connection: Connection, suspension_id: str) -> Suspension | None:
    """Return a suspension, or None."""
    row = connection.execute(select(suspensions).where(suspensions.c.id == suspension_id)).mappings().one_or_none()
    return Suspension(**row) if row else None


def end_rereview(
    connection: Connection, rereview_id: str, *, upheld: bool, reason: str, done_by: str, now: datetime
) -> None:
    """Keep what looking again came to."""
    values = {"upheld": upheld, "reason": reason, "done_by": done_by, "done_at": now}
    connection.execute(update(rereviews).where(rereviews.c.id == rereview_id).values(values))


def _rereview(row: RowMapping) -> Rereview:
    return Rereview(**row)
