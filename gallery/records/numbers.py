"""Numbers that a service gave a person before: facts and feeds under an old number still find them (F-09)."""

from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)

from gallery.records.held import subjects
from gallery.records.ids import new_id
from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed

former_numbers = Table(
    "former_numbers",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject_id", ForeignKey("subjects.id"), nullable=False, index=True),
    Column("service", String(32), nullable=False),
    Column("number", Sealed("former_numbers.number", asked=True), nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    UniqueConstraint("service", "number"),
)

_OWNER = select(former_numbers.c.subject_id).where(
    former_numbers.c.service == bindparam("of"), former_numbers.c.number == bindparam("numbered")
)


def subject_once_numbered(connection: Connection, service: str, number: str) -> str | None:
    """Return the id of the subject that a service once gave this number, or None."""
    return connection.execute(_OWNER, {"of": service, "numbered": number}).scalar_one_or_none()


def numbers_before(connection: Connection, subject_id: str) -> tuple[str, ...]:
    """Return the numbers that a subject had before, the oldest first."""
    found = select(former_numbers.c.number).where(former_numbers.c.subject_id == subject_id)
    return tuple(connection.execute(found.order_by(former_numbers.c.changed_at, former_numbers.c.id)).scalars())


def renumber(connection: Connection, subject_id: str, service: str, old: str, new: str, now: datetime) -> None:
    """Give a subject another number and keep the one before."""
    connection.execute(
        insert(former_numbers).values(id=new_id(), subject_id=subject_id, service=service, number=old, changed_at=now)
    )
    connection.execute(update(subjects).where(subjects.c.id == subject_id).values(number=new))
