"""The terms on which a request was submitted: the offence as the list then said, and what its approval needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, RowMapping, String, Table, Text, insert, select, update

from gallery.records.case_tables import approvals, requests
from gallery.records.schema import UtcTime, metadata

request_terms = Table(
    "request_terms",
    metadata,
    Column("request_id", ForeignKey("requests.id"), primary_key=True),
    Column("offences_version", String(32), nullable=False),
    Column("offence_text", Text, nullable=False),
    Column("source_type", String(64), nullable=False, index=True),
    Column("higher_for", JSON, nullable=False),
    Column("due_at", UtcTime),
    Column("overdue_told_at", UtcTime),
)


@dataclass(frozen=True)
class Terms:
    """What was fixed at submission.

    `higher_for` names the rules for which a higher approver must decide (A-07, A-09); `due_at` is when the approval
    of an urgent request must be there, None for any other (A-12).
    """

    request_id: str
    offences_version: str
    offence_text: str
    source_type: str
    higher_for: tuple[str, ...]
    due_at: datetime | None = None
    overdue_told_at: datetime | None = None


def add_terms(connection: Connection, terms: Terms) -> None:
    """Keep the terms of a request that is submitted now."""
    connection.execute(insert(request_terms).values({**vars(terms), "higher_for": list(terms.higher_for)}))


def terms_of(connection: Connection, request_id: str) -> Terms | None:
    """Return the terms of a request, or None for a draft."""
    found = select(request_terms).where(request_terms.c.request_id == request_id)
    row = connection.execute(found).mappings().one_or_none()
    return _terms(row) if row else None


def urgent_terms(connection: Connection, service: str | None = None) -> tuple[Terms, ...]:
    """Return the terms of every urgent request, of one service when it is named, newest first."""
    found = select(request_terms).join(requests, requests.c.id == request_terms.c.request_id)
    wanted = [request_terms.c.due_at.is_not(None), *([requests.c.service == service] if service else [])]
    rows = connection.execute(found.where(*wanted).order_by(request_terms.c.request_id.desc())).mappings()
    return tuple(_terms(row) for row in rows)


def undecided_past(connection: Connection, now: datetime) -> tuple[Terms, ...]:
    """Return urgent requests whose time is over, which nobody decided on and of which nobody was told yet (A-12)."""
    decided = select(approvals.c.request_id)
    late = (request_terms.c.due_at <= now) & request_terms.c.overdue_told_at.is_(None)
    found = select(request_terms).where(late, request_terms.c.request_id.not_in(decided))
    return tuple(_terms(row) for row in connection.execute(found).mappings())


def tell_overdue(connection: Connection, request_id: str, now: datetime) -> None:
    """Say that compliance was told of a late approval."""
    connection.execute(
        update(request_terms).where(request_terms.c.request_id == request_id).values(overdue_told_at=now)
    )


def submitted_by_source(connection: Connection, service: str) -> dict[str, int]:
    """Return how many requests of a service were submitted, by kind of source (A-06)."""
    found: Any = select(request_terms.c.source_type).join(requests, requests.c.id == request_terms.c.request_id)
    kinds = connection.execute(found.where(requests.c.service == service)).scalars().all()
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def _terms(row: RowMapping) -> Terms:
    return Terms(**{**row, "higher_for": tuple(row["higher_for"])})
