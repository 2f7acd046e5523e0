"""Breaches of privacy and the steps that were taken in each; a step is added and never changed (M-06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, func, insert, select, update

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import SealedJson

breaches = Table(
    "breaches",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("year", Integer, nullable=False, index=True),
    Column("service", String(32), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("finding_id", ForeignKey("staff_findings.id"), unique=True),
    Column("occurred_on", String(10), nullable=False),
    Column("opened_by", ForeignKey("accounts.id"), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
)

breach_steps = Table(
    "breach_steps",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("breach_id", ForeignKey("breaches.id"), nullable=False, index=True),
    Column("step", String(16), nullable=False),
    Column("body", SealedJson("breach_steps.body"), nullable=False),
    Column("taken_by", ForeignKey("accounts.id"), nullable=False),
    Column("taken_at", UtcTime, nullable=False),
)
"""What was written is sealed under the identity key: it may say whom a breach touches."""


@dataclass(frozen=True)
class Breach:
    """One breach: opened, contained, assessed, closed. `finding_id` names the finding that opened it, if one did."""

    id: str
    number: str
    year: int
    service: str
    kind: str
    state: str
    finding_id: str | None
    occurred_on: str
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True)
class BreachStep:
    """One step in a breach with what was written at it: opened, contained, assessed, notified, closed."""

    id: str
    breach_id: str
    step: str
    body: Mapping[str, Any]
    taken_by: str
    taken_at: datetime


def add_breach(connection: Connection, breach: Breach) -> None:
    """Keep a new breach."""
    connection.execute(insert(breaches).values(vars(breach)))


def add_breach_step(connection: Connection, step: BreachStep) -> None:
    """Keep a step."""
    connection.execute(insert(breach_steps).values({**vars(step), "body": dict(step.body)}))


def move_breach(connection: Connection, breach_id: str, state: str, closed_at: datetime | None = None) -> None:
    """Say where a breach stands."""
    values = {"state": state, "closed_at": closed_at}
    connection.execute(update(breaches).where(breaches.c.id == breach_id).values(values))


def breach_by_id(connection: Connection, breach_id: str) -> Breach | None:
    """Return one breach, or None."""
    row = connection.execute(select(breaches).where(breaches.c.id == breach_id)).mappings().one_or_none()
    return Breach(**row) if row else None


def breaches_in(connection: Connection, service: str) -> tuple[Breach, ...]:
    """Return the breaches of a service, newest first."""
    found = select(breaches).where(breaches.c.service == service).order_by(breaches.c.id.desc())
    return tuple(Breach(**row) for row in connection.execute(found).mappings())


def steps_of(connection: Connection, breach_id: str) -> tuple[BreachStep, ...]:
    """Return the steps of a breach, oldest first."""
    found = select(breach_steps).where(breach_steps.c.breach_id == breach_id).order_by(breach_steps.c.id)
    return tuple(BreachStep(**row) for row in connection.execute(found).mappings())


def breaches_of_year(connection: Connection, year: int) -> int:
    """Return how many breaches were opened in a calendar year, over every service."""
    counted = select(func.count()).select_from(breaches).where(breaches.c.year == year)
    return connection.execute(counted).scalar_one()
