"""Pictures of scars, marks and tattoos: a gallery of their own, without any template (F-06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import JSON, Column, Connection, Date, ForeignKey, Integer, String, Table, insert, select

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed

mark_pictures = Table(
    "mark_pictures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("lineage_id", String(36), nullable=False, unique=True),
    Column("booking_event_id", ForeignKey("booking_events.id"), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("record_sha256", Sealed("mark_pictures.record_sha256", asked=True), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("codes", JSON, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("captured_on", Date, nullable=False),
    Column("enrolled_by", String(36), nullable=False),
    Column("enrolled_at", UtcTime, nullable=False),
)
"""`sha256` names the transaction, which is kept whole; `codes` are its SMT values. They go with their booking event."""


@dataclass(frozen=True)
class MarkPicture:
    """One picture of a mark. `kind` is its image type."""

    id: str
    lineage_id: str
    booking_event_id: str
    sha256: str
    record_sha256: str
    kind: str
    codes: Sequence[str]
    bytes: int
    captured_on: date
    enrolled_by: str
    enrolled_at: datetime


def add_mark_picture(connection: Connection, mark: MarkPicture) -> None:
    """Keep a picture of a mark."""
    connection.execute(insert(mark_pictures).values({**vars(mark), "codes": list(mark.codes)}))


def mark_by_sha256(connection: Connection, sha256: str) -> MarkPicture | None:
    """Return the picture of a mark that came in this transaction, or None."""
    row = connection.execute(select(mark_pictures).where(mark_pictures.c.sha256 == sha256)).mappings().one_or_none()
    return MarkPicture(**row) if row else None


def marks_of(connection: Connection, booking_event_id: str) -> tuple[MarkPicture, ...]:
    """Return the pictures of marks of an event, in the order in which they came."""
    found = select(mark_pictures).where(mark_pictures.c.booking_event_id == booking_event_id)
    return tuple(MarkPicture(**row) for row in connection.execute(found.order_by(mark_pictures.c.id)).mappings())


def mark_lineages(connection: Connection) -> frozenset[str]:
    """Return the lineage of every picture of a mark."""
    return frozenset(connection.execute(select(mark_pictures.c.lineage_id)).scalars())
