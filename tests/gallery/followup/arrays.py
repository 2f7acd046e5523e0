"""A photo array over fake faces: each picture's shade says which template it gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.followup import array_fillers, array_opening, view
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.wire.arrays import ArrayOpened, ArrayShowing, ArrayView, UploadSource
from kernel_lib.wire.follow_up import FollowUpView
from tests.gallery.casework.bench import MODEL, SIZE, Bench, FakeDetector, picture
from tests.gallery.followup.given import corroborated

SOURCE = "Pictures of volunteers of the training unit, with their written consent."
PERSON_SHADE = 1
"""Shade of the booking picture of S-001, who is the first in the index and the person of the lead."""
FIRST_SHADE = 100


@dataclass
class ShadeEncoder:
    """Makes the template that belongs to the shade of a crop."""

    of: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    model_id: str = MODEL

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """Return it for each crop."""
        return tuple(Template(self.of[_shade(crop[..., 0])], self.model_id) for crop in crops)


def vector(to_person: float, place: int, **more: float) -> NDArray[np.float32]:
    """A unit vector of this similarity to the person, the rest along an axis of its own; `x12=0.5` adds along 12."""
    made = np.zeros(SIZE, np.float32)
    made[0] = to_person
    for axis, value in more.items():
        made[int(axis[1:])] = value
    made[place] = np.sqrt(1 - np.sum(np.square(made)))
    return made


@dataclass
class ArrayBench:
    """The bench with a lead, a link that opens a lineup, and faces that a test sets."""

    bench: Bench
    lead_id: str
    encoder: ShadeEncoder

    @classmethod
    def of(cls, bench: Bench, lead_id: str) -> "ArrayBench":
        """Put the encoder of shades into the bench."""
        encoder = ShadeEncoder({PERSON_SHADE: vector(1, 1)})
        faces = FaceEngine(FakeDetector(), encoder, bench.casework.faces.quality_limits, ())
        bench.casework = replace(bench.casework, faces=faces)
        corroborated(bench, lead_id)
        return cls(bench, lead_id, encoder)

    @property
    def array(self) -> ArrayView:
        """The newest array of the lead."""
        return view.get(self.bench.casework, self.me, self.lead_id).arrays[-1]

    @property
    def me(self) -> Any:
        """The investigator."""
        return self.bench["investigator"]

    def prepared(self) -> str:
        """Begin an array; return its id."""
        return array_fillers.prepare(self.bench.casework, self.me, self.lead_id).arrays[-1].id

    def held(self, count: int, to_person: float = 0.25, **more: Any) -> None:
        """Take people into the gallery who are so similar to the person."""
        first = len(self.encoder.of) - 1
        for place in range(first, first + count):
            shade = FIRST_SHADE + place
            self.encoder.of[shade] = vector(to_person, 10 + place)
            self.bench.add_reference(f"F-{place:03}", self.encoder.of[shade], data=picture(shade=shade), **more)

    def sent(self, array_id: str, vectors: Sequence[NDArray[np.float32]]) -> FollowUpView | None:
        """Send fillers with these templates."""
        casework, view = self.bench.casework, None
        array_fillers.name_source(casework, self.me, array_id, UploadSource(source=SOURCE))
        for place, each in enumerate(vectors):
            shade = FIRST_SHADE + place
            self.encoder.of[shade] = each
            view = array_fillers.upload(casework, self.me, array_id, picture(shade=shade))
        return view

    def fair(self) -> str:
        """Return the id of an array that is measured and fair."""
        array_id = self.prepared()
        self.sent(array_id, [vector(0.25, 10 + place) for place in range(9)])
        array_fillers.measure(self.bench.casework, self.me, array_id)
        return array_id

    def code(self, array_id: str) -> str:
        """Return a fresh code."""
        view = array_opening.give_code(self.bench.casework, self.me, array_id)
        return next(each.code for each in view.arrays if each.id == array_id)

    def begun(self, administrator: str = "higher") -> ArrayShowing:
        """Begin a showing of a fair array."""
        opened = ArrayOpened(code=self.code(self.fair()), unaware=True)
        return array_opening.begin(self.bench.casework, self.bench[administrator], opened)


def _shade(red: NDArray[np.uint8]) -> int:
    """The shade of a picture, also where its crop reaches over the edge."""
    return int(np.median(red[red > 0]))
