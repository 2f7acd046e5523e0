"""Rows of unit length for tests of the index: random ones, and the kinds that are hard to put in order."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def unit(rows: NDArray[np.floating]) -> Vectors:
    """Rows at length 1; a row of zeros becomes the first axis."""
    rows = np.array(rows, np.float32)
    rows[~rows.any(axis=-1), ..., 0] = 1
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def evenly(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """Evenly distributed directions."""
    return unit(random.standard_normal((count, dimensions)))


def twins(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """A few persons, each with many rows that differ in the sixth decimal."""
    persons = evenly(7, dimensions, random)[random.integers(0, 7, count)]
    return unit(persons + 1e-6 * random.standard_normal((count, dimensions)))


def copies(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """A few rows, each many times, bit for bit."""
    return evenly(40, dimensions, random)[random.integers(0, 40, count)]


def one_row(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """The same row again and again: all similarities are equal."""
    return np.repeat(evenly(1, dimensions, random), count, axis=0)


def axes(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """One number a row, of either sign: the worst that codes with a step for each row can meet."""
    return np.eye(dimensions, dtype=np.float32)[random.integers(0, dimensions, count)] * random.choice(
        np.array([-1, 1], np.float32), (count, 1)
    )


def lattice(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """Small whole numbers: many similarities tie."""
    return unit(random.integers(-1, 2, (count, dimensions)))


def lopsided(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """One number of each row outweighs the rest, which lie at the edges of their codes."""
    rows = random.choice(np.array([-1, 0, 1]) / 128, (count, dimensions))
    rows[:, 0] = 1
    return unit(rows)


def opposite(count: int, dimensions: int, random: np.random.Generator) -> Vectors:
    """A cone of rows; a query among their negatives has negative similarities only."""
    return unit(evenly(1, dimensions, random) + 0.3 * random.standard_normal((count, dimensions)) / dimensions**0.5)


KINDS: tuple[Callable[[int, int, np.random.Generator], Vectors], ...] = (
    evenly,
    twins,
    copies,
    one_row,
    axes,
    lattice,
    lopsided,
    opposite,
)
