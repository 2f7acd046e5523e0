"""The fast scan gives what a full comparison gives, and proves it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gallery.index.codes import PartsRefused
from gallery.index.proof import Proof
from gallery.index.scan import Scan
from gallery.index.similarity import first, similarities
from tests.gallery.index.rows import KINDS, Vectors, evenly, unit

SEEDS = st.integers(0, 2**32 - 1)
SHARES = st.sampled_from([0.0, 0.0005, 0.01, 0.5, 0.9, 1.0])


@pytest.fixture(scope="module")
def gallery() -> Vectors:
    """Twenty thousand random rows."""
    return evenly(20_000, 128, np.random.default_rng(11))


@pytest.fixture(scope="module")
def scan(gallery: Vectors) -> Scan:
    """A scan over these, by codes."""
    return Scan.build(gallery, 128, small=1)


def compared(vectors: Vectors, query: Vectors, k: int, chosen: NDArray[np.bool_]) -> tuple[list[int], bytes]:
    """The list by comparing every chosen row."""
    rows = np.flatnonzero(chosen)
    found, scores = first(similarities(vectors[rows], query), rows, k)
    return found.tolist(), scores.tobytes()


def bits(chosen: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The bitmap of chosen rows."""
    return np.packbits(chosen, bitorder="little")


def queries(vectors: Vectors, random: np.random.Generator) -> list[Vectors]:
    """A row itself, one near a row, the opposite of a row, and one from nowhere."""
    row = vectors[random.integers(len(vectors))]
    near = row + 0.2 * random.standard_normal(len(row)) / len(row) ** 0.5
    return [row, unit(near[None])[0], -row, evenly(1, len(row), random)[0]]


@settings(max_examples=60, deadline=None)
@given(
    SEEDS, st.sampled_from(KINDS), st.sampled_from([8, 37, 128]), st.integers(2000, 5000), SHARES, st.integers(1, 12)
)
def test_the_list_is_that_of_a_full_comparison_bit_for_bit(
    seed: int, kind: object, dimensions: int, count: int, share: float, k: int
) -> None:
    """Ties, copies, near-twins, negative similarities; few eligible rows and many; more asked than are there."""
    random = np.random.default_rng(seed)
    vectors: Vectors = kind(count, dimensions, random)  # type: ignore[operator]  # one of KINDS
    scan = Scan.build(vectors, dimensions, small=1, threads=2)
    chosen = random.random(count) < share

    for query in queries(vectors, random):
        rows, scores, proof = scan.nearest(query, k, bits(chosen))

        assert (rows.tolist(), scores.tobytes()) == compared(vectors, query, k, chosen)
        assert proof.complete


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.sampled_from([1, 10, 50]), st.sampled_from([0.3, 0.9, 1.0]))
def test_what_the_proof_says_of_the_rows_left_out_is_true(
    gallery: Vectors, scan: Scan, seed: int, k: int, share: float
) -> None:
    """No eligible row outside the list exceeds the bound, unless it was compared; the bound lies below the last."""
    random = np.random.default_rng(seed)
    chosen = random.random(len(gallery)) < share
    query = queries(gallery, random)[seed % 4]

    rows, scores, proof = scan.nearest(query, k, bits(chosen))

    everybody = similarities(gallery, query)
    chosen[rows] = False
    assert proof.bound is not None
    assert proof.last == scores[-1]
    assert proof.bound < proof.last
    assert (everybody[chosen] > proof.bound).sum() <= proof.reranked - k
    assert [stage.rows for stage in proof.stages[1:]] == [stage.kept for stage in proof.stages[:-1]]


def test_the_codes_spare_nearly_all_comparisons(gallery: Vectors, scan: Scan) -> None:
    """Of twenty thousand random rows, few hundred are compared exactly: the fast path was taken."""
    _, _, proof = scan.nearest(gallery[5], 50, None)

    assert 50 <= proof.reranked < 400
    assert [stage.name for stage in proof.stages] == ["4 bits", "8 bits", "float32"]


