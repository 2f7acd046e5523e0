"""Aligned faces → templates. Templates of different models are never compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kernel_lib.faces.runtime import Session
from kernel_lib.faces.weights import Weights


@dataclass(frozen=True, eq=False)
class Template:
    """What one model makes of one face: `vector` is float32 of unit length, so a dot product is the similarity."""

    vector: NDArray[np.float32]
    model_id: str


class Encoder(Protocol):
    """Makes templates; a fake of it keeps unit tests fast."""

    @property
    def model_id(self) -> str:
        """Name and hash of the model."""
        ...

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """One template for each aligned RGB crop (112, 112, 3), in the same order."""
        ...


class OnnxEncoder:
    """A recogniser run by onnxruntime: SFace, or a registered model that takes the same aligned crop.

    SFace's own example feeds BGR; RGB separates better (see docs/decisions/0011-face-models.md), so the registry says
    which channels each model gets.
    """

    def __init__(self, entry: Weights, session: Session) -> None:
        self._entry = entry
        self._session = session

    @property
    def model_id(self) -> str:
        """Name and hash of the model."""
        return self._entry.model_id

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """One template for each aligned RGB crop (112, 112, 3), in the same order.

        Raises:
            ValueError: a crop has another shape or kind of number.
        """
        if not crops:
            return ()
        side = self._entry.side
        for crop in crops:
            if crop.shape != (side, side, 3) or crop.dtype != np.uint8:
                raise ValueError(f"aligned crop: expected uint8 of ({side}, {side}, 3), got {crop.dtype} {crop.shape}")
        vectors = self._session.run(self._entry.blob(np.stack(crops)))[0]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return tuple(Template(_frozen(row), self.model_id) for row in vectors / np.maximum(lengths, 1e-12))


def similarity(left: Template, right: Template) -> float:
    """Cosine of two templates, -1 to 1: higher is closer. It is not a probability.

    Raises:
        ValueError: the templates are of different models.
    """
    if left.model_id != right.model_id:
        raise ValueError(f"templates: expected one model, got {left.model_id} and {right.model_id}")
    return float(left.vector @ right.vector)


def _frozen(row: NDArray[np.float32]) -> NDArray[np.float32]:
    vector = np.ascontiguousarray(row, dtype=np.float32)
    vector.setflags(write=False)
    return vector
