"""A part of what is searched: ascending numbers, their vectors, and the scan over them. A value; threads share it."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gallery.index.allowed import Allowed, Bits, Flags, Numbers
from gallery.index.entries import GROUP, Digests, leaf_of
from gallery.index.erasure import Erasures
from gallery.index.proof import Proof
from gallery.index.scan import Scan

Vectors = NDArray[np.float32]

_REMEMBERED = 4
"""Sets of allowed numbers whose rows are kept: those of a few services on one day."""


@dataclass(frozen=True)
class Nearest:
    """What one segment answers: numbers and similarities, best first, and among how many it looked."""

    numbers: Numbers
    scores: Vectors
    compared: int
    proof: Proof


@dataclass(frozen=True, eq=False)
class Segment:
    """References in the order of their numbers. `erased` marks rows that are gone.

    `file` is the snapshot that it is mapped from, with `leaves`, the leaf of each of its groups; None: in memory only.
    """

    numbers: Numbers
    vectors: Vectors
    scan: Scan
    erased: Flags
    file: Erasures | None = None
    leaves: Digests | None = None
    _rows: dict[str, tuple[Bits, int]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, numbers: Numbers, vectors: Vectors) -> "Segment":
        """Return a segment in memory; `vectors` is (n, dimensions) and is not copied."""
        scan = Scan.build(vectors, vectors.shape[1])
        return cls(numbers, vectors, scan, np.zeros(len(numbers), np.bool_))

    @property
    def size(self) -> int:
        """How many references it holds."""
        return len(self.numbers) - int(np.count_nonzero(self.erased))

    @property
    def held(self) -> Numbers:
        """The numbers that it holds, ascending."""
        return self.numbers[~self.erased]

    @cached_property
    def held_bits(self) -> Allowed:
        """The same, as bits."""
        return Allowed.of(self.held)

    def live(self) -> tuple[Numbers, Vectors]:
        """Return numbers and vectors that it holds; views where nothing is erased."""
        if not self.erased.any():
            return self.numbers, self.vectors
        return self.numbers[~self.erased], self.vectors[~self.erased]

    def rows_of(self, numbers: Numbers) -> NDArray[np.int64]:
        """Return the rows, ascending, of those of some numbers that it holds."""
        if not len(self.numbers):
            return np.empty(0, np.int64)
        rows = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        rows = np.unique(rows[self.numbers[rows] == numbers])
        return rows[~self.erased[rows]].astype(np.int64)

    def without(self, rows: NDArray[np.int64]) -> "Segment":
        """Return the segment in which some rows are never compared again."""
        erased = self.erased.copy()
        erased[rows] = True
        return replace(self, erased=erased, _rows={})

    def overwrite(self, rows: NDArray[np.int64]) -> None:
        """Overwrite rows that are erased, where they are: in memory, or in the file.

        In a file all erased rows are overwritten that are not yet, also those of a removal that the disk refused.

        Raises:
            OSError: the disk refuses; the rows stay due.
        """
        if self.file is None:
            self.vectors[rows] = 0
            self.scan.forget(rows)
            return
        due = np.flatnonzero(self.erased & ~self.file.rows)
        if len(due):
            groups = np.unique(self.numbers[due] // GROUP).tolist()
            self.file.erase(due, {group: leaf_of(self.entries(group)).tobytes() for group in groups})

    def remains(self) -> int:
        """Count the erased rows of which the file, or memory where there is none, holds something but zeros."""
        erased = np.flatnonzero(self.erased)
        if self.file:
            return self.file.remains(erased)
        return int(np.count_nonzero(self.vectors[erased].any(axis=1)))

    def entries(self, group: int) -> list[tuple[int, Vectors]]:
        """Return (number, vector) of a group, ascending."""
        first, after = np.searchsorted(self.numbers, [group * GROUP, (group + 1) * GROUP])
        return [(int(self.numbers[row]), self.vectors[row]) for row in range(first, after) if not self.erased[row]]

    def nearest(self, query: Vectors, k: int, allowed: Allowed) -> Nearest:
        """Return up to `k` allowed references nearest to `query` (dimensions,), with the proof."""
        bits, compared = self._rows_allowed(allowed)
        if not compared:
            return Nearest(np.empty(0, np.int64), np.empty(0, np.float32), 0, Proof(k, 0, 0, None, None, ()))
        everyone = compared == len(self.numbers)
        rows, scores, proof = self.scan.nearest(query, min(k, compared), None if everyone else bits)
        return Nearest(self.numbers[rows], scores, compared, proof)

    def _rows_allowed(self, allowed: Allowed) -> tuple[Bits, int]:
        """Return one bit a row and how many are set; remembered, since many searches run over the same set."""
        known = self._rows.get(allowed.sha256)
        if known is None:
            flags = allowed.flags_at(self.numbers) & ~self.erased
            known = np.packbits(flags, bitorder="little"), int(np.count_nonzero(flags))
            for oldest in list(self._rows)[: max(0, len(self._rows) + 1 - _REMEMBERED)]:
                self._rows.pop(oldest, None)
            self._rows[allowed.sha256] = known
        return known
