"""One operation on pixels: whole-number arithmetic only, so that the same input gives the same bytes anywhere."""

import math
from decimal import Context, Decimal, localcontext
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kernel_lib.errors import Unacceptable
from kernel_lib.wire.editing import (
    BrightnessContrast,
    Crop,
    Gamma,
    Levels,
    MaskFaces,
    Operation,
    Rectangle,
    ReflectiveSymmetry,
    Rotate,
    Turn,
)

Pixels = NDArray[np.uint8]
"""(H, W, 3) RGB."""
MOST_PIXELS = 50_000_000
MASK_BLOCKS = 4
"""Blocks across a masked face: too few to keep any feature of it."""
_ONE = 1 << 16
"""Fixed point: positions in 65,536ths of a pixel."""
_BAND = 128
"""Rows rotated at a time, so that a large picture needs little memory."""
_CONTEXT = Context(prec=40)


def apply(pixels: Pixels, operation: Operation) -> Pixels:
    """A new picture made by one operation; the input is not changed.

    Args:
        pixels: RGB, (H, W, 3) uint8.
        operation: one of the closed set, except the choice of a frame, which opens a chain.

    Returns:
        RGB, (H', W', 3) uint8, read-only, contiguous.

    Raises:
        Unacceptable: the operation does not fit this picture (A-14), or needs a video (A-15).
    """
    made = np.ascontiguousarray(_made(pixels, operation))
    made = made.copy() if made is pixels or np.shares_memory(made, pixels) else made
    made.setflags(write=False)
    return made


# Private


def _made(pixels: Pixels, operation: Operation) -> Pixels:
    match operation:
        case Crop():
            return _cropped(pixels, operation)
        case Turn():
            return np.rot90(pixels, k=-operation.quarters)
        case Rotate():
            return _rotated(pixels, operation)
        case Levels() | Gamma() | BrightnessContrast():
            return _table(operation)[pixels]
        case ReflectiveSymmetry():
            return _mirrored(pixels, operation)
        case MaskFaces():
            return _masked(pixels, operation)
        case _:
            raise _unfit("A-15", "A frame can be chosen from a video only, as the first step")


def _cropped(pixels: Pixels, crop: Crop) -> Pixels:
    height, width = pixels.shape[:2]
    if crop.left + crop.width > width or crop.top + crop.height > height:
        asked = f"{crop.left} to {crop.left + crop.width} across, {crop.top} to {crop.top + crop.height} down"
        raise _unfit("A-14", f"The crop must lie inside the picture of {width} x {height} pixels; it covers {asked}")
    return pixels[crop.top : crop.top + crop.height, crop.left : crop.left + crop.width]


def _mirrored(pixels: Pixels, symmetry: ReflectiveSymmetry) -> Pixels:
    width = pixels.shape[1]
    if not 16 <= symmetry.axis <= width - 16:
        raise _unfit("A-14", f"The axis must lie 16 pixels or more inside the width of {width}; it is {symmetry.axis}")
    if symmetry.keep == "left":
        half = pixels[:, : symmetry.axis]
        return np.concatenate([half, half[:, ::-1]], axis=1)
    half = pixels[:, symmetry.axis :]
    return np.concatenate([half[:, ::-1], half], axis=1)


@lru_cache(maxsize=64)
def _table(operation: Levels | Gamma | BrightnessContrast) -> NDArray[np.uint8]:
    """The value that each of 256 levels becomes."""
    values = [_level(level, operation) for level in range(256)]
    return np.array([min(max(value, 0), 255) for value in values], np.uint8)


def _level(level: int, operation: Levels | Gamma | BrightnessContrast) -> int:
    match operation:
        case Levels():
            span = operation.white - operation.black
            return (2 * (level - operation.black) * 255 + span) // (2 * span)
        case BrightnessContrast():
            return ((level - 128) * operation.contrast + 50) // 100 + 128 + operation.brightness
        case Gamma():
            return _gamma(level, operation.hundredths)


