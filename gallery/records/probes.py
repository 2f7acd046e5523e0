"""Probes: the original as received, the faces found in it, and every picture derived from it (A-13, A-14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from gallery.records.case_tables import derivatives, probe_faces, probes
from gallery.records.recordings import end_recording


@dataclass(frozen=True)
class ProbeFace:
    """A face of a probe. Pixels of the upright picture; `box` is left, top, width, height; `turn` in degrees.

    `findings` are the quality vector as the wire model writes it, whose first component names its
    methods and limits. No template is kept (A-24).
    """

    place: int
    box: tuple[float, float, float, float]
    landmarks: tuple[tuple[float, float], ...]
    turn: float
    detector_score: float
    findings: tuple[Mapping[str, Any], ...]
    searchable: bool


@dataclass(frozen=True)
class Probe:
    """A received picture, unchanged under its SHA-256, and the one face chosen for the search."""

    id: str
    request_id: str
    lineage_id: str
    filename: str
    sha256: str
    bytes: int
    format: str
    width: int
    height: int
    notes: tuple[str, ...]
    received_by: str
    received_at: datetime
    replaced_at: datetime | None
    chosen_face: int | None
    chosen_why: str
    faces: tuple[ProbeFace, ...] = ()

    @property
    def chosen(self) -> ProbeFace | None:
        """The face to be searched, or None before the choice."""
        return next((face for face in self.faces if face.place == self.chosen_face), None)


@dataclass(frozen=True)
class Derivative:
    """A picture made from another by one recorded operation."""

    id: str
    probe_id: str
    parent_sha256: str
    sha256: str
    operation: str
    parameters: Mapping[str, Any]
    software: str
    made_by: str
    made_at: datetime


def add_probe(connection: Connection, probe: Probe) -> None:
    """Keep a probe with its faces; one before it in the same request, and a video that it is not of, are replaced."""
    end_recording(connection, probe.request_id, probe.received_at, but_in=probe.lineage_id)
    current = (probes.c.request_id == probe.request_id) & probes.c.replaced_at.is_(None)
    connection.execute(update(probes).where(current).values(replaced_at=probe.received_at))
    values = {key: value for key, value in vars(probe).items() if key != "faces"}
    connection.execute(insert(probes).values({**values, "notes": list(probe.notes)}))
    for face in probe.faces:
        connection.execute(insert(probe_faces).values(probe_id=probe.id, **face_written(face)))


def probe_of(connection: Connection, request_id: str) -> Probe | None:
    """Return the probe that counts for a request, or None before there is one."""
    current = select(probes).where(probes.c.request_id == request_id, probes.c.replaced_at.is_(None))
    row = connection.execute(current).mappings().one_or_none()
    return _probe(connection, row) if row else None


def replaced_probes(connection: Connection, request_id: str) -> tuple[Probe, ...]:
    """Return the probes of a request that another one replaced, oldest first."""
    old = select(probes).where(probes.c.request_id == request_id, probes.c.replaced_at.is_not(None))
    rows = connection.execute(old.order_by(probes.c.id)).mappings().all()
    return tuple(_probe(connection, row) for row in rows)


def choose_face(connection: Connection, probe_id: str, place: int, why: str) -> None:
    """Set the one face to be searched, and why that one (A-20)."""
    values = {"chosen_face": place, "chosen_why": why}
    connection.execute(update(probes).where(probes.c.id == probe_id).values(values))


def add_derivative(connection: Connection, derivative: Derivative) -> None:
    """Keep the record of a derived picture."""
    connection.execute(insert(derivatives).values({**vars(derivative), "parameters": dict(derivative.parameters)}))


def derivatives_of(connection: Connection, probe_id: str) -> tuple[Derivative, ...]:
    """Return the derived pictures of a probe in the order in which they were made."""
    found = select(derivatives).where(derivatives.c.probe_id == probe_id).order_by(derivatives.c.id)
    return tuple(Derivative(**row) for row in connection.execute(found).mappings())


def face_written(face: ProbeFace) -> dict[str, Any]:
    """Return a face as JSON values."""
    return {**vars(face), "findings": [dict(finding) for finding in face.findings]}


def face_read(row: Mapping[str, Any]) -> ProbeFace:
    """Return a face from what `face_written` wrote."""
    box: tuple[float, float, float, float] = tuple(row["box"])
    landmarks = tuple((float(x), float(y)) for x, y in row["landmarks"])
    return ProbeFace(**{**row, "box": box, "landmarks": landmarks, "findings": tuple(row["findings"])})


def _probe(connection: Connection, row: RowMapping) -> Probe:
    found = select(probe_faces).where(probe_faces.c.probe_id == row["id"]).order_by(probe_faces.c.place)
    faces = tuple(_face(face) for face in connection.execute(found).mappings())
    return Probe(**{**row, "notes": tuple(row["notes"])}, faces=faces)


def _face(row: RowMapping) -> ProbeFace:
    return face_read({key: value for key, value in row.items() if key != "probe_id"})
