"""Videos received as sources of probes: the original as received, and what was seen in it (A-13, W-20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    insert,
    select,
    update,
)

from gallery.records.case_tables import probes, requests
from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed
from kernel_lib.vocabulary import RequestState

recordings = Table(
    "recordings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("request_id", ForeignKey("requests.id"), nullable=False, index=True),
    Column("lineage_id", String(36), nullable=False),
    Column("filename", Sealed("recordings.filename"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("container", String(16), nullable=False),
    Column("codec", String(32), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("looked_at", Integer, nullable=False),
    Column("faces", JSON, nullable=False),
    Column("software", String(200), nullable=False),
    Column("received_by", ForeignKey("accounts.id"), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("replaced_at", UtcTime),
    Column("chosen_frame", Integer),
    Column("removed_at", UtcTime),
)


@dataclass(frozen=True)
class Recording:
    """A video, unchanged under its SHA-256 in its lineage; `seconds` as it declares, 0 when it does not.

    `faces` are followed faces: `seen`, `advice` and `frames`, each frame with `number`, `seconds`, `verdict`,
    `searchable`, `compared` and `cut_sha256` of its small picture, which is stored in the same lineage.
    """

    id: str
    request_id: str
    lineage_id: str
    filename: str
    sha256: str
    bytes: int
    container: str
    codec: str
    width: int
    height: int
    seconds: float
    looked_at: int
    faces: tuple[Mapping[str, Any], ...]
    software: str
    received_by: str
    received_at: datetime
    replaced_at: datetime | None
    chosen_frame: int | None
    removed_at: datetime | None = None

    def listed(self, number: int) -> Mapping[str, Any] | None:
        """Return the frame of this number, if it is one of those listed."""
        frames = (frame for face in self.faces for frame in face["frames"])
        return next((frame for frame in frames if frame["number"] == number), None)


def add_recording(connection: Connection, recording: Recording) -> None:
    """Keep a video. One before it in the same request, and the probe that there was, are replaced by it."""
    end_recording(connection, recording.request_id, recording.received_at)
    current = (probes.c.request_id == recording.request_id) & probes.c.replaced_at.is_(None)
    connection.execute(update(probes).where(current).values(replaced_at=recording.received_at))
    faces = [dict(face) for face in recording.faces]
    connection.execute(insert(recordings).values({**vars(recording), "faces": faces}))


def end_recording(connection: Connection, request_id: str, now: datetime, *, but_in: str = "") -> None:
    """Mark the video of a request as replaced, where there is one and it is not in the lineage `but_in`."""
    current = (recordings.c.request_id == request_id) & recordings.c.replaced_at.is_(None)
    current &= recordings.c.lineage_id != but_in
    connection.execute(update(recordings).where(current).values(replaced_at=now))


def choose_frame(connection: Connection, recording_id: str, number: int) -> None:
    """Set the frame that became the probe."""
    connection.execute(update(recordings).where(recordings.c.id == recording_id).values(chosen_frame=number))


def recording_of(connection: Connection, request_id: str) -> Recording | None:
    """Return the video that counts for a request, or None where there is none or its time is over."""
    current = select(recordings).where(recordings.c.request_id == request_id, recordings.c.replaced_at.is_(None))
    current = current.where(recordings.c.removed_at.is_(None))
    row = connection.execute(current).mappings().one_or_none()
    return _recording(row) if row else None


def recording_in(connection: Connection, lineage_id: str) -> Recording | None:
    """Return the video of a lineage, or None when the lineage began with a still picture."""
    row = connection.execute(select(recordings).where(recordings.c.lineage_id == lineage_id)).mappings().one_or_none()
    return _recording(row) if row else None


@dataclass(frozen=True)
class Unused:
    """A video of which no frame was ever chosen, still held, and what its clock runs from."""

    recording: Recording
    case_id: str | None
    state: RequestState
    changed_at: datetime


def unused_recordings(connection: Connection) -> tuple[Unused, ...]:
    """Return every video that is held although no probe was made of it, oldest first."""
    used = select(probes.c.lineage_id)
    told = (requests.c.case_id, requests.c.state, requests.c.changed_at)
    found = select(recordings, *(each.label(f"request_{each.name}") for each in told))
    found = found.join(requests, requests.c.id == recordings.c.request_id)
    found = found.where(recordings.c.lineage_id.not_in(used), recordings.c.removed_at.is_(None))
    rows = connection.execute(found.order_by(recordings.c.id)).mappings()
    return tuple(_unused(row) for row in rows)


def mark_removed(connection: Connection, lineage_id: str, now: datetime) -> None:
    """Say that the video of a lineage, where there is one, is removed from now on; its hash remains, its name goes."""
    mine = (recordings.c.lineage_id == lineage_id) & recordings.c.removed_at.is_(None)
    connection.execute(update(recordings).where(mine).values(removed_at=now, filename=""))


def removed_lineages(connection: Connection) -> frozenset[str]:
    """Return the lineages of removed videos: nothing of them may be on the disk."""
    found = select(recordings.c.lineage_id).where(recordings.c.removed_at.is_not(None))
    return frozenset(connection.execute(found).scalars())


# Private


def _unused(row: RowMapping) -> Unused:
    held = {column.name: row[column.name] for column in recordings.columns}
    recording = Recording(**{**held, "faces": tuple(held["faces"])})
    state = RequestState(row["request_state"])
    return Unused(recording, row["request_case_id"], state, row["request_changed_at"])


def _recording(row: RowMapping) -> Recording:
    return Recording(**{**row, "faces": tuple(row["faces"])})
