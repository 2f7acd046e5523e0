"""The face engine: the one object that the service holds. It finds, measures, encodes, crops and masks faces."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kernel_lib.faces.alignment import align
from kernel_lib.faces.detection import Face, YuNetDetector
from kernel_lib.faces.encoding import Encoder, OnnxEncoder, Template
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.masking import pixelated
from kernel_lib.faces.quality import Finding, assess
from kernel_lib.faces.quality_limits import QualityLimits
from kernel_lib.faces.runtime import CPU, Session
from kernel_lib.faces.weights import Registry, Weights

DETECTOR = "yunet-2023mar"
RECOGNISER = "sface-2021dec"


class FaceEngine:
    """Both models, loaded and checked. Holds no state between calls, so threads may share it."""

    def __init__(
        self, detector: YuNetDetector, encoder: Encoder, limits: QualityLimits, models: tuple[Weights, ...]
    ) -> None:
        self._detector = detector
        self._encoder = encoder
        self._limits = limits
        self._models = models

    @classmethod
    def open(
        cls,
        models_dir: Path,
        *,
        threads: int = 2,
        recogniser: str = RECOGNISER,
        local_registry: Path | None = None,
        providers: tuple[str, ...] = CPU,
    ) -> "FaceEngine":
        """Check and load both models now, so that a changed file stops the service at its start.

        Args:
            models_dir: folder of the registered files.
            threads: cores one run may use.
            recogniser: name of the recogniser in the registry.
            local_registry: registry file of this installation, beside the files that it names.
            providers: onnxruntime's execution providers in order of preference.

        Raises:
            WeightsRefused: a file is unregistered, missing or changed, or cannot be run here.
        """
        registry = Registry.read(local_registry)
        finds, encodes = registry.named(DETECTOR, "detector"), registry.named(recogniser, "recogniser")
        sessions = [
            Session(registry.load(entry, models_dir), threads=threads, providers=providers)
            for entry in (finds, encodes)
        ]
        detector, encoder = YuNetDetector(finds, sessions[0]), OnnxEncoder(encodes, sessions[1])
        return cls(detector, encoder, QualityLimits.read(), (finds, encodes))

    @property
    def model_id(self) -> str:
        """Name and hash of the recogniser; templates of two ids are never compared."""
        return self._encoder.model_id

    @property
    def dimensions(self) -> int:
        """How many numbers a template has."""
        return self._models[-1].dimensions

    @property
    def models(self) -> tuple[Weights, ...]:
        """The registry's entries of detector and recogniser, with their licences."""
        return self._models

    @property
    def model_hashes(self) -> dict[str, str]:
        """SHA-256 of each file that runs, by model name."""
        return {entry.name: entry.sha256 for entry in self._models}

    @property
    def casework(self) -> bool:
        """Whether every model may be used for a case."""
        return all(entry.casework for entry in self._models)

    @property
    def quality_limits(self) -> QualityLimits:
        """The dated limits that findings are measured against."""
        return self._limits

    def detect(self, picture: DecodedPicture, *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """Every face found, left to right; `turns` are rotations in degrees to look at as well."""
        return self._detector.detect(picture.pixels, turns=turns)

    def assess(self, picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> tuple[Finding, ...]:
        """The quality vector of one face: a unified score and 27 components, each with its limit (A-17)."""
        return assess(picture, face, faces, self._limits)

    def encode(self, picture: DecodedPicture, face: Face) -> Template:
        """The template of one face."""
        return self.encode_all([(picture, face)])[0]

    def encode_all(self, faces: Sequence[tuple[DecodedPicture, Face]]) -> tuple[Template, ...]:
        """The templates of several faces in one run, in the same order."""
        return self.encode_aligned([self.align(picture, face) for picture, face in faces])

    def align(self, picture: DecodedPicture, face: Face) -> NDArray[np.uint8]:
        """The upright crop of one face that `encode_aligned` takes: (112, 112, 3), RGB."""
        return align(picture.pixels, face.landmarks)

    def encode_aligned(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """The templates of aligned crops in one run, in the same order."""
        return self._encoder.encode(crops)

    def mask_others(self, picture: DecodedPicture, keep: Face, faces: Sequence[Face]) -> NDArray[np.uint8]:
        """A copy of the pixels in which every face but `keep` is pixelated beyond recognition (A-20)."""
        return pixelated(picture.pixels, keep, [face for face in faces if face.index != keep.index])

    def crop(self, picture: DecodedPicture, face: Face, margin: float = 0.5, faces: Sequence[Face] = ()) -> bytes:
        """A PNG of one face, without metadata, with other `faces` pixelated.

        Args:
            picture: the picture that shows the face.
            face: the face to cut out.
            margin: room on each side, as a share of the longer side of the face's box.
            faces: all faces of the picture, so that the others are masked.
        """
        pixels = self.mask_others(picture, face, faces)
        x, y, width, height = face.box
        room = margin * max(width, height)
        left, top = max(0, int(x - room)), max(0, int(y - room))
        cut = pixels[top : int(y + height + room) + 1, left : int(x + width + room) + 1]
        buffer = io.BytesIO()
        Image.fromarray(cut).save(buffer, "PNG")
        return buffer.getvalue()
