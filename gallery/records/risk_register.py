"""The register of privacy risks, and whom of the public was heard; every writing is kept (K-04, K-09)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)

from gallery.records.schema import UtcTime, metadata

_ID = String(36)

assessment_risks = Table(
    "assessment_risks",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("writing", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("recorded_by", ForeignKey("accounts.id"), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("accepted_by", ForeignKey("accounts.id")),
    Column("accepted_at", UtcTime),
    UniqueConstraint("service", "number", "writing"),
)
"""One row a writing: the newest of a number is in force, and accepted only where it was itself."""

engagements = Table(
    "engagements",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("who", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("recorded_by", ForeignKey("accounts.id"), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class Risk:
    """One writing of a row; `content` holds its words by the names of `kernel_lib.wire.assessment.RiskGiven`."""

    id: str
    service: str
    number: int
    writing: int
    content: Mapping[str, Any]
    recorded_by: str
    recorded_at: datetime
    accepted_by: str | None = None
    accepted_at: datetime | None = None


@dataclass(frozen=True)
class Engagement:
    """Who was heard and when, what they said, what changed because of it, and where that is written down."""

    id: str
    service: str
    held_on: date
    who: str
    said: str
    changed: str
    evidence: str
    recorded_by: str
    recorded_at: datetime


def add_risk(connection: Connection, risk: Risk) -> None:
    """Keep a writing of a row."""
    connection.execute(insert(assessment_risks).values({**vars(risk), "content": dict(risk.content)}))


def risks_of(connection: Connection, service: str) -> tuple[Risk, ...]:
    """Return the newest writing of each row of a service, by number."""
    mine = select(assessment_risks).where(assessment_risks.c.service == service)
    rows = connection.execute(mine.order_by(assessment_risks.c.number, assessment_risks.c.writing)).mappings()
    newest = {row["number"]: Risk(**row) for row in rows}
    return tuple(newest.values())


def accept_risk(connection: Connection, risk_id: str, account_id: str, now: datetime) -> None:
    """Say who accepted what remains, and when."""
    held = update(assessment_risks).where(assessment_risks.c.id == risk_id)
    connection.execute(held.values(accepted_by=account_id, accepted_at=now))


def add_engagement(connection: Connection, engagement: Engagement) -> None:
    """Keep whom of the public was heard."""
    connection.execute(insert(engagements).values(vars(engagement)))


def engagements_of(connection: Connection, service: str) -> tuple[Engagement, ...]:
    """Return whom a service heard, by day."""
    mine = select(engagements).where(engagements.c.service == service).order_by(engagements.c.held_on, engagements.c.id)
    return tuple(Engagement(**row) for row in connection.execute(mine).mappings())
