"""The fast search: a bound for every eligible row, exact similarities for the few that it cannot exclude."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.index.bounds import bound_blocks
from gallery.index.codes import BLOCK, Codes
from gallery.index.proof import Proof, Stage
from gallery.index.refining import pick_blocks, refine_blocks, refine_rows
from gallery.index.rounded import RoundedQuery
from gallery.index.shares import Shares
from gallery.index.similarity import Rows, Vectors, first, similarities

_CROWDED = 2  # half of the rows left: a plain scan costs less


_Again = tuple[Any, Vectors, Vectors, NDArray[np.int16], np.int32, np.float32, np.float32, np.float32]
"""What both kinds of a second pass are given first; the lower halves are of two kinds."""


@dataclass(frozen=True)
class _Left:
    """Rows that a floor does not exclude, their bounds, how many were looked at, the highest bound of the others."""

    rows: Rows
    bounds: Vectors
    looked: int
    out: float


class CodedSearch:
    """Searches one array of vectors by its codes. Holds threads and buffers, and changes nothing else."""

    def __init__(self, vectors: Vectors, codes: Codes, threads: int) -> None:
        self._vectors = vectors
        self._codes = codes
        self._shares = Shares(codes.blocks, threads)
        self._spare: deque[tuple[Vectors, Vectors]] = deque(maxlen=threads)
        self._compile()

    def nearest(
        self, query: Vectors, k: int, allowed: NDArray[np.uint64], eligible: int
    ) -> tuple[Rows, Vectors, Proof] | None:
        """Return rows, similarities and proof; None: the bounds exclude too little, so that a plain scan costs less.

        Args:
            query: (d,) float32.
            k: how many, at most a fourth of the blocks that hold an allowed row.
            allowed: one word a block.
            eligible: how many bits are set in it.
        """
        rounded = RoundedQuery.of(query, self._codes)
        with self._buffers() as (bounds, tops):
            self._shares.each(lambda begin, end: self._bound(rounded, allowed, bounds, tops, begin, end))
            floor = self._floor(query, k, bounds, tops)
            left = self._refine(rounded, floor, bounds, tops)
        if left is None:
            return None
        return self._compared(query, k, floor, left, eligible)

    def _compile(self) -> None:
        """Compile for arrays of these kinds now, by a search of no blocks, so that nobody's first search waits."""
        query = RoundedQuery.of(np.zeros(self._vectors.shape[1], np.float32), self._codes)
        with self._buffers() as (bounds, tops):
            self._bound(query, np.zeros(0, np.uint64), bounds, tops, 0, 0)
            self._refined(query, np.float32(0), bounds, tops, 0, 0)

    def _bound(
        self,
        query: RoundedQuery,
        allowed: NDArray[np.uint64],
        bounds: Vectors,
        tops: Vectors,
        begin: int,
        end: int,
    ) -> None:
        codes = self._codes
        bound_blocks(
            codes.upper,
            codes.steps,
            codes.errors,
            allowed,
            query.numbers,
            query.centre,
            query.unit,
            query.norm,
            query.slack,
            begin,
            end,
            bounds,
            tops,
        )

    def _floor(self, query: Vectors, k: int, bounds: Vectors, tops: Vectors) -> np.float32:
        """The k-th similarity of some promising rows, one a block: what the k-th of all cannot fall below."""
        some = min(2 * k, len(tops))
        blocks = np.argpartition(tops, len(tops) - some)[len(tops) - some :]
        blocks = blocks[tops[blocks] > -np.inf]
        rows = blocks * BLOCK + bounds.reshape(-1, BLOCK)[blocks].argmax(axis=1)
        scores = similarities(self._vectors[rows], query)
        return np.float32(np.sort(scores)[len(scores) - k])

    def _refine(self, query: RoundedQuery, floor: np.float32, bounds: Vectors, tops: Vectors) -> _Left | None:
        found = self._shares.each(lambda begin, end: self._refined(query, floor, bounds, tops, begin, end))
        whole = [part for part in found if part is not None]
        if len(whole) < len(found):
            return None
        return _Left(
            np.concatenate([part.rows for part in whole]),
            np.concatenate([part.bounds for part in whole]),
            sum(part.looked for part in whole),
            max(part.out for part in whole),
        )

    def _refined(
        self, query: RoundedQuery, floor: np.float32, bounds: Vectors, tops: Vectors, begin: int, end: int
    ) -> _Left | None:
        room = (end - begin) * BLOCK // _CROWDED + BLOCK
        rows, closer = np.empty(room, np.int64), np.empty(room, np.float32)
        if self._codes.lower.ndim == 3:
            looked, kept, out = refine_blocks(*self._again(query), bounds, tops, floor, begin, end, rows, closer)
            return None if kept < 0 else _Left(rows[:kept].copy(), closer[:kept].copy(), looked, out)
        looked, out = pick_blocks(bounds, tops, floor, begin, end, rows)
        if looked < 0:
            return None
        refine_rows(*self._again(query), bounds, rows[:looked], closer)
        keep = closer[:looked] >= floor
        out = max(out, float(closer[:looked].max(where=~keep, initial=-np.inf)))
        return _Left(rows[:looked][keep], closer[:looked][keep], looked, out)

    def _again(self, query: RoundedQuery) -> _Again:
        codes = self._codes
        half = np.float32(float(query.norm) * 0.5 * self._vectors.shape[1] ** 0.5 * (1 + 1e-6))
        return codes.lower, codes.steps, codes.errors, query.numbers, query.centre, query.unit, query.norm, half

    def _compared(
        self, query: Vectors, k: int, floor: np.float32, left: _Left, eligible: int
    ) -> tuple[Rows, Vectors, Proof]:
        """Compare the most promising k first: their last similarity excludes most of the others."""
        order = np.argsort(-left.bounds, kind="stable")
        head, tail = order[:k], order[k:]
        sure = similarities(self._vectors[left.rows[head]], query)
        floor = max(floor, sure.min())
        open_ = tail[left.bounds[tail] >= floor]
        scores = np.concatenate([sure, similarities(self._vectors[left.rows[open_]], query)])
        rows, scores = first(scores, left.rows[np.concatenate([head, open_])], k)
        out = max(left.out, float(left.bounds[tail].max(where=left.bounds[tail] < floor, initial=-np.inf)))
        compared = len(head) + len(open_)
        stages = (
            Stage("4 bits", eligible, left.looked),
            Stage("8 bits", left.looked, compared),
            Stage("float32", compared, len(rows)),
        )
        bound = out if compared < eligible else None
        return rows, scores, Proof(k, compared, 0, bound, float(scores[-1]), stages)

    @contextmanager
    def _buffers(self) -> Iterator[tuple[Vectors, Vectors]]:
        """Two arrays for the bounds of one search: given back, so that the next need not ask the system for memory."""
        try:
            pair = self._spare.pop()
        except IndexError:
            blocks = self._codes.blocks
            pair = np.empty(blocks * BLOCK, np.float32), np.empty(blocks, np.float32)
        try:
            yield pair
        finally:
            self._spare.append(pair)
