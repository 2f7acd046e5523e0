"""Versions of the privacy impact assessment, and the answers of people; nothing is overwritten (K-01, K-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)

from gallery.records.schema import UtcTime, metadata

_ID = String(36)

assessment_answers = Table(
    "assessment_answers",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("question", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("answered_by", ForeignKey("accounts.id"), nullable=False),
    Column("answered_at", UtcTime, nullable=False),
)

assessment_versions = Table(
    "assessment_versions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("watched", JSON, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("accepted_by", ForeignKey("accounts.id")),
    Column("accepted_at", UtcTime),
    UniqueConstraint("service", "number"),
)

Watched = Mapping[str, tuple[str, ...]]
"""What was assessed, as values by a key that stays: `list.length` → ("20",)."""


@dataclass(frozen=True)
class Answer:
    """What somebody answered to a question of the rules; `evidence` names documents, reports or hashes."""

    id: str
    service: str
    question: str
    text: str
    evidence: tuple[str, ...]
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True)
class Version:
    """One closed version: `body` is its canonical JSON, `sha256` that of these bytes. Accepted by another person."""

    id: str
    service: str
    number: int
    body: str
    sha256: str
    watched: Watched
    proposed_by: str
    proposed_at: datetime
    accepted_by: str | None = None
    accepted_at: datetime | None = None


def add_answer(connection: Connection, answer: Answer) -> None:
    """Keep an answer; it is in force until the next one to the same question."""
    connection.execute(insert(assessment_answers).values({**vars(answer), "evidence": list(answer.evidence)}))


def answers_of(connection: Connection, service: str) -> dict[str, Answer]:
    """Return the newest answer to each question that a service answered."""
    found = select(assessment_answers).where(assessment_answers.c.service == service)
    rows = connection.execute(found.order_by(assessment_answers.c.id)).mappings()
    return {row["question"]: Answer(**{**row, "evidence": tuple(row["evidence"])}) for row in rows}


def add_version(connection: Connection, version: Version) -> None:
    """Keep a version that waits to be accepted."""
    watched = {key: list(values) for key, values in version.watched.items()}
    connection.execute(insert(assessment_versions).values({**vars(version), "watched": watched}))


def accept_version(connection: Connection, version_id: str, account_id: str, now: datetime) -> None:
    """Say who accepted a version, and when."""
    held = update(assessment_versions).where(assessment_versions.c.id == version_id)
    connection.execute(held.values(accepted_by=account_id, accepted_at=now))


def versions_of(connection: Connection, service: str) -> tuple[Version, ...]:
    """Return the versions of a service, newest first."""
    found = select(assessment_versions).where(assessment_versions.c.service == service)
    rows = connection.execute(found.order_by(assessment_versions.c.number.desc())).mappings()
    return tuple(_version(row) for row in rows)


def accepted_version(connection: Connection, service: str) -> Version | None:
    """Return the version that was accepted last, or None."""
    mine = (assessment_versions.c.service == service) & assessment_versions.c.accepted_at.is_not(None)
    found = select(assessment_versions).where(mine).order_by(assessment_versions.c.number.desc()).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    return _version(row) if row else None


def assessed_services(connection: Connection) -> tuple[str, ...]:
    """Return the services of which an assessment was accepted."""
    found = select(assessment_versions.c.service).where(assessment_versions.c.accepted_at.is_not(None)).distinct()
    return tuple(sorted(connection.execute(found).scalars()))


def next_version_number(connection: Connection, service: str) -> int:
    """Return the number of a service's next version."""
    mine = assessment_versions.c.service == service
    return (connection.execute(select(func.max(assessment_versions.c.number)).where(mine)).scalar_one() or 0) + 1


def _version(row: RowMapping) -> Version:
    return Version(**{**row, "watched": {key: tuple(values) for key, values in row["watched"].items()}})
