"""The fast search by itself, also where the scan would sooner compare every row."""

import os

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gallery.index.coded import CodedSearch
from gallery.index.coding import code
from gallery.index.similarity import first, similarities
from tests.gallery.index.rows import KINDS, Vectors, evenly

EXAMPLES = int(os.environ.get("LEADBOOK_EXAMPLES", "80"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(KINDS),
    st.sampled_from([2, 8, 37, 128, 200]),
    st.integers(64, 6000),
    st.sampled_from([0.02, 0.5, 0.9, 1.0]),
    st.integers(1, 30),
)
def test_the_fast_search_gives_the_full_list_or_says_that_it_cannot(
    seed: int, kind: object, dimensions: int, count: int, share: float, k: int
) -> None:
    """Bit for bit, in the order of similarity and then of rows; with a bound below the last similarity."""
    random = np.random.default_rng(seed)
    vectors: Vectors = kind(count, dimensions, random)  # type: ignore[operator]  # one of KINDS
    chosen = np.zeros(-(-count // 64) * 64, bool)
    chosen[:count] = random.random(count) < share
    words = np.packbits(chosen, bitorder="little").view("<u8")
    k = min(k, int(np.count_nonzero(words)) // 4)
    assume(k > 0)
    search = CodedSearch(vectors, code(vectors, 1), threads=2)

    for query in (vectors[count // 2], -vectors[0], evenly(1, dimensions, random)[0]):
        answer = search.nearest(query, k, words, int(chosen.sum()))
        if answer is None:
            continue
        rows, scores, proof = answer
        eligible = np.flatnonzero(chosen)
        expected, exact = first(similarities(vectors[eligible], query), eligible, k)
        assert rows.tolist() == expected.tolist()
        assert scores.tobytes() == exact.tobytes()
        assert proof.complete


def test_random_rows_never_make_the_fast_search_give_up() -> None:
    """Two hundred queries over random rows are all answered by codes."""
    random = np.random.default_rng(6)
    vectors = evenly(10_000, 128, random)
    search = CodedSearch(vectors, code(vectors, 2), threads=2)
    words = np.full(157, 2**64 - 1, np.uint64)
    words[-1] = 2**16 - 1

    answers = [search.nearest(query, 30, words, 10_000) for query in evenly(200, 128, random)]

    assert None not in answers
