"""The simulated face engine: it knows drawn placeholders only, and runs only in a folder that is marked as simulated.

A template is a unit vector of 128 numbers made from the invented person's number: people of one family resemble each
other a little, pictures of one person a lot, and the poorer a picture is drawn, the less its template is the person's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from insightface.utils.face_align import arcface_dst
from numpy.typing import NDArray

from gallery.simulated.drawing import LEFT, MOST_POOR, SCALE, SIDE, TOP, Drawn, read_crop, read_tile
from gallery.simulated.folder import MARKER, MODEL_BEGINS, simulation_of
from kernel_lib.errors import WeightsRefused
from kernel_lib.faces.alignment import SIDE as CROP
from kernel_lib.faces.detection import Face, YuNetDetector
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.quality_limits import QualityLimits
from kernel_lib.faces.weights import Weights
from kernel_lib.hashing import sha256_hex

FAMILY = 1 << 10
"""People whose numbers, divided by this, give the same whole number resemble each other."""
_SIZE = 128
_OF_FAMILY = 0.31
_OF_PICTURE = 0.16


def simulated_faces(folder: Path) -> FaceEngine:
    """Return the engine for a marked folder.

    Raises:
        WeightsRefused: the folder is not marked as simulated: what holds pictures of people is never searched by it.
    """
    if simulation_of(folder) is None:
        raise WeightsRefused(
            f"simulated face engine: expected {MARKER} in {folder}, got none; it is for no other folder"
        )
    return FaceEngine(DrawnDetector(), DrawnEncoder(), QualityLimits.read(), _MODELS)


class DrawnDetector(YuNetDetector):
    """Finds drawn tiles, side by side from left to right, by their check; anything else is no face to it."""

    def __init__(self) -> None:
        """Needs no model."""

    def detect(self, pixels: NDArray[np.uint8], *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """Return a face for each tile of a picture that is one row of tiles; rotations are not looked at."""
        height, width = pixels.shape[:2]
        if height != SIDE or width % SIDE:
            return ()
        found = [left for left in range(0, width, SIDE) if read_tile(pixels, left) is not None]
        return tuple(_face(left, index) for index, left in enumerate(found))


@dataclass(frozen=True)
class DrawnEncoder:
    """Reads the person's number out of each crop and makes the template of that person."""

    @property
    def model_id(self) -> str:
        """Name and hash; it begins as no other model's does."""
        return _MODELS[1].model_id

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """One template for each aligned crop. What is no drawing any more gets one that is near nobody."""
        return tuple(Template(_template(read_crop(crop)), self.model_id) for crop in crops)


# Private


def _weights(name: str, kind: str, size: int) -> Weights:
    told = f"leadbook simulated faces 1, {kind}"
    words = "Apache-2.0", "gallery/simulated/faces.py"
    sha256 = sha256_hex(told.encode())
    return Weights(MODEL_BEGINS + name, kind, "none", sha256, *words, size, "(N, 3, H, W)", CROP, "RGB")  # type: ignore[arg-type]  # one of the two kinds


_MODELS = (_weights("finder", "detector", 15), _weights("faces", "recogniser", _SIZE))


def _face(left: int, index: int) -> Face:
    points = np.asarray(arcface_dst, np.float32) * SCALE + np.array([left + LEFT, TOP], np.float32)
    side = float(CROP * SCALE)
    return Face((float(left + LEFT), float(TOP), side, side), points, 0.99, index)


def _template(drawn: Drawn | None) -> NDArray[np.float32]:
    if drawn is None:
        return _unit(0)
    own = _mixed(_unit(1, drawn.person), _unit(2, drawn.person // FAMILY), _OF_FAMILY)
    shown = _mixed(own, _unit(3, drawn.person, drawn.picture), _OF_PICTURE)
    made = _mixed(shown, _unit(4, drawn.person, drawn.picture), drawn.poor / MOST_POOR)
    made.setflags(write=False)
    return made


def _mixed(first: NDArray[np.float32], second: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """A unit vector of which `share` of the squared length is the second's."""
    both = np.sqrt(np.float32(1 - share)) * first + np.sqrt(np.float32(share)) * second
    return np.asarray(both / np.linalg.norm(both), np.float32)


@lru_cache(maxsize=4096)
def _unit(*seed: int) -> NDArray[np.float32]:
    vector = np.random.default_rng(seed).normal(size=_SIZE).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))
