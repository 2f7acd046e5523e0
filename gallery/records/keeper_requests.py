"""Requests to the RCMP record keeper to destroy what it holds of a person too: asked, chased, answered (F-36).

The fingerprint section number is kept, sealed, until the reply is recorded: the keeper finds the record by it alone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, Index, Integer, String, Table, insert, select, update

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed

_ID = String(36)

keeper_requests = Table(
    "keeper_requests",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False),
    Column("run_id", _ID, nullable=False),
    Column("lineage_id", _ID, nullable=False, unique=True),
    Column("sealed_fps", Sealed("keeper_requests.sealed_fps"), nullable=False),
    Column("rule", String(64), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("chase_on", Date, nullable=False),
    Column("chased", Integer, nullable=False),
    Column("reply", String(16), nullable=False),
    Column("replied_on", Date),
    Column("recorded_by", _ID),
    Index("ix_keeper_requests_open", "service", "reply"),
)


@dataclass(frozen=True)
class KeeperRequest:
    """One request; `reply` is empty until it came."""

    id: str
    service: str
    run_id: str
    lineage_id: str
    sealed_fps: str
    rule: str
    asked_at: datetime
    chase_on: date
    chased: int = 0
    reply: str = ""
    replied_on: date | None = None
    recorded_by: str | None = None


def add_requests(connection: Connection, requests: list[KeeperRequest]) -> None:
    """Keep new requests."""
    if requests:
        connection.execute(insert(keeper_requests), [vars(each) for each in requests])


def requests_of(connection: Connection, service: str, limit: int = 200) -> tuple[KeeperRequest, ...]:
    """Return a service's requests: those without a reply first, then the oldest."""
    found = select(keeper_requests).where(keeper_requests.c.service == service)
    found = found.order_by(keeper_requests.c.reply, keeper_requests.c.asked_at, keeper_requests.c.id).limit(limit)
    return tuple(KeeperRequest(**row) for row in connection.execute(found).mappings())


def request_by_id(connection: Connection, request_id: str) -> KeeperRequest | None:
    """Return a request, or None."""
    found = select(keeper_requests).where(keeper_requests.c.id == request_id)
    row = connection.execute(found).mappings().one_or_none()
    return KeeperRequest(**row) if row else None


def change_request(connection: Connection, request_id: str, **values: Any) -> None:
    """Set columns of a request."""
    connection.execute(update(keeper_requests).where(keeper_requests.c.id == request_id).values(values))
