"""Further pictures of the person of a probe, each as received, with its chosen face (A-21)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from gallery.records.probes import ProbeFace, face_read, face_written
from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed

further_pictures = Table(
    "further_pictures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("probe_id", ForeignKey("probes.id"), nullable=False, index=True),
    Column("filename", Sealed("further_pictures.filename"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("format", String(8), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("origin", JSON, nullable=False),
    Column("faces", JSON, nullable=False),
    Column("added_by", ForeignKey("accounts.id"), nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("chosen_face", Integer),
    Column("chosen_why", String(500), nullable=False),
    Column("crop_sha256", String(64)),
    Column("may_differ", Boolean, nullable=False),
)


@dataclass(frozen=True)
class Further:
    """One further picture, stored in the probe's lineage. `origin` is the frame of a video, or empty for an upload.

    `may_differ` says that its face was less similar to the others than pictures of one person usually are; the number
    is not kept. `crop_sha256` is the picture that is shown, every other face masked.
    """

    id: str
    probe_id: str
    filename: str
    sha256: str
    bytes: int
    format: str
    width: int
    height: int
    notes: tuple[str, ...]
    origin: Mapping[str, Any]
    faces: tuple[ProbeFace, ...]
    added_by: str
    added_at: datetime
    chosen_face: int | None = None
    chosen_why: str = ""
    crop_sha256: str | None = None
    may_differ: bool = False

    @property
    def chosen(self) -> ProbeFace | None:
        """The face that is searched, or None before the choice."""
        return next((face for face in self.faces if face.place == self.chosen_face), None)


def add_further(connection: Connection, further: Further) -> None:
    """Keep a further picture."""
    faces = [face_written(face) for face in further.faces]
    row = {**vars(further), "notes": list(further.notes), "origin": dict(further.origin), "faces": faces}
    connection.execute(insert(further_pictures).values(row))


def further_of(connection: Connection, probe_id: str) -> tuple[Further, ...]:
    """Return the further pictures of a probe in the order in which they were added."""
    rows = connection.execute(
        select(further_pictures).where(further_pictures.c.probe_id == probe_id).order_by(further_pictures.c.id)
    )
    return tuple(_further(row) for row in rows.mappings())


def choose_in_further(connection: Connection, further: Further, *, place: int, why: str, crop: str) -> Further:
    """Set the face of a further picture, and the hash of what is shown of it."""
    values = {"chosen_face": place, "chosen_why": why, "crop_sha256": crop}
    connection.execute(update(further_pictures).where(further_pictures.c.id == further.id).values(values))
    return replace(further, chosen_face=place, chosen_why=why, crop_sha256=crop)


def mark_differing(connection: Connection, further_id: str, *, differs: bool) -> None:
    """Say whether a further picture may show somebody else."""
    where = further_pictures.c.id == further_id
    connection.execute(update(further_pictures).where(where).values(may_differ=differs))


def forget_choices(connection: Connection, probe_id: str) -> None:
    """Take the choices of further pictures back: another face was chosen in the probe itself."""
    values = {"chosen_face": None, "chosen_why": "", "crop_sha256": None, "may_differ": False}
    connection.execute(update(further_pictures).where(further_pictures.c.probe_id == probe_id).values(values))


def drop_further(connection: Connection, further_id: str) -> None:
    """Take a further picture out of a draft."""
    connection.execute(delete(further_pictures).where(further_pictures.c.id == further_id))


# Private


def _further(row: RowMapping) -> Further:
    faces = tuple(face_read(face) for face in row["faces"])
    return Further(**{**row, "notes": tuple(row["notes"]), "faces": faces})
