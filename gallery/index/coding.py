"""Coding rows, each on its own, so that neither their neighbours nor the number of threads change a code."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from gallery.index.codes import Codes
from gallery.index.compiled import compiled
from gallery.index.similarity import Vectors

_AT_ONCE = 64  # blocks coded in one task


def code(vectors: Vectors, threads: int) -> Codes:
    """Return the codes of rows (n, d)."""
    codes = Codes.empty(*vectors.shape)

    def write(begin: int) -> float:
        end = min(begin + _AT_ONCE, codes.blocks)
        return code_blocks(vectors, begin, end, codes.upper, codes.lower, codes.steps, codes.errors)

    with ThreadPoolExecutor(threads) as pool:
        norms = list(pool.map(write, range(0, codes.blocks, _AT_ONCE)))
    codes.limits[:] = max(norms, default=0.0), codes.errors.max(initial=0)
    return codes


@compiled
def code_blocks(
    vectors: Vectors,
    begin: int,
    end: int,
    upper: NDArray[np.uint16],
    lower: NDArray[np.uint8] | NDArray[np.uint16],
    steps: Vectors,
    errors: Vectors,
) -> float:
    """Fill the four arrays for some blocks; return the largest norm, rounded up."""
    largest = 0.0
    for row in range(begin * 64, min(end * 64, vectors.shape[0])):
        top = np.float32(0)
        norm = 0.0
        for j in range(vectors.shape[1]):
            top = max(top, abs(vectors[row, j]))
            norm += np.float64(vectors[row, j]) * np.float64(vectors[row, j])
        largest = max(largest, np.sqrt(norm) * (1 + 1e-9))
        step = np.float32(np.float64(top) / 128 * (1 + 1e-6))
        if step == 0:
            continue
        steps[row] = step
        lost = 0.0
        for j in range(vectors.shape[1]):
            x = np.float64(vectors[row, j])
            code = min(max(int(np.floor(x / step)) + 128, 0), 255)
            rest = x - (16 * (code >> 4) - 120) * np.float64(step)
            lost += rest * rest
            upper[row >> 6, j >> 2, row & 63] |= np.uint16((code >> 4) << (4 * (j & 3)))
            if lower.ndim == 3:
                lower[row >> 6, j >> 2, row & 63] |= np.uint16((code & 15) << (4 * (j & 3)))
            else:
                width = lower.shape[1]
                lower[row, j % width] |= np.uint8((code & 15) << (4 * (j >= width)))
        errors[row] = np.float32(np.sqrt(lost) * (1 + 1e-6))
    return largest
