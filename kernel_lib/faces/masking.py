"""Other people's faces, made unrecognisable before anything is stored (A-20)."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kernel_lib.faces.detection import Box, Face

BLOCKS = 4
"""Blocks across a masked face: too few to keep any feature of it."""
ROOM = 0.25
"""Added on each side of a box, since hair, ears and chin lie outside it."""


def pixelated(pixels: NDArray[np.uint8], keep: Face, others: Sequence[Face]) -> NDArray[np.uint8]:
    """A copy with each of `others` replaced by a few averaged blocks; the box of `keep` stays as it was."""
    masked = pixels.copy()
    for face in others:
        left, top, right, bottom = _area(face.box, ROOM, pixels)
        part = pixels[top:bottom, left:right]
        if part.size:
            small = cv2.resize(part, (BLOCKS, BLOCKS), interpolation=cv2.INTER_AREA)
            size = (right - left, bottom - top)
            masked[top:bottom, left:right] = cv2.resize(small, size, interpolation=cv2.INTER_NEAREST)
    left, top, right, bottom = _area(keep.box, 0.0, pixels)
    masked[top:bottom, left:right] = pixels[top:bottom, left:right]
    return masked


def _area(box: Box, room: float, pixels: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    x, y, width, height = box
    bottom, right = pixels.shape[:2]
    return (
        max(0, int(x - room * width)),
        max(0, int(y - room * height)),
        min(right, int(x + (1 + room) * width) + 1),
        min(bottom, int(y + (1 + room) * height) + 1),
    )
