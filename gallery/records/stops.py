"""Stops of searching: who stopped what and why, and which two people let it go on (M-11)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, String, Table, Text, insert, or_, select, update

from gallery.records.schema import UtcTime, metadata

_ID = String(36)

stops = Table(
    "stops",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("scope", String(16), nullable=False),
    Column("target", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("stopped_by", ForeignKey("accounts.id"), nullable=False),
    Column("stopped_at", UtcTime, nullable=False),
    Column("resume_reason", Text, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id")),
    Column("proposed_at", UtcTime),
    Column("resumed_by", ForeignKey("accounts.id")),
    Column("resumed_at", UtcTime),
)


@dataclass(frozen=True)
class Stop:
    """One stop. `target` is empty for everything, else a service, a gallery, a model id or an account id."""

    id: str
    scope: str
    target: str
    reason: str
    stopped_by: str
    stopped_at: datetime
    resume_reason: str = ""
    proposed_by: str | None = None
    proposed_at: datetime | None = None
    resumed_by: str | None = None
    resumed_at: datetime | None = None


def add_stop(connection: Connection, stop: Stop) -> None:
    """Keep a stop; it holds from now on."""
    connection.execute(insert(stops).values(vars(stop)))


def change_stop(connection: Connection, stop_id: str, **values: Any) -> None:
    """Set who proposes or confirms that searching goes on."""
    connection.execute(update(stops).where(stops.c.id == stop_id).values(values))


def stop_by_id(connection: Connection, stop_id: str) -> Stop | None:
    """Return a stop, or None."""
    row = connection.execute(select(stops).where(stops.c.id == stop_id)).mappings().one_or_none()
    return Stop(**row) if row else None


def stops_held(connection: Connection, limit: int) -> tuple[Stop, ...]:
    """Return the stops that hold, then ended ones, at most `limit` in all, newest first."""
    found = select(stops).order_by(stops.c.resumed_at.is_not(None), stops.c.id.desc()).limit(limit)
    return tuple(Stop(**row) for row in connection.execute(found).mappings())


def stops_on(connection: Connection, targets: tuple[tuple[str, str], ...]) -> tuple[Stop, ...]:
    """Return the stops in force on any of these scopes with their targets, oldest first."""
    wanted = or_(*((stops.c.scope == scope) & (stops.c.target == target) for scope, target in targets))
    found = select(stops).where(stops.c.resumed_at.is_(None), wanted).order_by(stops.c.id)
    return tuple(Stop(**row) for row in connection.execute(found).mappings())
