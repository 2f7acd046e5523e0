"""The plain scan: every eligible row is compared. What every faster scan must agree with, and its last resort."""

import numpy as np
from numpy.typing import NDArray

from gallery.index.proof import Proof, Stage
from gallery.index.similarity import Rows, Vectors, first, rounding, similarities

_AT_ONCE = 1 << 16


def nearest_plainly(vectors: Vectors, query: Vectors, k: int, rows: Rows | None) -> tuple[Rows, Vectors, Proof]:
    """Compare `query` (d,) with the given rows of `vectors` (n, d), None: with all.

    A float32 product sorts out rows that lie below the last candidate by more than its rounding; the rest get their
    one similarity. Returns rows (≤ k,), similarities (≤ k,), and a proof in which nothing is left out.
    """
    count = len(vectors) if rows is None else len(rows)
    best = np.empty(0, np.int64), np.empty(0, np.float32)
    margin = 2 * rounding(vectors.shape[1])
    for start in range(0, count, _AT_ONCE):
        chosen = np.arange(start, min(start + _AT_ONCE, count)) if rows is None else rows[start : start + _AT_ONCE]
        block = vectors[start : start + _AT_ONCE] if rows is None else vectors[chosen]
        best = _joined(best, block, chosen, query, k, margin)
    found, scores = best
    last = float(scores[-1]) if len(scores) else None
    return found, scores, Proof(k, count, 0, None, last, (Stage("float32", count, count),))


def _joined(
    best: tuple[Rows, Vectors], block: Vectors, chosen: Rows, query: Vectors, k: int, margin: float
) -> tuple[Rows, Vectors]:
    rough = block @ query
    if len(rough) > k:
        floor = float(np.partition(rough, len(rough) - k)[len(rough) - k]) - margin
        keep = np.flatnonzero(rough >= floor)
    else:
        keep = np.arange(len(rough))
    fresh = similarities(block[keep], query)
    return first(np.concatenate([best[1], fresh]), np.concatenate([best[0], chosen[keep]]), k)


def rows_of(allowed: NDArray[np.uint8], count: int) -> Rows:
    """Return the rows whose bit is set in `allowed`: bit `row % 8`, from the lowest, of byte `row // 8`."""
    return np.flatnonzero(np.unpackbits(allowed, count=count, bitorder="little")).astype(np.int64, copy=False)
