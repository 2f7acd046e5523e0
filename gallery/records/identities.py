"""Tickets about identities in the gallery (C-09)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from gallery.records.review_tables import identity_tickets


@dataclass(frozen=True)
class Ticket:
    """Subjects whose records may be of one person, or one whose pictures may show two; nothing is merged by it."""

    id: str
    service: str
    examination_id: str | None
    subject_ids: tuple[str, ...]
    note: str
    raised_by: str
    raised_at: datetime
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None


def add_ticket(connection: Connection, ticket: Ticket) -> None:
    """Keep a new ticket."""
    connection.execute(insert(identity_tickets).values({**vars(ticket), "subject_ids": list(ticket.subject_ids)}))


def ticket_by_id(connection: Connection, ticket_id: str) -> Ticket | None:
    """Return a ticket, or None."""
    found = select(identity_tickets).where(identity_tickets.c.id == ticket_id)
    row = connection.execute(found).mappings().one_or_none()
    return _ticket(row) if row else None


def tickets_in(connection: Connection, service: str) -> tuple[Ticket, ...]:
    """Return a service's tickets, those without an answer first, then the newest."""
    found = select(identity_tickets).where(identity_tickets.c.service == service)
    ordered = found.order_by(identity_tickets.c.answered_at.is_not(None), identity_tickets.c.id.desc())
    return tuple(_ticket(row) for row in connection.execute(ordered).mappings())


def change_ticket(connection: Connection, ticket_id: str, **values: Any) -> None:
    """Set columns of a ticket."""
    connection.execute(update(identity_tickets).where(identity_tickets.c.id == ticket_id).values(values))


def _ticket(row: RowMapping) -> Ticket:
    return Ticket(**{**row, "subject_ids": tuple(row["subject_ids"])})
