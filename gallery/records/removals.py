"""Removals of a probe's pictures on their own clocks: what went when, under which rule; hashes remain (A-24)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Column, Connection, ForeignKey, RowMapping, String, Table, insert, select, update

from gallery.records.schema import UtcTime, metadata

ORIGINAL, DERIVATIVES = "original", "derivatives"

probe_removals = Table(
    "probe_removals",
    metadata,
    Column("probe_id", ForeignKey("probes.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("files", JSON, nullable=False),
    Column("rule_version", String(32), nullable=False),
    Column("removed_at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime),
)


@dataclass(frozen=True)
class Removal:
    """One removal. `files` are the SHA-256 of what was removed; confirmed once nothing of it was on the disk."""

    probe_id: str
    kind: str
    files: tuple[str, ...]
    rule_version: str
    removed_at: datetime
    confirmed_at: datetime | None = None


def add_removal(connection: Connection, removal: Removal) -> None:
    """Keep that something is removed from now on."""
    connection.execute(insert(probe_removals).values({**vars(removal), "files": list(removal.files)}))


def removals_of(connection: Connection, probe_id: str) -> tuple[Removal, ...]:
    """Return what was removed of a probe."""
    rows = connection.execute(select(probe_removals).where(probe_removals.c.probe_id == probe_id)).mappings()
    return tuple(_removal(row) for row in rows)


def unconfirmed_removals(connection: Connection) -> tuple[Removal, ...]:
    """Return removals whose files may still be on the disk."""
    rows = connection.execute(select(probe_removals).where(probe_removals.c.confirmed_at.is_(None))).mappings()
    return tuple(_removal(row) for row in rows)


def confirm_removal(connection: Connection, removal: Removal, now: datetime) -> None:
    """Say that the files are gone."""
    mine = (probe_removals.c.probe_id == removal.probe_id) & (probe_removals.c.kind == removal.kind)
    connection.execute(update(probe_removals).where(mine).values(confirmed_at=now))


def _removal(row: RowMapping) -> Removal:
    return Removal(**{**row, "files": tuple(row["files"])})
