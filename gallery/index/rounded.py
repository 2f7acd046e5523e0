"""The query in whole numbers, and how much of it the rounding lost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.index.codes import Codes
from gallery.index.similarity import Vectors

GROUP = 64
"""Numbers of a row whose products are summed in 16 bits before they are widened."""

_ROOM = 32767 // 15  # what the whole numbers of one sign may sum to in a group: 15 is the largest upper half
_UNITS = 16 * 2.0**-24  # roundings in float32 on the way to an upper bound, each of at most one unit


@dataclass(frozen=True)
class RoundedQuery:
    """A query (d,) as whole numbers over one scale, and the constants of the bound.

    For a row x that the codes stand for by y, and the query q as p: q·x = p·y + p·(x - y) + (q - p)·x, so that
    q·x <= p·y + |p| |x - y| + |q - p| |x|. `slack` is the last term for the longest row, with the rounding of float32.

    Attributes:
        numbers: (w,) int16, filled up with zeros.
        centre: 7.5 times their sum, which is even: what the upper and the lower halves of a row of means sum to.
        unit: one over the scale.
        norm: |p|, rounded up.
        slack: see above.
    """

    numbers: NDArray[np.int16]
    centre: np.int32
    unit: np.float32
    norm: np.float32
    slack: np.float32

    @classmethod
    def of(cls, query: Vectors, codes: Codes) -> "RoundedQuery":
        """Round a query as finely as the sums in 16 bits allow."""
        wide = np.zeros(codes.upper.shape[1] * 4)
        wide[: len(query)] = query
        starts = np.arange(0, len(wide), GROUP)
        fullest = max(np.add.reduceat(np.maximum(sign * wide, 0), starts).max() for sign in (1, -1))
        # Rounding to whole numbers adds at most a half each, and one to make their sum even.
        scale = (_ROOM - GROUP / 2 - 1) / fullest if fullest > 0 else 1.0
        numbers = _evenly(wide * scale)
        norm = float(np.linalg.norm(numbers / scale))
        lost = float(np.linalg.norm(wide - numbers / scale))
        longest, worst = codes.limits.tolist()
        slack = lost * longest + _UNITS * (1 + norm) * (1 + longest + worst)
        return cls(
            numbers.astype(np.int16),
            np.int32(7.5 * numbers.sum()),
            np.float32(1 / scale),
            np.float32(norm * (1 + 1e-6)),
            np.float32(slack * (1 + 1e-6)),
        )


def _evenly(wide: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole numbers of an even sum: where it is odd, the number furthest from its own goes the other way."""
    numbers = np.rint(wide)
    if numbers.sum() % 2:
        rest = wide - numbers
        furthest = np.abs(rest).argmax()
        numbers[furthest] += 1 if rest[furthest] > 0 else -1
    return numbers
