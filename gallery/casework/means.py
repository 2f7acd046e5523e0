"""What every act of casework needs: log, stores, models, rules, and chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gallery.authority import Authority
from gallery.casework.occurrences import RecordsExport
from gallery.casework.standing import Standings
from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.ledger import Ledger
from gallery.records.chance import source
from gallery.rules import Rules
from kernel_lib.faces.detection import Face
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.quality import Finding


class Faces(Protocol):
    """The face engine as casework uses it (`kernel_lib.faces.engine.FaceEngine`); a fake keeps unit tests fast."""

    @property
    def model_id(self) -> str:
        """Name and hash of the recogniser."""
        ...

    @property
    def model_hashes(self) -> dict[str, str]:
        """SHA-256 of each model file, by name."""
        ...

    def detect(self, picture: DecodedPicture, *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """Every face found, left to right."""
        ...

    def assess(self, picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> tuple[Finding, ...]:
        """Measured findings on one face."""
        ...

    def encode(self, picture: DecodedPicture, face: Face) -> Template:
        """The template of one face."""
        ...

    def align(self, picture: DecodedPicture, face: Face) -> NDArray[np.uint8]:
        """The crop of one face that `encode_aligned` takes."""
        ...

    def encode_aligned(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """The templates of aligned crops, in the same order."""
        ...

    def crop(self, picture: DecodedPicture, face: Face, margin: float = 0.5, faces: Sequence[Face] = ()) -> bytes:
        """A PNG of one face, others pixelated."""
        ...


@dataclass(frozen=True)
class Casework:
    """Everything that an act is given. `runtime` names the libraries and their versions, for the capsule (B-04)."""

    ledger: Ledger
    images: Images
    index: Index
    faces: Faces
    rules: Rules
    authority: Authority
    runtime: Mapping[str, str]
    chance: Random = field(default_factory=lambda: source().chance)
    occurrences: RecordsExport = field(default_factory=RecordsExport)
    standings: Standings = field(default_factory=Standings)
