"""Removals of a probe's pictures on their own clocks: what went when, under which rule; hashes remain (A-24)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    RowMapping,
    String,
    Table,
    case,
    insert,
    select,
    type_coerce,
    update,
)

from gallery.records.case_tables import derivatives, leads, probes, requests
from gallery.records.chains import probe_chains
from gallery.records.further import further_pictures
from gallery.records.recordings import recordings
from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import RequestState

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
    """Keep that something is removed from now on; with an original go the names under which it was uploaded."""
    connection.execute(insert(probe_removals).values({**vars(removal), "files": list(removal.files)}))
    if removal.kind == ORIGINAL:
        connection.execute(update(probes).where(probes.c.id == removal.probe_id).values(filename=""))
        mine = further_pictures.c.probe_id == removal.probe_id
        connection.execute(update(further_pictures).where(mine).values(filename=""))


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


@dataclass(frozen=True)
class Clock:
    """A probe that is still held, and what its clocks run from: the end of its request, or its replacement."""

    probe_id: str
    request_id: str
    case_id: str | None
    lineage_id: str
    sha256: str
    state: RequestState
    changed_at: datetime
    replaced_at: datetime | None
    lead_expires_at: datetime | None
    derivatives_removed: bool


def clocks(connection: Connection) -> tuple[Clock, ...]:
    """Return every probe whose original is still held, oldest first.

    Frames of one video share its lineage and so its clock: none is replaced before the video is.
    """
    gone = select(probe_removals.c.probe_id).where(probe_removals.c.kind == ORIGINAL)
    derived = select(probe_removals.c.probe_id).where(probe_removals.c.kind == DERIVATIVES)
    joined = probes.join(requests, requests.c.id == probes.c.request_id)
    joined = joined.outerjoin(leads, leads.c.request_id == requests.c.id)
    joined = joined.outerjoin(recordings, recordings.c.lineage_id == probes.c.lineage_id)
    replaced = case((recordings.c.id.is_not(None), recordings.c.replaced_at), else_=probes.c.replaced_at)
    wanted = select(
        probes.c.id.label("probe_id"),
        probes.c.request_id,
        requests.c.case_id,
        probes.c.lineage_id,
        probes.c.sha256,
        requests.c.state,
        requests.c.changed_at,
        type_coerce(replaced, UtcTime()).label("replaced_at"),
        leads.c.expires_at.label("lead_expires_at"),
        probes.c.id.in_(derived).label("derivatives_removed"),
    )
    rows = connection.execute(
        wanted.select_from(joined).where(probes.c.id.not_in(gone)).order_by(probes.c.id)
    ).mappings()
    return tuple(Clock(**{**row, "state": RequestState(row["state"])}) for row in rows)


def derived_files(connection: Connection, probe_id: str) -> tuple[str, ...]:
    """Return the SHA-256 of every picture derived from a probe: crops, chains of edits; never the original's own."""
    crops = select(derivatives.c.sha256).where(derivatives.c.probe_id == probe_id)
    chains = select(probe_chains.c.stored_sha256).where(probe_chains.c.probe_id == probe_id)
    original = select(probes.c.sha256).where(probes.c.id == probe_id)
    found = {*connection.execute(crops).scalars(), *connection.execute(chains).scalars()}
    return tuple(sorted(each for each in found - set(connection.execute(original).scalars()) if each))


def lineage_of(connection: Connection, probe_id: str) -> str:
    """Return the lineage under whose key the pictures of a probe are stored."""
    lineage_id: str = connection.execute(select(probes.c.lineage_id).where(probes.c.id == probe_id)).scalar_one()
    return lineage_id