def test_when_the_bounds_exclude_too_little_every_row_is_compared() -> None:
    """With one row twenty thousand times the search widens, and says so."""
    vectors = np.repeat(evenly(1, 128, np.random.default_rng(2)), 20_000, axis=0)

    rows, _, proof = Scan.build(vectors, 128, small=1).nearest(vectors[0], 5, None)

    assert rows.tolist() == [0, 1, 2, 3, 4]
    assert (proof.widened, proof.reranked, proof.bound) == (1, 20_000, None)


def test_nobody_eligible_is_an_empty_list_with_a_proof(scan: Scan) -> None:
    """Nothing was left out."""
    rows, scores, proof = scan.nearest(evenly(1, 128, np.random.default_rng(1))[0], 5, np.zeros(2500, np.uint8))

    assert (len(rows), len(scores)) == (0, 0)
    assert proof == Proof(5, 0, 0, None, None, proof.stages)
    assert proof.complete


def test_an_empty_gallery_gives_an_empty_list() -> None:
    """No rows, no list, no error."""
    scan = Scan.build(np.empty((0, 128), np.float32), 128)

    rows, _, proof = scan.nearest(evenly(1, 128, np.random.default_rng(1))[0], 5, None)

    assert len(rows) == 0
    assert proof.complete


def test_bits_beyond_the_last_row_mean_nothing() -> None:
    """A bitmap may be longer than the gallery, and its last byte full."""
    vectors = evenly(3001, 16, np.random.default_rng(4))
    scan = Scan.build(vectors, 16, small=1)

    rows, _, _ = scan.nearest(vectors[0], 3000, np.full(1000, 255, np.uint8))

    assert sorted(rows.tolist()) == sorted(scan.nearest(vectors[0], 3000, None)[0].tolist())
    assert rows.max() <= 3000


def test_building_gives_the_same_parts_whatever_the_number_of_threads(gallery: Vectors) -> None:
    """Twice from the same rows: the same bytes."""
    built = [Scan.build(gallery, 128, small=1, threads=threads).parts() for threads in (1, 3)]

    assert {name: part.tobytes() for name, part in built[0].items()} == {
        name: part.tobytes() for name, part in built[1].items()
    }


def test_parts_mapped_from_files_are_searched_without_a_copy(gallery: Vectors, scan: Scan, tmp_path: Path) -> None:
    """After a restart the same list comes from the mapped files."""
    for name, part in scan.parts().items():
        np.save(tmp_path / f"{name}.npy", part)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in scan.parts()}

    again = Scan.from_parts(mapped, gallery)

    assert all(np.shares_memory(part, mapped[name]) for name, part in again.parts().items())
    assert again.nearest(gallery[9], 20, None)[0].tolist() == scan.nearest(gallery[9], 20, None)[0].tolist()


@pytest.mark.parametrize("fault", ["missing", "shape", "type", "none"])
def test_parts_of_other_vectors_are_refused(gallery: Vectors, scan: Scan, fault: str) -> None:
    """A scan over the wrong codes would leave people out: it is not made."""
    parts = dict(scan.parts())
    vectors = gallery
    if fault == "missing":
        del parts["lower"]
    elif fault == "shape":
        vectors = gallery[:-100]
    elif fault == "type":
        parts["steps"] = parts["steps"].astype(np.float64)
    else:
        parts, vectors = {}, np.zeros((60_000, 2), np.float32)

    with pytest.raises(PartsRefused, match="build it again"):
        Scan.from_parts(parts, vectors)


def test_many_threads_may_search_at_once(gallery: Vectors, scan: Scan) -> None:
    """Each gets the list that it would get alone."""
    alone = [scan.nearest(gallery[row], 30, None)[0].tolist() for row in range(40)]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda row: scan.nearest(gallery[row], 30, None)[0].tolist(), range(40)))

    assert together == alone


@pytest.mark.parametrize("dimensions", [512, 1000])
def test_long_vectors_are_compared_as_exactly(dimensions: int) -> None:
    """More numbers than are summed at once."""
    random = np.random.default_rng(dimensions)
    vectors = evenly(6000, dimensions, random)
    scan = Scan.build(vectors, dimensions, small=1)

    for query in queries(vectors, random):
        rows, scores, proof = scan.nearest(query, 10, None)

        assert (rows.tolist(), scores.tobytes()) == compared(vectors, query, 10, np.ones(6000, bool))
        assert proof.complete
