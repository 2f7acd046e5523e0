"""Changes of the identity key: proposed by one person, decided by another, carried out by the service (M-02)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, String, Table, Text, insert, select, update

from gallery.records.schema import UtcTime, metadata

key_changes = Table(
    "key_changes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("approved", Boolean),
    Column("decision_reason", Text, nullable=False),
    Column("decided_by", ForeignKey("accounts.id")),
    Column("decided_at", UtcTime),
    Column("begun_at", UtcTime),
    Column("done_at", UtcTime),
    Column("resealed", Integer),
)


@dataclass(frozen=True)
class KeyChange:
    """A change of the identity key. `approved` is None while it waits; `resealed` counts values once it is done."""

    id: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved: bool | None = None
    decision_reason: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None
    begun_at: datetime | None = None
    done_at: datetime | None = None
    resealed: int | None = None


def add_key_change(connection: Connection, change: KeyChange) -> None:
    """Keep a proposal."""
    connection.execute(insert(key_changes).values(vars(change)))


def key_change_by_id(connection: Connection, change_id: str) -> KeyChange | None:
    """Return one proposal, or None."""
    row = connection.execute(select(key_changes).where(key_changes.c.id == change_id)).mappings().one_or_none()
    return KeyChange(**row) if row else None


def key_changes_held(connection: Connection, count: int) -> tuple[KeyChange, ...]:
    """Return proposals, the newest first."""
    found = select(key_changes).order_by(key_changes.c.id.desc()).limit(count)
    return tuple(KeyChange(**row) for row in connection.execute(found).mappings())


def open_key_change(connection: Connection) -> KeyChange | None:
    """Return the proposal that waits, for a decision or to be carried out, or None."""
    undecided = key_changes.c.decided_at.is_(None)
    agreed = key_changes.c.approved.is_(True) & key_changes.c.done_at.is_(None)
    row = connection.execute(select(key_changes).where(undecided | agreed).limit(1)).mappings().one_or_none()
    return KeyChange(**row) if row else None


def change_key_change(connection: Connection, change_id: str, **values: Any) -> None:
    """Set columns of a proposal."""
    connection.execute(update(key_changes).where(key_changes.c.id == change_id).values(values))
