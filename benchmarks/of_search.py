"""A search in the real service, over a gallery of many references with invented templates."""

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.acting import act_searches
from benchmarks.figures import Figure, milliseconds, resident_megabytes
from gallery.authority import Person
from gallery.command.installation import make
from gallery.command.processes import Children, start_service
from gallery.enrolment.encoding.here import Here
from gallery.enrolment.enrol import Enrolment
from gallery.records.who import account_named
from gallery.service.parts import Parts
from gallery.service.wiring import open_parts
from kernel_lib.faces.detection import Face
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.quality import Finding
from kernel_lib.settings import Settings
from kernel_lib.wire.gallery import BookingRecord
from tests.gallery.enrolment.opened import signed_line

_RUNS = 7


@dataclass
class InventedFaces:
    """Sees one face in any picture and gives it a random template: invented people for a timed search."""

    model_id: str
    dimensions: int
    _random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))

    def detect(self, picture: DecodedPicture, *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """One face in the middle."""
        del picture, turns
        points = np.array([[20, 24], [44, 24], [32, 34], [24, 46], [40, 46]], dtype=np.float32)
        return (Face(box=(8.0, 8.0, 48.0, 48.0), landmarks=points, detector_score=1.0, index=0),)

    def assess(self, picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> tuple[Finding, ...]:
        """Nothing is measured."""
        del picture, face, faces
        return ()

    def align(self, picture: DecodedPicture, face: Face) -> NDArray[np.uint8]:
        """Nothing is cut out."""
        del picture, face
        return np.zeros((1, 1, 3), np.uint8)

    def encode_aligned(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """A random unit vector for each."""
        vectors = self._random.standard_normal((len(crops), self.dimensions)).astype(np.float32)
        return tuple(Template(vector / np.linalg.norm(vector), self.model_id) for vector in vectors)


def measure_search(settings: Settings, references: int) -> list[Figure]:
    """Fill a demonstration with invented people, start its service, and time searches as met by an examiner."""
    made = make(settings, lambda _: None)
    filled_in = _fill(settings, references)
    parts = open_parts(settings)
    vector = np.asarray(parts.index.vector_of(next(iter(parts.index.numbers))))
    eligible = sorted(parts.index.numbers)
    scan = milliseconds(lambda: parts.index.nearest(vector, 80, eligible, parts.index.model_id), 30)
    parts.close()
    with Children() as children:
        started = time.perf_counter()
        child = start_service(children, settings)
        start = (time.perf_counter() - started) * 1000
        searches = act_searches(made, _RUNS)
        memory = resident_megabytes(child.process.pid)
    of = f"{references:,} references"
    return [
        Figure("enrol a picture, models aside", filled_in, "ms", of),
        Figure("start the service", start, "ms", of),
        Figure("scan of the index, exact", scan, "ms", of, aim=30),
        Figure(
            "search in the service: detect, encode, compare, record", median(searches), "ms", f"{of}, {_RUNS} searches"
        ),
        Figure("memory of the service", memory, "MB", of),
    ]


def _fill(settings: Settings, references: int) -> float:
    parts = open_parts(settings)
    try:
        clerk = _clerk(parts)
        faces = InventedFaces(parts.index.model_id, parts.index.dimensions)
        encoding = Here(lambda: faces, faces.model_id)
        enrolment = Enrolment(parts.ledger, parts.images, parts.index, encoding, parts.rules)
        started = time.perf_counter()
        for number in range(references):
            line, picture = record(number), _picture(number)
            source = signed_line(parts.ledger, line.model_dump(mode="json"), picture)
            enrolment.enrol(clerk, source, line, picture)
        return (time.perf_counter() - started) * 1000 / references
    finally:
        parts.close()


def _clerk(parts: Parts) -> Person:
    with parts.ledger.reading() as connection:
        account = account_named(connection, "clerk")
    if account is None:
        raise LookupError("no account named clerk")
    return Person(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        service=account.service,
        roles=account.roles,
        certificates=(),
        session_id="benchmark",
        workstation="benchmark",
    )


def record(number: int) -> BookingRecord:
    """Return the booking record of an invented person."""
    return BookingRecord(
        subject_number=f"B-{number:07d}",
        fps_number=f"BENCH-{number:07d}",
        service="demo",
        booking_event=f"BENCH-E-{number:07d}",
        ica_authority="2(1)(a)",
        offence_id="demonstration",
        charge_date=date(2026, 1, 5),
        captured_at=date(2026, 1, 5),
        capturing_officer="BENCH-01",
        pose="frontal",
        demonstration=True,
    )


def _picture(number: int) -> bytes:
    pixels = np.frombuffer(number.to_bytes(8, "big") * (64 * 64 * 3 // 8), dtype=np.uint8).reshape(64, 64, 3)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=0)
    return file.getvalue()
