"""Reports of wrongdoing, sealed under a key of their own; no column says who wrote one (H-10)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Connection, Date, LargeBinary, String, Table, insert, select, update

from gallery.records.schema import metadata

wrongdoing_reports = Table(
    "wrongdoing_reports",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code_sha256", String(64), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sealed_answer", LargeBinary),
    Column("answered_on", Date),
)
"""A day, and no moment: beside the sessions a moment would tell who wrote it. The id is drawn and tells no order."""


@dataclass(frozen=True)
class WrongdoingReport:
    """One report and its answer, as they are kept."""

    id: str
    code_sha256: str
    sealed: bytes
    filed_on: date
    state: str
    sealed_answer: bytes | None = None
    answered_on: date | None = None


def add_wrongdoing_report(connection: Connection, report: WrongdoingReport) -> None:
    """Keep a report."""
    connection.execute(insert(wrongdoing_reports).values(vars(report)))


def wrongdoing_reports_held(connection: Connection) -> tuple[WrongdoingReport, ...]:
    """Return every report, those without an answer first, then by day."""
    table = wrongdoing_reports
    found = select(table).order_by(table.c.answered_on.is_not(None), table.c.filed_on.desc(), table.c.id)
    return tuple(WrongdoingReport(**row) for row in connection.execute(found).mappings())


def wrongdoing_report_by_id(connection: Connection, report_id: str) -> WrongdoingReport | None:
    """Return one report, or None."""
    found = select(wrongdoing_reports).where(wrongdoing_reports.c.id == report_id)
    row = connection.execute(found).mappings().one_or_none()
    return WrongdoingReport(**row) if row else None


def wrongdoing_report_by_code(connection: Connection, code_sha256: str) -> WrongdoingReport | None:
    """Return the report that a code opens, or None."""
    found = select(wrongdoing_reports).where(wrongdoing_reports.c.code_sha256 == code_sha256)
    row = connection.execute(found).mappings().one_or_none()
    return WrongdoingReport(**row) if row else None


def answer_wrongdoing_report(connection: Connection, report_id: str, sealed_answer: bytes, answered_on: date) -> None:
    """Keep what compliance answers."""
    values = {"sealed_answer": sealed_answer, "answered_on": answered_on, "state": "answered"}
    connection.execute(update(wrongdoing_reports).where(wrongdoing_reports.c.id == report_id).values(values))
