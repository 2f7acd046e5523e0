"""Reports on their way out: proposed by one person, released by another, then never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Column, Connection, ForeignKey, RowMapping, String, Table, insert, select, update

from gallery.records.schema import UtcTime, metadata

releases = Table(
    "report_releases",
    metadata,
    Column("run_id", ForeignKey("report_runs.id"), primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("report", String(64), nullable=False),
    Column("files", JSON, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("released_by", ForeignKey("accounts.id")),
    Column("released_at", UtcTime),
)


@dataclass(frozen=True)
class Release:
    """A report that was proposed, and released once `released_at` is told. `files` maps names to SHA-256."""

    run_id: str
    service: str
    report: str
    files: dict[str, str]
    proposed_by: str
    proposed_at: datetime
    released_by: str | None
    released_at: datetime | None


def propose_release(connection: Connection, release: Release) -> None:
    """Keep a proposal. Raises sqlalchemy.exc.IntegrityError when the run has one."""
    connection.execute(insert(releases).values(vars(release)))


def release_of(connection: Connection, run_id: str) -> Release | None:
    """Return the release of a run, or None."""
    row = connection.execute(select(releases).where(releases.c.run_id == run_id)).mappings().one_or_none()
    return _release(row) if row else None


def releases_of(connection: Connection, service: str) -> tuple[Release, ...]:
    """Return the releases of a service, newest first."""
    found = select(releases).where(releases.c.service == service).order_by(releases.c.run_id.desc())
    return tuple(_release(row) for row in connection.execute(found).mappings())


def mark_released(connection: Connection, run_id: str, by: str, at: datetime) -> bool:
    """Say who released it and when; False when it was released before."""
    waiting = (releases.c.run_id == run_id) & releases.c.released_at.is_(None)
    return connection.execute(update(releases).where(waiting).values(released_by=by, released_at=at)).rowcount == 1


def _release(row: RowMapping) -> Release:
    return Release(**row)