def _gamma(level: int, hundredths: int) -> int:
    """255 x (level / 255) ^ (1 / gamma), by decimal arithmetic, whose results do not depend on the processor."""
    if level in (0, 255):
        return level
    with localcontext(_CONTEXT):
        power = (Decimal(level) / 255).ln() * 100 / hundredths
        return int((power.exp() * 255).to_integral_value())


def _rotated(pixels: Pixels, rotate: Rotate) -> Pixels:
    """Bilinear, in fixed point; what lies outside the picture is black."""
    radians = math.radians(rotate.tenths / 10)
    sine, cosine = round(math.sin(radians) * _ONE), round(math.cos(radians) * _ONE)
    height, width = pixels.shape[:2]
    wide = -(-(width * cosine + height * abs(sine)) // _ONE)
    high = -(-(height * cosine + width * abs(sine)) // _ONE)
    if wide * high > MOST_PIXELS:
        raise _unfit("A-14", f"The rotated picture would have more than {MOST_PIXELS // 10**6} million pixels")
    framed = np.zeros((height + 2, width + 2, 3), np.uint8)
    framed[1:-1, 1:-1] = pixels
    made = np.empty((high, wide, 3), np.uint8)
    # Positions are doubled so that the centres (n - 1) / 2 are whole numbers.
    across = 2 * np.arange(wide, dtype=np.int64) - (wide - 1)
    for top in range(0, high, _BAND):
        down = (2 * np.arange(top, min(top + _BAND, high), dtype=np.int64) - (high - 1))[:, None]
        x = (across * cosine + down * sine) // 2 + (width - 1) * _ONE // 2
        y = (down * cosine - across * sine) // 2 + (height - 1) * _ONE // 2
        made[top : top + _BAND] = _sampled(framed, x, y)
    return made


def _sampled(framed: Pixels, x: NDArray[np.int64], y: NDArray[np.int64]) -> Pixels:
    """Bilinear values at fixed-point positions; `framed` has one black pixel on every side."""
    height, width = framed.shape[0] - 2, framed.shape[1] - 2
    x, y = np.clip(x + _ONE, 0, (width + 1) * _ONE - 1), np.clip(y + _ONE, 0, (height + 1) * _ONE - 1)
    left, top = x >> 16, y >> 16
    right, low = ((x & 0xFFFF) >> 8).astype(np.int32)[..., None], ((y & 0xFFFF) >> 8).astype(np.int32)[..., None]
    flat = framed.reshape(-1, 3)
    at = top * (width + 2) + left
    above = flat[at] * (256 - right) + flat[at + 1] * right
    below = flat[at + width + 2] * (256 - right) + flat[at + width + 3] * right
    mixed = (above * (256 - low) + below * low + (1 << 15)) >> 16
    return np.asarray(mixed, dtype=np.uint8)


def _masked(pixels: Pixels, mask: MaskFaces) -> Pixels:
    masked = pixels.copy()
    for rectangle in mask.others:
        rows, columns = _inside(rectangle, pixels)
        part = pixels[rows, columns]
        if part.size:
            masked[rows, columns] = _blocks(part)
    rows, columns = _inside(mask.keep, pixels)
    masked[rows, columns] = pixels[rows, columns]
    return masked


def _blocks(part: Pixels) -> Pixels:
    """Each of at most 4 x 4 blocks filled with its mean, rounded down."""
    made = np.empty_like(part)
    for rows in np.array_split(np.arange(part.shape[0]), min(MASK_BLOCKS, part.shape[0])):
        for columns in np.array_split(np.arange(part.shape[1]), min(MASK_BLOCKS, part.shape[1])):
            block = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            mean = block.sum(axis=(0, 1), dtype=np.int64) // (rows.size * columns.size)
            made[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = mean.astype(np.uint8)
    return made


def _inside(rectangle: Rectangle, pixels: Pixels) -> tuple[slice, slice]:
    left, top, width, height = rectangle
    return slice(top, min(top + height, pixels.shape[0])), slice(left, min(left + width, pixels.shape[1]))


def _unfit(rule: str, reason: str) -> Unacceptable:
    return Unacceptable(rule, f"{reason}.", "Change the step, or leave it out.", fields={"steps": f"{reason}."})
