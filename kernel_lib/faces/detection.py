"""Faces in a picture, by YuNet at several scales: the whole picture, and overlapping tiles of a large one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kernel_lib.faces.runtime import Session
from kernel_lib.faces.weights import Weights

STRIDES = (8, 16, 32)
OVERLAP_LIMIT = 0.3
"""Two boxes that share more than this of their union are one face (OpenCV's YuNet uses 0.3)."""
WHOLE_FLOOR = 0.6
TILE_FLOOR = 0.75
"""Detector scores below the floor are dropped; tiles show the detector more background, so theirs is higher."""
TILED_SIDES = (1280, 2560)
"""Longest sides, in pixels, at which a larger picture is searched again in tiles, for faces far from the camera."""
TILE_STEP = 480
LARGEST_ENLARGEMENT = 3.0

Box = tuple[float, float, float, float]
"""x, y, width, height in pixels of the whole picture."""


@dataclass(frozen=True, eq=False)
class Face:
    """One face found: `box` lies inside the picture; `landmarks` (5, 2) are the subject's right eye, left eye, nose,
    right and left corner of the mouth, in pixels; `detector_score` (0 to 1) says how face-like it is and nothing about
    who it is; `index` counts faces from left to right; `turn` is the rotation (degrees) at which it was found.
    """

    box: Box
    landmarks: NDArray[np.float32]
    detector_score: float
    index: int = 0
    turn: float = 0.0

    @property
    def eye_distance(self) -> float:
        """Pixels between the centres of the eyes."""
        return float(np.linalg.norm(self.landmarks[1] - self.landmarks[0]))


class YuNetDetector:
    """YuNet on a square input of fixed size; scales and tiles bring small and very large faces into its range."""

    def __init__(self, entry: Weights, session: Session) -> None:
        self._entry = entry
        self._session = session
        self._output = {name: place for place, name in enumerate(session.outputs)}

    def detect(self, pixels: NDArray[np.uint8], *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """Every face found, left to right.

        Args:
            pixels: upright RGB, (H, W, 3).
            turns: rotations in degrees (clockwise) to look at; the detector misses faces turned by 30° and more.
        """
        found: list[Face] = []
        for turn in turns:
            found += self._at_turn(pixels, turn) if turn % 360 else self._upright(pixels)
        height, width = pixels.shape[:2]
        inside = [replace(face, box=_clipped(face.box, width, height)) for face in _distinct(found)]
        ordered = sorted((face for face in inside if min(face.box[2:]) >= 1), key=lambda f: (f.box[0], f.box[1]))
        return tuple(replace(face, index=index) for index, face in enumerate(ordered))

    # Private

    def _upright(self, pixels: NDArray[np.uint8]) -> list[Face]:
        longest = max(pixels.shape[:2])
        side = self._entry.side
        whole = self._look(pixels, min(side / longest, LARGEST_ENLARGEMENT), WHOLE_FLOOR)
        if not whole:
            # A face that fills the picture is too large at full scale; half of it leaves the margin YuNet needs.
            whole = self._look(pixels, min(side / longest, LARGEST_ENLARGEMENT) / 2, WHOLE_FLOOR)
        for target in TILED_SIDES:
            if longest > target * 0.75:
                whole += self._in_tiles(pixels, min(1.0, target / longest))
        return whole

    def _in_tiles(self, pixels: NDArray[np.uint8], scale: float) -> list[Face]:
        scaled = _resized(pixels, scale)
        side = self._entry.side
        found: list[Face] = []
        for left, top in _tiles(scaled.shape[1], scaled.shape[0], side):
            tile = scaled[top : top + side, left : left + side]
            for face in self._look(tile, 1.0, TILE_FLOOR):
                if not _cut_by_tile(face.box, tile.shape, (left, top), scaled.shape):
                    found.append(_moved(face, left, top, 1 / scale))
        return found

    def _at_turn(self, pixels: NDArray[np.uint8], turn: float) -> list[Face]:
        height, width = pixels.shape[:2]
        matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -turn, 1.0), dtype=np.float64)
        cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
        size = (round(width * cosine + height * sine), round(width * sine + height * cosine))
        matrix[:, 2] += (np.array(size, np.float64) - np.array([width, height], np.float64)) / 2
        turned = np.asarray(cv2.warpAffine(pixels, matrix, size), dtype=np.uint8)
        back = np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64)
        return [_turned_back(face, back, turn) for face in self._upright(turned)]

    def _look(self, pixels: NDArray[np.uint8], scale: float, floor: float) -> list[Face]:
        """One run of the model on a picture scaled to fit its input, letterboxed to the top left."""
        side = self._entry.side
        scaled = _resized(pixels, scale)[:side, :side]
        canvas = np.zeros((side, side, 3), np.uint8)
        canvas[: scaled.shape[0], : scaled.shape[1]] = scaled
        outputs = self._session.run(self._entry.blob(canvas[None]))
        faces = [face for stride in STRIDES for face in self._decoded(outputs, stride, floor)]
        return [_moved(face, 0, 0, 1 / scale) for face in _distinct(faces)]

    def _decoded(self, outputs: list[NDArray[np.float32]], stride: int, floor: float) -> list[Face]:
        """Faces of one stride: centre = (cell + offset) x stride, size = exp(value) x stride (OpenCV's face_detect)."""
        kind = {name: outputs[self._output[f"{name}_{stride}"]][0] for name in ("cls", "obj", "bbox", "kps")}
        scores = np.sqrt(np.clip(kind["cls"][:, 0], 0, 1) * np.clip(kind["obj"][:, 0], 0, 1))
        columns = self._entry.side // stride
        faces = []
        for place in np.flatnonzero(scores >= floor):
            cell = np.array([place % columns, place // columns], np.float32)
            centre = (cell + kind["bbox"][place, :2]) * stride
            size = np.exp(kind["bbox"][place, 2:]) * stride
            landmarks = (cell + kind["kps"][place].reshape(5, 2)) * stride
            corner = centre - size / 2
            box = (float(corner[0]), float(corner[1]), float(size[0]), float(size[1]))
            faces.append(Face(box, _frozen(landmarks), float(scores[place])))
        return faces


def overlap(left: Box, right: Box) -> float:
    """Shared area of two boxes over the area of their union, 0 to 1."""
    shared = _shared(left, right)
    return shared / (left[2] * left[3] + right[2] * right[3] - shared) if shared else 0.0


def _shared(left: Box, right: Box) -> float:
    width = min(left[0] + left[2], right[0] + right[2]) - max(left[0], right[0])
    height = min(left[1] + left[3], right[1] + right[3]) - max(left[1], right[1])
    return max(width, 0.0) * max(height, 0.0)


def _distinct(faces: list[Face]) -> list[Face]:
    """The best-scored of each group of boxes that cover one face, or lie for the most part inside each other."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda f: f.detector_score, reverse=True):
        if not any(_same(face.box, other.box) for other in kept):
            kept.append(face)
    return kept


def _same(left: Box, right: Box) -> bool:
    smaller = min(left[2] * left[3], right[2] * right[3])
    return overlap(left, right) > OVERLAP_LIMIT or _shared(left, right) > 2 / 3 * smaller


def _resized(pixels: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale == 1.0:
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=kind), dtype=np.uint8)


def _tiles(width: int, height: int, side: int) -> Iterator[tuple[int, int]]:
    def starts(length: int) -> list[int]:
        return sorted({*range(0, max(1, length - side), TILE_STEP), max(0, length - side)})

    return ((left, top) for top in starts(height) for left in starts(width))


def _cut_by_tile(box: Box, tile: tuple[int, ...], at: tuple[int, int], picture: tuple[int, ...]) -> bool:
    """Whether a box touches an edge of its tile that is not an edge of the picture."""
    left, top = at
    return (
        (box[0] <= 1 and left > 0)
        or (box[1] <= 1 and top > 0)
        or (box[0] + box[2] >= tile[1] - 1 and left + tile[1] < picture[1])
        or (box[1] + box[3] >= tile[0] - 1 and top + tile[0] < picture[0])
    )


def _moved(face: Face, left: float, top: float, factor: float) -> Face:
    x, y, width, height = face.box
    box = ((x + left) * factor, (y + top) * factor, width * factor, height * factor)
    landmarks = (face.landmarks + np.array([left, top], np.float32)) * np.float32(factor)
    return replace(face, box=box, landmarks=_frozen(landmarks))


def _turned_back(face: Face, back: NDArray[np.float64], turn: float) -> Face:
    x, y, width, height = face.box
    corners = np.array([[x, y], [x + width, y], [x, y + height], [x + width, y + height]])
    corners = corners @ back[:, :2].T + back[:, 2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    box = (float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))
    landmarks = (face.landmarks @ back[:, :2].T + back[:, 2]).astype(np.float32)
    return replace(face, box=box, landmarks=_frozen(landmarks), turn=turn)


def _clipped(box: Box, width: int, height: int) -> Box:
    left, top = max(box[0], 0.0), max(box[1], 0.0)
    right, bottom = min(box[0] + box[2], float(width)), min(box[1] + box[3], float(height))
    return (left, top, max(right - left, 0.0), max(bottom - top, 0.0))


def _frozen(landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    landmarks = np.ascontiguousarray(landmarks, dtype=np.float32)
    landmarks.setflags(write=False)
    return landmarks
