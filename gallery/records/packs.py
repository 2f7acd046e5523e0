"""Disclosure packs that were built, and what a pack asks of the records of a case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, insert, or_, select

from gallery.records.case_tables import cases, requests, searches
from gallery.records.schema import UtcTime, metadata

packs = Table(
    "packs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("service", String(32), nullable=False),
    Column("lineage_id", String(36), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("files", Integer, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("masked", Integer, nullable=False),
    Column("basis_kind", String(64), nullable=False),
    Column("basis_reference", String(200), nullable=False),
    Column("made_by", ForeignKey("accounts.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class Case:
    """An occurrence of a service."""

    id: str
    service: str
    occurrence_number: str


@dataclass(frozen=True)
class StoredPack:
    """A sealed pack. Its bytes are in `Images` under `lineage_id` and `sha256`; `basis_kind` is empty when masked."""

    id: str
    case_id: str
    service: str
    lineage_id: str
    sha256: str
    bytes: int
    files: int
    requests: int
    persons: int
    masked: int
    basis_kind: str
    basis_reference: str
    made_by: str
    made_at: datetime


def case_called(connection: Connection, service: str, called: str) -> Case | None:
    """Return a service's case by its id or its occurrence number, or None."""
    wanted = or_(cases.c.id == called, cases.c.occurrence_number == called)
    found = select(cases.c.id, cases.c.service, cases.c.occurrence_number).where(cases.c.service == service, wanted)
    row = connection.execute(found.limit(1)).mappings().one_or_none()
    return Case(**row) if row else None


def request_ids_of(connection: Connection, case_id: str) -> tuple[str, ...]:
    """Return the id of every request of a case, in the order in which they were opened."""
    found = select(requests.c.id).where(requests.c.case_id == case_id).order_by(requests.c.id)
    return tuple(connection.execute(found).scalars())


def search_ids_of(connection: Connection, request_id: str) -> tuple[str, ...]:
    """Return the id of every search of a request, in the order in which they ran."""
    found = select(searches.c.id).where(searches.c.request_id == request_id)
    return tuple(connection.execute(found.order_by(searches.c.started_at, searches.c.id)).scalars())


def add_pack(connection: Connection, pack: StoredPack) -> None:
    """Keep the record of a sealed pack."""
    connection.execute(insert(packs).values(vars(pack)))


def pack_by_id(connection: Connection, pack_id: str) -> StoredPack | None:
    """Return a pack's record, or None."""
    row = connection.execute(select(packs).where(packs.c.id == pack_id)).mappings().one_or_none()
    return StoredPack(**row) if row else None


def packs_of(connection: Connection, case_id: str) -> tuple[StoredPack, ...]:
    """Return the packs of a case, oldest first."""
    rows = connection.execute(select(packs).where(packs.c.case_id == case_id).order_by(packs.c.id)).mappings()
    return tuple(StoredPack(**row) for row in rows)
