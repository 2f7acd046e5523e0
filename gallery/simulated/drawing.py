"""Drawn placeholders: grey squares that no eye takes for a face, with the number of an invented person in them.

A tile is 224 by 224 pixels. Its 64 squares are bits: who is shown (20), which picture of the person it is (12), how
poor it is (8), and a check (24). The squares survive being cut, darkened, brightened and scaled by compression, because
each is read by its mean against the middle of all.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from kernel_lib.hashing import sha256_hex

SIDE = 224
LEFT, TOP, SCALE = 57, 41, 1
"""Where the aligned crop of 112 pixels lies in a tile, and how many pixels of the tile each of its pixels is."""
_GRID = 8
_SQUARE = 14
_DARK, _LIGHT, _GROUND = 62, 188, 150
_TINT = (10, 0, -8)
_PERSON_BITS, _PICTURE_BITS, _POOR_BITS, _CHECK_BITS = 20, 12, 8, 24
_LEAST_CONTRAST = 20
MOST_POOR = (1 << _POOR_BITS) - 1


@dataclass(frozen=True)
class Drawn:
    """What a tile says: an invented person's number, the number of the picture, and how poor it is, 0 to 255."""

    person: int
    picture: int = 0
    poor: int = 0


def tile(drawn: Drawn) -> bytes:
    """Return the tile as PNG; the same drawing gives the same bytes."""
    image = _image(drawn)
    ImageDraw.Draw(image).text((SIDE // 2 - 70, SIDE - 30), "SIMULATED - NO PERSON", fill=(20, 20, 20))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def read_crop(crop: NDArray[np.uint8]) -> Drawn | None:
    """Return what an aligned crop (112, 112, 3) says, or None where it is no drawing of ours."""
    grey = crop.mean(axis=2)
    squares = grey.reshape(_GRID, _SQUARE, _GRID, _SQUARE)[:, 4:-4, :, 4:-4].mean(axis=(1, 3)).ravel()
    low, high = squares.min(), squares.max()
    if high - low < _LEAST_CONTRAST:
        return None
    return _drawn(squares > (low + high) / 2)


def read_tile(pixels: NDArray[np.uint8], left: int = 0) -> Drawn | None:
    """Return what the tile says that begins so many pixels from the left of a picture, or None where there is none."""
    side = _GRID * _SQUARE * SCALE
    window = pixels[TOP : TOP + side : SCALE, left + LEFT : left + LEFT + side : SCALE]
    return read_crop(window) if window.shape[:2] == (_GRID * _SQUARE,) * 2 else None


# Private


def _image(drawn: Drawn) -> Image.Image:
    """Draw small and grey, enlarge, and put it on the ground, a little warm as daylight is."""
    levels = np.where(_bits(drawn).reshape(_GRID, _GRID), _LIGHT, _DARK)
    tinted = (levels[..., None] + _TINT).astype(np.uint8)
    side = _GRID * _SQUARE * SCALE
    image = Image.new("RGB", (SIDE, SIDE), tuple(_GROUND + tint for tint in _TINT))
    image.paste(Image.fromarray(tinted).resize((side, side), Image.Resampling.NEAREST), (LEFT, TOP))
    return image


def _bits(drawn: Drawn) -> NDArray[np.bool_]:
    said = drawn.person << (_PICTURE_BITS + _POOR_BITS) | drawn.picture << _POOR_BITS | drawn.poor
    whole = said << _CHECK_BITS | _check(said)
    return np.array([whole >> place & 1 for place in range(_GRID * _GRID)], dtype=bool)


def _drawn(bits: NDArray[np.bool_]) -> Drawn | None:
    whole = sum(1 << place for place, bit in enumerate(bits.tolist()) if bit)
    said, check = whole >> _CHECK_BITS, whole & ((1 << _CHECK_BITS) - 1)
    if check != _check(said):
        return None
    person, picture = said >> (_PICTURE_BITS + _POOR_BITS), said >> _POOR_BITS & ((1 << _PICTURE_BITS) - 1)
    return Drawn(person, picture, said & MOST_POOR)


def _check(said: int) -> int:
    return int(sha256_hex(f"simulated {said}".encode())[: _CHECK_BITS // 4], 16)
