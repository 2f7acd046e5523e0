"""Invented templates for measurements, from a seed. No person is behind them."""

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from gallery.index.similarity import Vectors

_PICTURES = 4
_WITHIN = 0.55  # length of a picture's own part beside its person's: two pictures of one person have about 0.77
_AT_ONCE = 50_000


class Distribution(StrEnum):
    """How templates lie."""

    TEMPLATES = "templates"
    """Four pictures a person; some directions stronger than others, as in templates of faces."""
    RANDOM = "random"
    """Evenly in all directions: harder for a coded scan than any model's templates."""


def invent(
    distribution: Distribution, count: int, dimensions: int, seed: int, on_progress: Callable[[int], None]
) -> Vectors:
    """Return templates (count, dimensions) of unit length: equal for equal arguments."""
    random = np.random.default_rng(seed)
    rows = np.empty((count, dimensions), np.float32)
    for start in range(0, count, _AT_ONCE):
        block = rows[start : start + _AT_ONCE]
        random.standard_normal(block.shape, np.float32, block)
        if distribution is Distribution.TEMPLATES:
            block[:] = _pictures(block, random)
        block /= np.linalg.norm(block, axis=1, keepdims=True)
        on_progress(start + len(block))
    return rows


def probes_near(rows: Vectors, count: int, seed: int) -> Vectors:
    """Return probes (count, d) of unit length, each a new picture of somebody in `rows`."""
    random = np.random.default_rng(seed)
    some = rows[random.integers(0, len(rows), count)]
    return _unit(some + _own(some.shape, random))


def _pictures(drawn: Vectors, random: np.random.Generator) -> Vectors:
    """Every `_PICTURES` rows become pictures of the first of them."""
    persons = _unit(drawn[::_PICTURES] * _strength(drawn.shape[1]))
    return np.repeat(persons, _PICTURES, axis=0)[: len(drawn)] + _own(drawn.shape, random)


def _own(shape: tuple[int, ...], random: np.random.Generator) -> Vectors:
    return np.float32(_WITHIN) * _unit(random.standard_normal(shape, np.float32) * _strength(shape[1]))


def _strength(dimensions: int) -> Vectors:
    return np.linspace(1.5, 0.5, dimensions, dtype=np.float32)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
