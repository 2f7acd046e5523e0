"""What is recorded of a whole case: that a search was disclosed, that nothing may be destroyed, an incident."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Connection, Date, ForeignKey, String, Table, Text, insert, select

from gallery.records.case_tables import cases
from gallery.records.schema import UtcTime, metadata

disclosures = Table(
    "disclosures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("recipient", String(24), nullable=False),
    Column("method", String(24), nullable=False),
    Column("disclosed_on", Date, nullable=False),
    Column("reference", String(200), nullable=False),
    Column("recorded_by", ForeignKey("accounts.id"), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
)

case_freezes = Table(
    "case_freezes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("lead_id", ForeignKey("leads.id"), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("placed_at", UtcTime, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("lead_id", ForeignKey("leads.id"), nullable=False),
    Column("template", Text, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class CaseDisclosure:
    """That the use of face recognition was disclosed: to whom, on which day, how (E-17)."""

    id: str
    case_id: str
    recipient: str
    method: str
    disclosed_on: date
    reference: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class CaseFreeze:
    """Nothing of this case may be purged (E-19)."""

    id: str
    case_id: str
    lead_id: str
    reason: str
    placed_at: datetime


@dataclass(frozen=True)
class Incident:
    """A report about a wrongful identification, opened for compliance with its headings (E-19)."""

    id: str
    case_id: str
    lead_id: str
    template: str
    opened_at: datetime
    due_at: datetime


def add_disclosure(connection: Connection, disclosure: CaseDisclosure) -> None:
    """Keep a record of a disclosure."""
    connection.execute(insert(disclosures).values(vars(disclosure)))


def disclosures_of(connection: Connection, case_id: str) -> tuple[CaseDisclosure, ...]:
    """Return the disclosures of a case, oldest first."""
    found = select(disclosures).where(disclosures.c.case_id == case_id).order_by(disclosures.c.id)
    return tuple(CaseDisclosure(**row) for row in connection.execute(found).mappings())


def freeze_case(connection: Connection, freeze: CaseFreeze) -> None:
    """Keep everything of a case from being purged."""
    connection.execute(insert(case_freezes).values(vars(freeze)))


def freeze_of(connection: Connection, case_id: str | None) -> CaseFreeze | None:
    """Return the first freeze of a case, or None. Whatever purges asks this before it purges."""
    found = select(case_freezes).where(case_freezes.c.case_id == case_id).order_by(case_freezes.c.id).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    return CaseFreeze(**row) if row else None


def open_incident(connection: Connection, incident: Incident) -> None:
    """Keep an incident."""
    connection.execute(insert(incidents).values(vars(incident)))


def incidents_of(connection: Connection, case_id: str) -> tuple[Incident, ...]:
    """Return the incidents of a case, oldest first."""
    found = select(incidents).where(incidents.c.case_id == case_id).order_by(incidents.c.id)
    return tuple(Incident(**row) for row in connection.execute(found).mappings())


def incidents_in(connection: Connection, service: str) -> tuple[Incident, ...]:
    """Return a service's incidents, oldest first."""
    found = select(incidents).join(cases, incidents.c.case_id == cases.c.id).where(cases.c.service == service)
    return tuple(Incident(**row) for row in connection.execute(found.order_by(incidents.c.id)).mappings())
