"""Samples of searches that were drawn for audit, and what was found; nothing of them is ever changed (I-06)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    insert,
    select,
)

from gallery.records.schema import UtcTime, metadata

audit_samples = Table(
    "audit_samples",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("seed", String(64), nullable=False),
    Column("seed_size", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("least", Integer, nullable=False),
    Column("searches", Integer, nullable=False),
    Column("drawn", JSON, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
)

audit_findings = Table(
    "audit_findings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("month", ForeignKey("audit_samples.month"), nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
    Column("conclusion", String(20), nullable=False),
    Column("remark", Text, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class KeptSample:
    """A sample as it was drawn; each of `drawn` has sequence, hash, user, offence and outcome."""

    month: str
    seed: str
    seed_size: int
    share: float
    least: int
    searches: int
    drawn: tuple[dict[str, str | int], ...]
    account_id: str
    made_at: datetime


@dataclass(frozen=True)
class KeptFinding:
    """What one person found in one search."""

    id: str
    month: str
    sequence: int
    conclusion: str
    remark: str
    account_id: str
    made_at: datetime


def sample_of(connection: Connection, month: str) -> KeptSample | None:
    """Return the sample of a month, or None: it was not drawn."""
    row = connection.execute(select(audit_samples).where(audit_samples.c.month == month)).mappings().one_or_none()
    return KeptSample(**{**row, "drawn": tuple(row["drawn"])}) if row else None


def samples_held(connection: Connection) -> tuple[KeptSample, ...]:
    """Return every sample that was drawn, newest month first."""
    rows = connection.execute(select(audit_samples).order_by(audit_samples.c.month.desc())).mappings()
    return tuple(KeptSample(**{**row, "drawn": tuple(row["drawn"])}) for row in rows)


def add_sample(connection: Connection, sample: KeptSample) -> None:
    """Keep a sample."""
    connection.execute(insert(audit_samples).values({**vars(sample), "drawn": list(sample.drawn)}))


def add_finding(connection: Connection, finding: KeptFinding) -> None:
    """Keep a finding."""
    connection.execute(insert(audit_findings).values(vars(finding)))


def findings_of(connection: Connection, month: str) -> tuple[KeptFinding, ...]:
    """Return what was found in the sample of a month, oldest first."""
    order = (audit_findings.c.made_at, audit_findings.c.id)
    rows = connection.execute(select(audit_findings).where(audit_findings.c.month == month).order_by(*order))
    return tuple(KeptFinding(**row) for row in rows.mappings())
