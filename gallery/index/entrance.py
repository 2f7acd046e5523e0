"""What may enter the index, or be compared with it: FAISS and numpy take anything in silence, so it is checked here."""

import numpy as np
from numpy.typing import NDArray

from gallery.index.allowed import HIGHEST_NUMBER
from kernel_lib.errors import LeadbookError

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]

UNIT_TOLERANCE = 1e-3
_AT_ONCE = 1 << 16


class IndexRefused(LeadbookError):
    """Vectors or numbers that may not enter the index or be compared with it, or an index that cannot take them."""


def checked_vectors(vectors: Vectors, dimensions: int) -> Vectors:
    """Return vectors as (n, dimensions) float32 in one piece.

    Raises:
        IndexRefused: another size, a number that is not finite, or a length other than one.
    """
    rows = np.ascontiguousarray(vectors, np.float32)
    if rows.ndim != 2 or rows.shape[1] != dimensions:
        raise IndexRefused(f"index: expected vectors of {dimensions} numbers, got shape {rows.shape}")
    for start in range(0, len(rows), _AT_ONCE):
        lengths = np.linalg.norm(rows[start : start + _AT_ONCE], axis=1)
        if not np.isfinite(lengths).all():
            raise IndexRefused("index: expected finite numbers, got others")
        if np.abs(lengths - 1).max() > UNIT_TOLERANCE:
            raise IndexRefused("index: expected vectors of unit length, got another length")
    return rows


def checked_entries(numbers: Numbers, vectors: Vectors, dimensions: int) -> tuple[Numbers, Vectors]:
    """Return numbers and vectors in the order of their numbers.

    Raises:
        IndexRefused: as `checked_vectors`, or there is not one number for each vector, a number twice, or an unfit one.
    """
    rows = checked_vectors(vectors, dimensions)
    if numbers.shape != (len(rows),):
        raise IndexRefused(f"index: expected a number for each of {len(rows)} vectors, got {numbers.size}")
    if len(numbers) and (numbers.min() < 0 or numbers.max() >= HIGHEST_NUMBER):
        raise IndexRefused(f"index: expected reference numbers from 0 to {HIGHEST_NUMBER - 1}, got one outside")
    if (np.diff(numbers) > 0).all():
        return numbers, rows
    order = np.argsort(numbers, kind="stable")
    numbers, rows = numbers[order], rows[order]
    if (np.diff(numbers) == 0).any():
        raise IndexRefused("index: expected each reference once, got a number twice")
    return numbers, rows
