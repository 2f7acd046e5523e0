"""The one similarity."""

import math

import numpy as np
import pytest

from gallery.index.similarity import first, rounding, similarities
from tests.gallery.index.rows import evenly, unit


@pytest.mark.parametrize("dimensions", [1, 2, 7, 128, 512])
def test_a_similarity_is_the_sum_of_products_rounded_once(dimensions: int) -> None:
    """It lies within one rounding of the sum without any."""
    random = np.random.default_rng(dimensions)
    rows, query = evenly(50, dimensions, random), evenly(1, dimensions, random)[0]

    found = similarities(rows, query)

    exact = [math.fsum(a * b for a, b in zip(row.tolist(), query.tolist(), strict=True)) for row in rows]
    assert found.tolist() == pytest.approx(exact, rel=2**-23, abs=1e-15)


def test_a_similarity_is_the_same_bit_for_bit_whatever_stands_beside_the_row() -> None:
    """One row alone, or among thousands, in any place."""
    random = np.random.default_rng(3)
    rows, query = evenly(9000, 128, random), evenly(1, 128, random)[0]

    together = similarities(rows, query)

    alone = np.concatenate([similarities(rows[row : row + 1], query) for row in range(0, 9000, 300)])
    assert together[::300].tobytes() == alone.tobytes()
    assert similarities(rows[::-1], query)[::-1].tobytes() == together.tobytes()


def test_float32_in_any_order_stays_within_the_rounding() -> None:
    """The margin that sorts rows out is never too small, also where large numbers cancel."""
    random = np.random.default_rng(5)
    rows = unit(random.standard_normal((4000, 512)) * 10.0 ** random.integers(-4, 5, (4000, 512)))
    query = rows[17]

    difference = np.abs(rows @ query - similarities(rows, query)).max()

    assert difference <= rounding(512)


def test_equal_similarities_keep_the_order_of_rows() -> None:
    """The highest first; the lower row first where they tie."""
    scores = np.array([0.5, 0.7, 0.5, 0.7, -0.1], np.float32)

    rows, found = first(scores, np.array([9, 8, 2, 3, 1]), 4)

    assert rows.tolist() == [3, 8, 2, 9]
    assert found.tolist() == scores[[3, 1, 2, 0]].tolist()
