"""Rows in 8 bits a number, in two halves: the upper four for the first look at every row, the lower for a second.

A row's step is its largest number over 128. A number x becomes code = floor(x / step) + 128, from 0 to 255, and stands
for (code - 127.5) steps; its upper four bits alone stand for (16 upper - 120) steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gallery.index.similarity import Vectors
from kernel_lib.errors import LeadbookError

BLOCK = 64
"""Rows that are compared together: one word of the bitmap."""

_LONG = 256  # numbers of a row from which lower halves are stored by lanes too
_NARROW = 8  # numbers in one round of the first scan: rows are filled up to a multiple of it


class PartsRefused(LeadbookError):
    """Arrays that are not the parts of a scan over these vectors."""


@dataclass(frozen=True)
class Codes:
    """The coded rows. With n rows of d numbers, b = blocks of 64 rows, w = d filled up to a multiple of 8, over 4.

    Attributes:
        upper: (b, w, 64) uint16; the lane of row r holds four upper halves, of the numbers 4 w to 4 w + 3.
        lower: of rows under 256 numbers (n, 2 w) uint8; byte j holds the lower halves of the numbers j, in its lower
            bits, and j + 2 w. Of longer rows (b, w, 64) uint16, like `upper`.
        steps: (64 b,) float32.
        errors: (64 b,) float32: Euclidean norm of a row minus what its upper halves stand for, rounded up.
        limits: (2,) float64: the largest norm of a row, and the largest of `errors`.
    """

    upper: NDArray[np.uint16]
    lower: NDArray[np.uint8] | NDArray[np.uint16]
    steps: Vectors
    errors: Vectors
    limits: NDArray[np.float64]

    @classmethod
    def empty(cls, count: int, dimensions: int) -> Self:
        """Zeros for `count` rows."""
        blocks, words = _shape(count, dimensions)
        return cls(
            np.zeros((blocks, words, BLOCK), np.uint16),
            np.zeros(*_lower(count, dimensions)),
            np.zeros(blocks * BLOCK, np.float32),
            np.zeros(blocks * BLOCK, np.float32),
            np.zeros(2, np.float64),
        )

    @classmethod
    def from_parts(cls, parts: Mapping[str, NDArray[np.generic]], vectors: Vectors) -> Self:
        """Take up arrays without copying them. Raises PartsRefused when one is missing or has another shape or type."""
        blocks, words = _shape(*vectors.shape)
        expected: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {
            "upper": ((blocks, words, BLOCK), np.uint16),
            "lower": _lower(*vectors.shape),
            "steps": ((blocks * BLOCK,), np.float32),
            "errors": ((blocks * BLOCK,), np.float32),
            "limits": ((2,), np.float64),
        }
        if parts.keys() != expected.keys():
            raise PartsRefused(f"scan: expected the parts {sorted(expected)}, got {sorted(parts)}; build it again")
        for name, (shape, kind) in expected.items():
            part = parts[name]
            if part.shape != shape or part.dtype != kind:
                raise PartsRefused(
                    f"scan, part {name}: expected {kind.__name__} of shape {shape}, got {part.dtype} of shape "
                    f"{part.shape}; build it again"
                )
        return cls(**parts)  # type: ignore[arg-type]  # shapes and types were compared above

    def parts(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays by name."""
        return {
            "upper": self.upper,
            "lower": self.lower,
            "steps": self.steps,
            "errors": self.errors,
            "limits": self.limits,
        }

    def forget(self, rows: NDArray[np.int64]) -> None:
        """Overwrite all that is held of some rows; for codes in memory, which a removal must not leave behind."""
        blocks, lanes = rows // BLOCK, rows % BLOCK
        self.upper[blocks, :, lanes] = 0
        if self.lower.ndim == 3:
            self.lower[blocks, :, lanes] = 0
        else:
            self.lower[rows] = 0
        self.steps[rows] = 0
        self.errors[rows] = 0

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.upper)


def _shape(count: int, dimensions: int) -> tuple[int, int]:
    return -(-count // BLOCK), -(-dimensions // _NARROW) * _NARROW // 4


def _lower(count: int, dimensions: int) -> tuple[tuple[int, ...], type[np.generic]]:
    blocks, words = _shape(count, dimensions)
    return ((blocks, words, BLOCK), np.uint16) if dimensions >= _LONG else ((count, 2 * words), np.uint8)
