"""The second pass over codes: a closer bound, by the lower halves, for rows that the first bound does not exclude.

Short rows are picked first and read one by one, being few. Of long rows, whose similarities crowd together, so many are
left that reading whole blocks in a stretch takes less time.
"""

import numpy as np
from numpy.typing import NDArray

from gallery.index.bounds import LOWEST, highest, sum_block
from gallery.index.compiled import compiled
from gallery.index.similarity import Rows, Vectors


@compiled
def pick_blocks(
    bounds: Vectors, tops: Vectors, floor: np.float32, begin: int, end: int, rows: Rows
) -> tuple[int, float]:
    """Write the rows of some blocks whose bound reaches `floor` into `rows`, in their order.

    Returns how many (-1: they do not fit), and the highest bound of the others.
    """
    lanes = np.empty(64, np.float32)
    count, out = 0, LOWEST
    for block in range(begin, end):
        if tops[block] < floor:
            out = max(out, tops[block])
            continue
        if count + 64 > len(rows):
            return -1, np.float64(out)
        first = block * 64
        block_bounds = bounds[first : first + 64]
        for lane in range(64):
            rows[count] = first + lane
            count += block_bounds[lane] >= floor
        for lane in range(64):
            lanes[lane] = block_bounds[lane] if block_bounds[lane] < floor else LOWEST
        out = max(out, highest(lanes))
    return count, np.float64(out)


@compiled
def refine_rows(
    lower: NDArray[np.uint8],
    steps: Vectors,
    errors: Vectors,
    numbers: NDArray[np.int16],
    centre: np.int32,
    unit: np.float32,
    norm: np.float32,
    half: np.float32,
    bounds: Vectors,
    rows: Rows,
    closer: Vectors,
) -> int:
    """Write the closer bound of each of `rows` into `closer`.

    Rows lie far apart in memory. One byte of each of their lines is read ahead for a handful of rows, so that memory
    fetches them side by side: this takes a third of the time. What is returned means nothing; it keeps the compiler
    from leaving those reads out.
    """
    width, read = lower.shape[1], 0
    own = np.empty(64, np.float32)
    for start in range(0, len(rows), 64):
        handful = rows[start : start + 64]
        for place in range(len(handful)):
            row = handful[place]
            own[place] = steps[row]
            closer[start + place] = bounds[row] - norm * errors[row]
            read ^= lower[row, width - 1]
            for j in range(0, width, 64):
                read ^= lower[row, j]
        for place in range(len(handful)):
            rest = unit * np.float32(sum_row(lower, handful[place], numbers) - centre) + half
            closer[start + place] += rest * own[place]
    return read


@compiled
def sum_row(lower: NDArray[np.uint8], row: int, numbers: NDArray[np.int16]) -> np.int32:
    """Return the sum of products of the lower halves of a row and the query."""
    width = lower.shape[1]
    # Slices, because the compiler need not ask whether an index into them counts from the end.
    pairs, early, late = lower[row], numbers[:width], numbers[width:]
    total = np.int32(0)
    for j in range(width):
        total += np.int32(np.int16(np.int16(pairs[j] & np.uint8(15)) * early[j]))
        total += np.int32(np.int16(np.int16(pairs[j] >> np.uint8(4)) * late[j]))
    return total


@compiled
def refine_blocks(
    codes: NDArray[np.uint16],
    steps: Vectors,
    errors: Vectors,
    numbers: NDArray[np.int16],
    centre: np.int32,
    unit: np.float32,
    norm: np.float32,
    half: np.float32,
    bounds: Vectors,
    tops: Vectors,
    floor: np.float32,
    begin: int,
    end: int,
    rows: Rows,
    closer: Vectors,
) -> tuple[int, int, float]:
    """Bound again, by the lower halves, the rows of those blocks that reach `floor`.

    Writes the rows that still reach it into `rows`, in their order, and their closer bounds into `closer`. Returns how
    many reached it before, how many still do (-1: they do not fit), and the highest bound of the others.
    """
    narrow, sums, lanes = np.empty(64, np.int16), np.empty(64, np.int32), np.empty(64, np.float32)
    before, still, out = 0, 0, LOWEST
    for block in range(begin, end):
        if tops[block] < floor:
            out = max(out, tops[block])
            continue
        if still + 64 > len(rows):
            return before, -1, np.float64(out)
        sum_block(codes, block, numbers, centre, narrow, sums)
        first = block * 64
        block_bounds, block_steps, block_errors = (
            bounds[first : first + 64],
            steps[first : first + 64],
            errors[first : first + 64],
        )
        for lane in range(64):
            rest = (unit * np.float32(sums[lane]) + half) * block_steps[lane]
            near = block_bounds[lane] - norm * block_errors[lane] + rest
            lanes[lane] = near if near < block_bounds[lane] else block_bounds[lane]
            before += block_bounds[lane] >= floor
        for lane in range(64):
            rows[still], closer[still] = first + lane, lanes[lane]
            still += lanes[lane] >= floor
        for lane in range(64):
            lanes[lane] = lanes[lane] if lanes[lane] < floor else LOWEST
        out = max(out, highest(lanes))
    return before, still, np.float64(out)
