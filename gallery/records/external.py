"""Results of systems that are not ours, and disclosures outside Ontario (G-08, G-09)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from gallery.records.sharing_tables import external_results, outside_disclosures


@dataclass(frozen=True)
class ExternalResult:
    """That another system gave a result for a request's picture: which system, of what gallery, on what authority."""

    id: str
    service: str
    request_id: str
    system: str
    agency: str
    source: str
    authority: str
    received_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class OutsideDisclosure:
    """A disclosure outside Ontario, proposed by one person and authorised by another."""

    id: str
    service: str
    case_id: str
    recipient: str
    place: str
    basis: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    authorised_by: str | None = None
    authorised_at: datetime | None = None


def add_external(connection: Connection, result: ExternalResult) -> None:
    """Keep a result from outside."""
    connection.execute(insert(external_results).values(vars(result)))


def externals_of(connection: Connection, request_id: str) -> tuple[ExternalResult, ...]:
    """Return the results from outside of a request, the oldest first."""
    found = select(external_results).where(external_results.c.request_id == request_id).order_by(external_results.c.id)
    return tuple(ExternalResult(**row) for row in connection.execute(found).mappings())


def add_outside(connection: Connection, disclosure: OutsideDisclosure) -> None:
    """Keep a proposed disclosure outside Ontario."""
    connection.execute(insert(outside_disclosures).values(vars(disclosure)))


def authorise_outside(connection: Connection, disclosure_id: str, **values: Any) -> None:
    """Set who authorised it."""
    connection.execute(update(outside_disclosures).where(outside_disclosures.c.id == disclosure_id).values(values))


def outside_by_id(connection: Connection, disclosure_id: str) -> OutsideDisclosure | None:
    """Return one, or None."""
    found = select(outside_disclosures).where(outside_disclosures.c.id == disclosure_id)
    row = connection.execute(found).mappings().one_or_none()
    return OutsideDisclosure(**row) if row else None


def outside_of(connection: Connection, service: str) -> tuple[OutsideDisclosure, ...]:
    """Return the disclosures of a service outside Ontario, newest first."""
    found = select(outside_disclosures).where(outside_disclosures.c.service == service)
    rows = connection.execute(found.order_by(outside_disclosures.c.id.desc())).mappings()
    return tuple(OutsideDisclosure(**row) for row in rows)


def outside_counted(connection: Connection, service: str) -> int:
    """Return how many were authorised: counted apart from every other disclosure (G-09)."""
    mine = (outside_disclosures.c.service == service) & outside_disclosures.c.authorised_at.is_not(None)
    return connection.execute(select(func.count()).select_from(outside_disclosures).where(mine)).scalar_one()
