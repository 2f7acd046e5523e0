"""Leads: at most one subject each, readable for a time after their limits were acknowledged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from gallery.records.case_tables import leads, requests
from kernel_lib.vocabulary import LeadState


@dataclass(frozen=True)
class Lead:
    """A lead: the candidate that two examiners support, since when and until when, and with which cautions."""

    id: str
    request_id: str
    search_id: str
    candidate_id: str
    state: LeadState
    issued_at: datetime
    expires_at: datetime
    acknowledged_at: datetime | None
    initials: str
    cautions: tuple[str, ...]


def add_lead(connection: Connection, lead: Lead) -> None:
    """Keep a new lead; a request has at most one."""
    connection.execute(insert(leads).values({**vars(lead), "cautions": list(lead.cautions)}))


def lead_by_id(connection: Connection, lead_id: str) -> Lead | None:
    """Return the lead with this id, or None."""
    row = connection.execute(select(leads).where(leads.c.id == lead_id)).mappings().one_or_none()
    return _lead(row) if row else None


def lead_of(connection: Connection, request_id: str) -> Lead | None:
    """Return the lead of a request, or None."""
    row = connection.execute(select(leads).where(leads.c.request_id == request_id)).mappings().one_or_none()
    return _lead(row) if row else None


def leads_for(connection: Connection, requester_id: str) -> tuple[Lead, ...]:
    """Return the leads that a person's requests led to, newest first."""
    mine = select(leads).join(requests, leads.c.request_id == requests.c.id)
    found = mine.where(requests.c.requester_id == requester_id).order_by(leads.c.id.desc())
    return tuple(_lead(row) for row in connection.execute(found).mappings())


def change_lead(connection: Connection, lead_id: str, **values: Any) -> None:
    """Set columns of a lead: its state, and the acknowledgement."""
    connection.execute(update(leads).where(leads.c.id == lead_id).values(values))


def _lead(row: RowMapping) -> Lead:
    return Lead(**{**row, "state": LeadState(row["state"]), "cautions": tuple(row["cautions"])})
