"""Where a point of a picture lies after an operation, so that a chosen face is known again in the picture made."""

import math

from kernel_lib.wire.editing import Crop, Operation, ReflectiveSymmetry, Rotate, Turn

Point = tuple[float, float]
"""x, y in pixels."""
Size = tuple[int, int]
"""width, height in pixels."""


def moved(point: Point, before: Size, after: Size, operation: Operation) -> Point:
    """The place of a point in the picture that an operation made.

    Args:
        point: in the picture before; it may come to lie outside the one after.
        before: size of the picture before.
        after: size of the picture made, as its step records it.
        operation: what was done. Operations on grey levels, masks and frames move nothing.
    """
    x, y = point
    match operation:
        case Crop():
            return x - operation.left, y - operation.top
        case Turn():
            return _turned(point, before, operation.quarters)
        case Rotate():
            angle = math.radians(operation.tenths / 10)
            across, down = x - (before[0] - 1) / 2, y - (before[1] - 1) / 2
            return (
                across * math.cos(angle) - down * math.sin(angle) + (after[0] - 1) / 2,
                across * math.sin(angle) + down * math.cos(angle) + (after[1] - 1) / 2,
            )
        case ReflectiveSymmetry(keep="right"):
            return x + after[0] - before[0], y
        case _:
            return point


# Private


def _turned(point: Point, size: Size, quarters: int) -> Point:
    (x, y), (width, height) = point, size
    for _ in range(quarters):
        x, y, width, height = height - 1 - y, x, height, width
    return x, y
