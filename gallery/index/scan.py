"""The scan over one array of vectors: the same rows in the same order as a full comparison, with its proof."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from gallery.index.codes import BLOCK, Codes, PartsRefused
from gallery.index.plain import nearest_plainly, rows_of
from gallery.index.proof import Proof
from gallery.index.similarity import Rows, Vectors

if TYPE_CHECKING:
    from gallery.index.coded import CodedSearch

Part = NDArray[np.generic]

SMALL_GALLERY = 50_000
"""Rows below which there are no codes: every row is compared in float32."""

_FEW = 2_000  # eligible rows that are compared sooner than all codes are read
_CROWDED = 4  # the coded search begins with one row of each of 2 k blocks


class Scan:
    """Read-only but for `forget`; any number of threads may search at once."""

    def __init__(self, vectors: Vectors, codes: Codes | None, threads: int | None = None) -> None:
        self._vectors = vectors
        self._codes = codes
        self._coded = _search(vectors, codes, threads) if codes else None

    @classmethod
    def build(
        cls, vectors: Vectors, dimensions: int, *, threads: int | None = None, small: int = SMALL_GALLERY
    ) -> Self:
        """Prepare a scan over `vectors` (n, dimensions) float32 of unit length, which is not copied.

        Args:
            vectors: they must not change while the scan is used.
            dimensions: numbers of a vector.
            threads: for coding and searching; None: as many as there are cores. They change no result.
            small: rows below which there are no codes.
        """
        rows = vectors.reshape(-1, dimensions)
        return cls(rows, _code(rows, threads) if len(rows) >= max(small, 1) else None, threads)

    @classmethod
    def from_parts(cls, parts: Mapping[str, Part], vectors: Vectors, *, threads: int | None = None) -> Self:
        """Take up what `parts` gave for the same vectors; arrays, also mapped from a file, are not copied.

        Raises:
            PartsRefused: a part is missing, or is not one over vectors of this shape.
        """
        if not parts and len(vectors) >= SMALL_GALLERY:
            raise PartsRefused(f"scan: expected parts for {len(vectors)} vectors, got none; build it again")
        return cls(vectors, Codes.from_parts(parts, vectors) if parts else None, threads)

    def parts(self) -> dict[str, Part]:
        """Return the arrays to be kept beside the vectors; equal for equal vectors, empty for a small gallery."""
        return self._codes.parts() if self._codes else {}

    def forget(self, rows: Rows) -> None:
        """Overwrite the codes, in memory, of rows that are never allowed again."""
        if self._codes:
            self._codes.forget(rows)

    def nearest(self, query: Vectors, k: int, allowed: NDArray[np.uint8] | None) -> tuple[Rows, Vectors, Proof]:
        """Return up to `k` rows (int64), their similarities (float32), highest first, and the proof.

        Equal similarities keep the order of rows.

        Args:
            query: (d,) float32 of unit length.
            k: how many at most, from 1.
            allowed: one bit a row, `row % 8` from the lowest of byte `row // 8`; None: every row is allowed.
        """
        words = _words(allowed, len(self._vectors))
        eligible = int(np.bitwise_count(words).sum())
        if self._coded is None or eligible < _FEW or k * _CROWDED > np.count_nonzero(words):
            return self._plainly(query, k, words, eligible)
        answer = self._coded.nearest(query, k, words, eligible)
        if answer is not None:
            return answer
        rows, scores, proof = self._plainly(query, k, words, eligible)
        return rows, scores, replace(proof, widened=1)

    def _plainly(self, query: Vectors, k: int, words: NDArray[np.uint64], eligible: int) -> tuple[Rows, Vectors, Proof]:
        everybody = eligible == len(self._vectors)
        rows = None if everybody else rows_of(words.view(np.uint8), len(self._vectors))
        return nearest_plainly(self._vectors, query, k, rows)


# Compiled code takes half a second and 100 MB to import: a small gallery goes without it.


def _code(vectors: Vectors, threads: int | None) -> Codes:
    from gallery.index.coding import code

    return code(vectors, threads or os.cpu_count() or 1)


def _search(vectors: Vectors, codes: Codes, threads: int | None) -> "CodedSearch":
    from gallery.index.coded import CodedSearch

    return CodedSearch(vectors, codes, threads or os.cpu_count() or 1)


def _words(allowed: NDArray[np.uint8] | None, count: int) -> NDArray[np.uint64]:
    """One word of 64 rows; bits beyond the last row are cleared."""
    padded = np.zeros(-(-count // BLOCK) * BLOCK // 8, np.uint8)
    whole = (count + 7) // 8
    padded[:whole] = 255 if allowed is None else allowed[:whole]
    if count % 8:
        padded[whole - 1] &= (1 << count % 8) - 1
    return padded.view("<u8")
