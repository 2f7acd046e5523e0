"""Exact search over references."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gallery.index.exact import Index, IndexRefused
from gallery.index.shelf import Shelf

MODEL = "fake@0123"
KEY = b"k" * 32
SIZE = 16


@pytest.fixture
def vectors() -> NDArray[np.float32]:
    """Fifty unit vectors, the same in each run."""
    rows = np.random.default_rng(7).normal(size=(50, SIZE)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def index(tmp_path: Path, vectors: NDArray[np.float32]) -> Index:
    """An index of these, numbered from 1."""
    index = Index(Shelf(tmp_path, KEY), MODEL, SIZE)
    index.add(range(1, 51), vectors, MODEL)
    return index


def test_the_nearest_are_the_exact_ones(index: Index, vectors: NDArray[np.float32]) -> None:
    """Order and similarities are those of plain multiplication."""
    found = index.nearest(vectors[3], 5, range(1, 51), MODEL)

    scores = vectors @ vectors[3]
    expected = np.argsort(-scores)[:5]
    assert [number for number, _ in found] == (expected + 1).tolist()
    assert [score for _, score in found] == pytest.approx(scores[expected].tolist(), abs=1e-6)


def test_only_eligible_references_are_compared(index: Index, vectors: NDArray[np.float32]) -> None:
    """An ineligible reference never appears, and the list is still full."""
    eligible = [number for number in range(1, 51) if number != 4]

    found = index.nearest(vectors[3], 5, eligible, MODEL)

    assert 4 not in dict(found)
    assert len(found) == 5


def test_nobody_eligible_gives_an_empty_list(index: Index, vectors: NDArray[np.float32]) -> None:
    """No candidate is an answer, not an error; unknown numbers are nobody."""
    for nobody in ([], [999]):
        found = index.nearest(vectors[3], 5, nobody, MODEL)
        assert (found.pairs, found.compared, found.proof.complete) == ((), 0, True)


def test_removed_references_are_never_found(index: Index, vectors: NDArray[np.float32]) -> None:
    """A removed reference leaves the index, and the snapshot gets another name."""
    before = index.snapshot_id

    removed = index.remove([4, 999])

    assert removed == 1
    assert 4 not in dict(index.nearest(vectors[3], 50, range(1, 51), MODEL))
    assert index.snapshot_id != before


@pytest.mark.parametrize(
    ("numbers", "row", "model", "message"),
    [
        ([4], np.eye(1, SIZE), MODEL, "a number twice"),
        ([60, 60], np.eye(2, SIZE), MODEL, "a number twice"),
        ([60], np.full((1, SIZE), np.nan), MODEL, "finite"),
        ([60], np.ones((1, SIZE)), MODEL, "unit length"),
        ([60], np.eye(1, 8), MODEL, "vectors of 16 numbers"),
        ([60, 61], np.eye(1, SIZE), MODEL, "a number for each"),
        ([-1], np.eye(1, SIZE), MODEL, "one outside"),
        ([1 << 40], np.eye(1, SIZE), MODEL, "one outside"),
        ([60], np.full((1, SIZE), np.inf), MODEL, "finite"),
        ([60], np.eye(1, SIZE), "other@9", "a template of fake@0123"),
    ],
)
def test_what_faiss_would_take_in_silence_is_refused(
    index: Index, numbers: list[int], row: NDArray[np.float64], model: str, message: str
) -> None:
    """Numbers twice, wrong sizes, lengths and models leave the index as it was."""
    with pytest.raises(IndexRefused, match=message):
        index.add(numbers, row.astype(np.float32), model)

    assert index.size == 50


@pytest.mark.parametrize(
    ("vector", "k", "model", "message"),
    [
        (np.eye(1, 8)[0], 5, MODEL, "vectors of 16 numbers"),
        (np.full(SIZE, np.nan), 5, MODEL, "finite"),
        (np.ones(SIZE), 5, MODEL, "unit length"),
        (np.zeros(SIZE), 5, MODEL, "unit length"),
        (np.eye(1, SIZE)[0], 0, MODEL, "at least one candidate"),
        (np.eye(1, SIZE)[0], 5, "other@9", "a template of fake@0123"),
    ],
)
def test_a_probe_that_cannot_be_compared_is_refused(
    index: Index, vector: NDArray[np.float64], k: int, model: str, message: str
) -> None:
    """With its reason; the next search answers."""
    with pytest.raises(IndexRefused, match=message):
        index.nearest(vector.astype(np.float32), k, range(1, 51), model)

    assert len(index.nearest(np.eye(1, SIZE, dtype=np.float32)[0], 5, range(1, 51), MODEL)) == 5


def test_a_snapshot_comes_back_the_same(index: Index, tmp_path: Path) -> None:
    """After a restart the same numbers and vectors are searched under the same name."""
    index.save()
    again = Index(Shelf(tmp_path, KEY), MODEL, SIZE)

    assert again.load() == ""
    assert again.snapshot_id == index.snapshot_id
    assert again.held == index.held
