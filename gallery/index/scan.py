"""The scan over one array of vectors: the same rows in the same order as a full comparison, with its proof."""

from collections.abc import Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gallery.index.plain import nearest_plainly, rows_of
from gallery.index.proof import Proof
from gallery.index.similarity import Rows, Vectors

Part = NDArray[np.generic]


class Scan:
    """Immutable and read-only; any number of threads may search at once."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    @classmethod
    def build(cls, vectors: Vectors, dimensions: int) -> Self:
        """Prepare a scan over `vectors` (n, dimensions) float32 of unit length, which is not copied."""
        return cls(vectors.reshape(-1, dimensions))

    @classmethod
    def from_parts(cls, parts: Mapping[str, Part], vectors: Vectors) -> Self:
        """Take up what `parts` gave for the same vectors; arrays, also mapped from a file, are not copied."""
        del parts
        return cls(vectors)

    def parts(self) -> dict[str, Part]:
        """Return the arrays to be kept beside the vectors; equal for equal vectors."""
        return {}

    def nearest(self, query: Vectors, k: int, allowed: NDArray[np.uint8] | None) -> tuple[Rows, Vectors, Proof]:
        """Return up to `k` rows (int64), their similarities (float32), highest first, and the proof.

        Args:
            query: (d,) float32 of unit length.
            k: how many at most, from 1.
            allowed: one bit a row, `row % 8` from the lowest of byte `row // 8`; None: every row is allowed.
        """
        rows = None if allowed is None else rows_of(allowed, len(self._vectors))
        return nearest_plainly(self._vectors, query, k, rows)
