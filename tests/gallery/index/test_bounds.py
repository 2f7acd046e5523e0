"""Upper bounds by codes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.index.bounds import LOWEST, bound_blocks
from gallery.index.codes import Codes
from gallery.index.coding import code
from gallery.index.refining import pick_blocks, refine_blocks, refine_rows
from gallery.index.rounded import GROUP, RoundedQuery
from gallery.index.similarity import similarities
from tests.gallery.index.blank import blank
from tests.gallery.index.rows import KINDS, Vectors, evenly


def bounds_of(codes: Codes, query: Vectors, count: int) -> tuple[Vectors, Vectors]:
    """The first bounds of all rows, and the closer ones."""
    rounded = RoundedQuery.of(query, codes)
    size = codes.blocks * 64
    wide, tops = np.empty(size, np.float32), np.empty(codes.blocks, np.float32)
    everybody = np.packbits(np.arange(size) < count, bitorder="little").view(np.uint64)
    constants = (rounded.numbers, rounded.centre, rounded.unit, rounded.norm)
    bound_blocks(
        codes.upper, codes.steps, codes.errors, everybody, *constants, rounded.slack, 0, codes.blocks, wide, tops
    )
    rows, closer = np.empty(size + 64, np.int64), np.empty(size + 64, np.float32)
    half = np.float32(float(rounded.norm) * 0.5 * len(query) ** 0.5 * (1 + 1e-6))
    again = (codes.lower, codes.steps, codes.errors, *constants, half, wide)
    floor = np.float32(-10)
    if codes.lower.ndim == 3:
        looked, kept, out = refine_blocks(*again, tops, floor, 0, codes.blocks, rows, closer)
        assert looked == count
    else:
        kept, out = pick_blocks(wide, tops, floor, 0, codes.blocks, rows)
        refine_rows(*again, rows[:kept], closer)
    assert (kept, out) == (count, LOWEST)
    assert rows[:kept].tolist() == list(range(count))
    assert tops.tolist() == wide.reshape(-1, 64).max(axis=1).tolist()
    return wide[:count], closer[:count]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS), st.sampled_from([3, 8, 64, 100, 128, 512]))
def test_no_similarity_exceeds_its_bounds(seed: int, kind: object, dimensions: int) -> None:
    """Neither the first bound nor the closer one, whatever the rows and the query."""
    random = np.random.default_rng(seed)
    vectors: Vectors = kind(64 * 6, dimensions, random)  # type: ignore[operator]  # one of KINDS
    codes = code(vectors, 1)

    for query in (vectors[3], -vectors[3], evenly(1, dimensions, random)[0]):
        wide, closer = bounds_of(codes, query, len(vectors))

        exact = similarities(vectors, query)
        assert (exact <= wide).all()
        assert (exact <= closer).all()


def test_bounds_are_close_for_rows_like_templates() -> None:
    """About a tenth above the similarity by four bits, and a hundredth by eight."""
    random = np.random.default_rng(8)
    vectors, query = evenly(6400, 128, random), evenly(1, 128, random)[0]

    wide, closer = bounds_of(code(vectors, 1), query, len(vectors))

    exact = similarities(vectors, query)
    assert float((wide - exact).mean()) == pytest.approx(0.105, abs=0.02)
    assert float((closer - exact).mean()) == pytest.approx(0.014, abs=0.006)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS), st.sampled_from([3, 64, 130, 512]))
def test_sums_of_the_rounded_query_fit_into_16_bits(seed: int, kind: object, dimensions: int) -> None:
    """Fifteen times the numbers of one sign in a group, the most that codes can ask for."""
    random = np.random.default_rng(seed)
    vectors: Vectors = kind(64, dimensions, random)  # type: ignore[operator]  # one of KINDS

    numbers = RoundedQuery.of(vectors[0], code(vectors, 1)).numbers.astype(int)

    for start in range(0, len(numbers), GROUP):
        group = numbers[start : start + GROUP]
        assert 15 * group[group > 0].sum() <= 32767
        assert 15 * group[group < 0].sum() >= -32768
    assert numbers.sum() % 2 == 0


def test_rows_overwritten_with_zeros_keep_true_bounds() -> None:
    """What stays in a file when templates were erased: zeros in every part, equal to codes of zeros."""
    random = np.random.default_rng(9)
    vectors = evenly(200, 128, random)
    codes = code(vectors, 1)
    rows = np.array([5, 64, 199])

    vectors[rows] = 0
    blank(codes.parts(), rows)

    fresh = code(vectors, 1).parts()
    for name in ("upper", "lower", "steps", "errors"):
        assert codes.parts()[name].tobytes() == fresh[name].tobytes()
    for query in (evenly(1, 128, random)[0], vectors[0]):
        wide, closer = bounds_of(codes, query, len(vectors))
        assert (similarities(vectors, query) <= np.minimum(wide, closer)).all()
