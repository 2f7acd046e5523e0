"""What was added since the last snapshot: a small segment in memory that grows without copying what it holds."""

from dataclasses import dataclass, field

import numpy as np

from gallery.index.allowed import Numbers
from gallery.index.segment import Segment, Vectors

_FIRST_ROWS = 64


@dataclass
class Delta:
    """Rows beyond the end of every segment that was given out, so that nobody who searches one sees them come.

    One thread changes it at a time. `segment` is what is searched; `rebase` says with what to go on.
    """

    dimensions: int
    segment: Segment = field(init=False)
    _numbers: Numbers = field(init=False)
    _vectors: Vectors = field(init=False)

    def __post_init__(self) -> None:
        self.rebase(np.empty(0, np.int64), np.empty((0, self.dimensions), np.float32))

    def rebase(self, numbers: Numbers, vectors: Vectors) -> None:
        """Hold these (ascending) and nothing else. Raises MemoryError; the old ones are held then."""
        room = max(_FIRST_ROWS, 2 * len(numbers))
        held, rows = np.empty(room, np.int64), np.zeros((room, self.dimensions), np.float32)
        held[: len(numbers)], rows[: len(numbers)] = numbers, vectors
        self._numbers, self._vectors = held, rows
        self.segment = Segment.of(held[: len(numbers)], rows[: len(numbers)])

    def add(self, numbers: Numbers, vectors: Vectors) -> None:
        """Add ascending numbers that are not held. Raises MemoryError; nothing was added then."""
        before, after = len(self.segment.numbers), len(self.segment.numbers) + len(numbers)
        in_turn = not before or numbers[0] > self.segment.numbers[-1]
        if in_turn and after <= len(self._numbers) and not self.segment.erased.any():
            self._numbers[before:after], self._vectors[before:after] = numbers, vectors
            self.segment = Segment.of(self._numbers[:after], self._vectors[:after])
            return
        held, rows = self.segment.live()
        together, stacked = np.concatenate([held, numbers]), np.concatenate([rows, vectors])
        order = np.argsort(together, kind="stable")
        self.rebase(together[order], stacked[order])

    def drop(self, rows: Numbers) -> None:
        """Never compare some rows again; `overwrite` then overwrites them."""
        self.segment = self.segment.without(rows)
