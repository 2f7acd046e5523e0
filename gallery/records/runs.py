"""Runs of reports, from start to end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, insert, select, update

from gallery.records.schema import UtcTime, metadata
from gallery.records.who import accounts

report_runs = Table(
    "report_runs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("report", String(64), nullable=False),
    Column("notebook_sha256", String(64), nullable=False),
    Column("parameters_sha256", String(64), nullable=False),
    Column("started_by", String(36), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("ended_at", UtcTime),
    Column("files", JSON, nullable=False),
    Column("failed_cell", Integer),
)


@dataclass(frozen=True)
class Run:
    """One run: state "running", then "draft" or "failed"; `files` maps each file left behind to its SHA-256."""

    id: str
    report: str
    notebook_sha256: str
    parameters_sha256: str
    started_by: str
    started_at: datetime
    state: str
    ended_at: datetime | None
    files: dict[str, str]
    failed_cell: int | None


def add_run(connection: Connection, run: Run) -> None:
    """Keep a run that begins."""
    connection.execute(insert(report_runs).values(vars(run)))


def run_by_id(connection: Connection, run_id: str) -> Run | None:
    """Return a run, or None."""
    row = connection.execute(select(report_runs).where(report_runs.c.id == run_id)).mappings().one_or_none()
    return Run(**row) if row else None


def runs_of(connection: Connection, service: str, reports: Iterable[str], limit: int) -> tuple[Run, ...]:
    """Return the newest runs of some reports that people of a service began, newest first."""
    begun = select(report_runs).join(accounts, accounts.c.id == report_runs.c.started_by)
    mine = begun.where(accounts.c.service == service, report_runs.c.report.in_(tuple(reports)))
    rows = connection.execute(mine.order_by(report_runs.c.started_at.desc(), report_runs.c.id.desc()).limit(limit))
    return tuple(Run(**row) for row in rows.mappings())


def end_run(
    connection: Connection, run_id: str, state: str, ended_at: datetime, files: dict[str, str], failed_cell: int | None
) -> None:
    """Say how a run ended."""
    values = {"state": state, "ended_at": ended_at, "files": files, "failed_cell": failed_cell}
    connection.execute(update(report_runs).where(report_runs.c.id == run_id).values(values))
