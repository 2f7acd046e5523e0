"""Amendments of the assessment: what is to change, why, and which two people agreed (K-03, W-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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

assessment_amendments = Table(
    "assessment_amendments",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("version_id", ForeignKey("assessment_versions.id"), nullable=False),
    Column("changes", JSON, nullable=False),
    Column("opened_by", ForeignKey("accounts.id")),
    Column("opened_at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("described_by", ForeignKey("accounts.id")),
    Column("described_at", UtcTime),
    Column("accepted_by", ForeignKey("accounts.id")),
    Column("accepted_at", UtcTime),
    Column("applied_at", UtcTime),
    Column("dropped_at", UtcTime),
    UniqueConstraint("service", "number"),
)


@dataclass(frozen=True)
class Change:
    """One watched value: as it was assessed, and as it is to be."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Amendment:
    """Changes to one version. None opened it where the service found them itself; `applied_at`: they took effect."""

    id: str
    service: str
    number: int
    version_id: str
    changes: tuple[Change, ...]
    opened_by: str | None
    opened_at: datetime
    reason: str = ""
    effect: str = ""
    described_by: str | None = None
    described_at: datetime | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    applied_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it still waits for two people."""
        return self.accepted_at is None and self.dropped_at is None


def add_amendment(connection: Connection, amendment: Amendment) -> None:
    """Keep an amendment that waits."""
    connection.execute(insert(assessment_amendments).values({**vars(amendment), "changes": _told(amendment.changes)}))


def change_amendment(connection: Connection, amendment_id: str, **values: Any) -> None:
    """Set what was written, who accepted it, or that the changes took effect or were dropped."""
    held = update(assessment_amendments).where(assessment_amendments.c.id == amendment_id)
    connection.execute(held.values(values))


def amendments_to(connection: Connection, version_id: str) -> tuple[Amendment, ...]:
    """Return the amendments to a version, oldest first."""
    return _amendments(connection, assessment_amendments.c.version_id == version_id)


def amendments_of(connection: Connection, service: str) -> tuple[Amendment, ...]:
    """Return the amendments of a service, oldest first."""
    return _amendments(connection, assessment_amendments.c.service == service)


def amendment_by_id(connection: Connection, amendment_id: str) -> Amendment | None:
    """Return an amendment, or None."""
    return next(iter(_amendments(connection, assessment_amendments.c.id == amendment_id)), None)


def next_amendment_number(connection: Connection, service: str) -> int:
    """Return the number of a service's next amendment."""
    mine = assessment_amendments.c.service == service
    return (connection.execute(select(func.max(assessment_amendments.c.number)).where(mine)).scalar_one() or 0) + 1


def _amendments(connection: Connection, *conditions: Any) -> tuple[Amendment, ...]:
    found = select(assessment_amendments).where(*conditions).order_by(assessment_amendments.c.number)
    return tuple(_amendment(row) for row in connection.execute(found).mappings())


def _amendment(row: RowMapping) -> Amendment:
    return Amendment(**{**row, "changes": tuple(_change(each) for each in row["changes"])})


def _change(told: Mapping[str, Any]) -> Change:
    return Change(told["key"], tuple(told["before"]), tuple(told["after"]))


def _told(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    return [{"key": each.key, "before": list(each.before), "after": list(each.after)} for each in changes]
