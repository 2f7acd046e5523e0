"""The first pass over codes: a bound for every eligible row.

The literals 64 (rows of a block, numbers of a group), 16 (words of a group) and 15 are those of `codes` and `rounded`:
being literals, they let the compiler turn the loops into vector instructions.
"""

import numpy as np
from numpy.typing import NDArray

from gallery.index.compiled import compiled
from gallery.index.similarity import Vectors

_EVERY_ROW = np.uint64(2**64 - 1)
LOWEST = np.float32(-np.inf)


@compiled
def bound_blocks(
    codes: NDArray[np.uint16],
    steps: Vectors,
    errors: Vectors,
    allowed: NDArray[np.uint64],
    numbers: NDArray[np.int16],
    centre: np.int32,
    unit: np.float32,
    norm: np.float32,
    slack: np.float32,
    begin: int,
    end: int,
    bounds: Vectors,
    tops: Vectors,
) -> None:
    """Write the upper bound of each row of some blocks, and the highest of each block; minus infinity: not allowed."""
    narrow, sums, lanes = np.empty(64, np.int16), np.empty(64, np.int32), np.empty(64, np.float32)
    scale = np.float32(16) * unit
    for block in range(begin, end):
        if allowed[block] == 0:
            tops[block] = LOWEST
            continue
        sum_block(codes, block, numbers, centre, narrow, sums)
        first = block * 64
        block_steps, block_errors = steps[first : first + 64], errors[first : first + 64]
        for lane in range(64):
            near = scale * np.float32(sums[lane]) * block_steps[lane]
            lanes[lane] = near + (norm * block_errors[lane] + slack)
        if allowed[block] != _EVERY_ROW:
            for lane in range(64):
                lanes[lane] = lanes[lane] if (allowed[block] >> np.uint64(lane)) & np.uint64(1) else LOWEST
        bounds[first : first + 64] = lanes
        tops[block] = highest(lanes)


@compiled
def sum_block(
    codes: NDArray[np.uint16],
    block: int,
    numbers: NDArray[np.int16],
    centre: np.int32,
    narrow: NDArray[np.int16],
    sums: NDArray[np.int32],
) -> None:
    """Write into `sums` the products of half codes and query, less `centre`: each row in a lane of its own."""
    low = np.uint16(15)
    for lane in range(64):
        sums[lane] = -centre
    for group in range(0, codes.shape[1], 16):
        for lane in range(64):
            narrow[lane] = 0
        for j in range(group, min(group + 16, codes.shape[1]), 2):
            a0, a1, a2, a3 = numbers[4 * j], numbers[4 * j + 1], numbers[4 * j + 2], numbers[4 * j + 3]
            b0, b1, b2, b3 = numbers[4 * j + 4], numbers[4 * j + 5], numbers[4 * j + 6], numbers[4 * j + 7]
            for lane in range(64):
                a, b = codes[block, j, lane], codes[block, j + 1, lane]
                narrow[lane] += (
                    np.int16(np.int16(a & low) * a0)
                    + np.int16(np.int16((a >> np.uint16(4)) & low) * a1)
                    + np.int16(np.int16((a >> np.uint16(8)) & low) * a2)
                    + np.int16(np.int16(a >> np.uint16(12)) * a3)
                    + np.int16(np.int16(b & low) * b0)
                    + np.int16(np.int16((b >> np.uint16(4)) & low) * b1)
                    + np.int16(np.int16((b >> np.uint16(8)) & low) * b2)
                    + np.int16(np.int16(b >> np.uint16(12)) * b3)
                )
        for lane in range(64):
            sums[lane] += narrow[lane]


@compiled
def highest(lanes: Vectors) -> np.float32:
    """Return the highest of 64 numbers; overwrites them."""
    width = 32
    while width:
        for lane in range(width):
            one, other = lanes[lane], lanes[lane + width]
            lanes[lane] = one if one > other else other
        width >>= 1
    return lanes[0]  # type: ignore[no-any-return]  # numpy types an element as Any
