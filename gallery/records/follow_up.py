"""What was recorded about a lead after it was issued. Facts are only ever added; a newer one of a kind counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, String, Table, insert, select, update

from gallery.records.case_tables import leads, requests
from gallery.records.leads import Lead, lead_by_id
from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import LeadState

lead_facts = Table(
    "lead_facts",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("lead_id", ForeignKey("leads.id"), nullable=False, index=True),
    Column("kind", String(24), nullable=False),
    Column("body", JSON, nullable=False),
    Column("recorded_by", ForeignKey("accounts.id"), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
)

lead_copies = Table(
    "lead_copies",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("lead_id", ForeignKey("leads.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("mark", String(300), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
)

notices = Table(
    "notices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("lead_id", ForeignKey("leads.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("sent_at", UtcTime, nullable=False),
    Column("read_at", UtcTime),
)


@dataclass(frozen=True)
class LeadFact:
    """One record of a kind: corroboration, check, circumstances, stop_answer, lineup, paragraph, step, outcome …"""

    id: str
    lead_id: str
    kind: str
    body: Mapping[str, Any]
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class LeadCopy:
    """A print or a file of a lead, its watermark, and when it was marked withdrawn (C-11, E-13)."""

    id: str
    lead_id: str
    account_id: str
    kind: str
    mark: str
    made_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Notice:
    """A withdrawal told to one recipient, and when they said they had marked their copies (E-13)."""

    id: str
    lead_id: str
    account_id: str
    sent_at: datetime
    read_at: datetime | None


def add_fact(connection: Connection, fact: LeadFact) -> None:
    """Keep a record about a lead."""
    connection.execute(insert(lead_facts).values({**vars(fact), "body": dict(fact.body)}))


def facts_of(connection: Connection, lead_id: str) -> tuple[LeadFact, ...]:
    """Return everything recorded about a lead, oldest first."""
    found = select(lead_facts).where(lead_facts.c.lead_id == lead_id)
    rows = connection.execute(found.order_by(lead_facts.c.recorded_at, lead_facts.c.id)).mappings()
    return tuple(LeadFact(**row) for row in rows)


def add_copy(connection: Connection, copy: LeadCopy) -> None:
    """Keep a record of a print or file."""
    connection.execute(insert(lead_copies).values(vars(copy)))


def copies_of(connection: Connection, lead_id: str) -> tuple[LeadCopy, ...]:
    """Return the copies of a lead, oldest first."""
    found = select(lead_copies).where(lead_copies.c.lead_id == lead_id).order_by(lead_copies.c.id)
    return tuple(LeadCopy(**row) for row in connection.execute(found).mappings())


def withdraw_copies(connection: Connection, lead_id: str, now: datetime) -> int:
    """Mark every copy of a lead withdrawn; return how many there are."""
    mine = (lead_copies.c.lead_id == lead_id) & lead_copies.c.withdrawn_at.is_(None)
    return connection.execute(update(lead_copies).where(mine).values(withdrawn_at=now)).rowcount


def add_notice(connection: Connection, notice: Notice) -> None:
    """Keep a notice to one recipient."""
    connection.execute(insert(notices).values(vars(notice)))


def notice_by_id(connection: Connection, notice_id: str) -> Notice | None:
    """Return a notice, or None."""
    row = connection.execute(select(notices).where(notices.c.id == notice_id)).mappings().one_or_none()
    return Notice(**row) if row else None


def notices_of(connection: Connection, lead_id: str) -> tuple[Notice, ...]:
    """Return the notices about a lead, oldest first."""
    rows = connection.execute(select(notices).where(notices.c.lead_id == lead_id).order_by(notices.c.id)).mappings()
    return tuple(Notice(**row) for row in rows)


def unread_notices(connection: Connection, account_id: str) -> tuple[Notice, ...]:
    """Return what a person has not said they read, oldest first."""
    mine = (notices.c.account_id == account_id) & notices.c.read_at.is_(None)
    rows = connection.execute(select(notices).where(mine).order_by(notices.c.id)).mappings()
    return tuple(Notice(**row) for row in rows)


def mark_read(connection: Connection, notice_id: str, now: datetime) -> None:
    """Set when a notice was received."""
    connection.execute(update(notices).where(notices.c.id == notice_id).values(read_at=now))


def leads_in(connection: Connection, service: str, *states: LeadState) -> tuple[Lead, ...]:
    """Return a service's leads in any of these states, oldest first."""
    found = select(leads.c.id).join(requests, leads.c.request_id == requests.c.id)
    chosen = found.where(requests.c.service == service, leads.c.state.in_(states)).order_by(leads.c.id)
    held = (lead_by_id(connection, each) for each in connection.execute(chosen).scalars().all())
    return tuple(each for each in held if each is not None)
