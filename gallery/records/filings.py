"""What compliance filed beside the figures of the log, each whole under its hash, never changed (J-13)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, Text, insert, select

from gallery.records.schema import UtcTime, metadata

filings = Table(
    "filings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("year", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("filed_by", ForeignKey("accounts.id"), nullable=False),
    Column("filed_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class Filed:
    """One filing; `body` is its canonical JSON and `sha256` that of these bytes."""

    id: str
    service: str
    kind: str
    year: int
    body: str
    sha256: str
    filed_by: str
    filed_at: datetime


def add_filing(connection: Connection, filed: Filed) -> None:
    """Keep a filing."""
    connection.execute(insert(filings).values(vars(filed)))


def filings_of(connection: Connection, service: str, years: range) -> tuple[Filed, ...]:
    """Return what a service filed for some years, oldest first."""
    found = select(filings).where(filings.c.service == service, filings.c.year.in_(years)).order_by(filings.c.id)
    return tuple(Filed(**row) for row in connection.execute(found).mappings())
