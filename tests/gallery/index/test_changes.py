"""Searches run side by side with additions, removals and compactions, and each answers exactly."""

import threading
from pathlib import Path

import numpy as np
import pytest

from gallery.index import compaction, exact
from gallery.index.erasure import Erasures
from gallery.index.exact import Index, IndexRefused
from gallery.index.shelf import Shelf
from gallery.index.snapshot import Content
from tests.gallery.index.dying import MODEL, SIZE, opened, start, vectors

MANY = 600


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """References 1 to 44 in two snapshots."""
    start(tmp_path)
    index = opened(tmp_path)
    assert index.load() == ""
    return index


def _expected(numbers: set[int], query: np.ndarray, k: int) -> list[int]:
    ordered = sorted(numbers)
    scores = vectors(ordered).astype(np.float64) @ query.astype(np.float64)
    return [ordered[place] for place in np.argsort(-scores, kind="stable")[:k]]


def _assert_exact(index: Index) -> None:
    query = vectors([999])[0]
    found = index.nearest(query, 10, index.held, MODEL)
    assert [number for number, _ in found] == _expected(set(index.numbers), query, 10)
    assert (found.compared, found.proof.complete) == (index.size, True)


@pytest.mark.proves("B-08")
def test_additions_and_removals_are_seen_by_the_next_search(index: Index) -> None:
    """In the first snapshot, the second, and what was just added, without a rebuild."""
    index.add([60, 50], vectors([60, 50]), MODEL)
    _assert_exact(index)
    index.remove([1, 41, 50])
    _assert_exact(index)
    index.add([55], vectors([55]), MODEL)
    _assert_exact(index)

    assert set(index.numbers) == set(range(2, 45)) - {41} | {55, 60}
    index.save()
    _assert_exact(index)
    index.fill(np.array([3, 1, 2]), vectors([3, 1, 2]))
    _assert_exact(index)


def test_what_is_added_goes_into_snapshots_beside_the_searches(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small ones at first; when they have grown, and when much is erased, all into one."""
    monkeypatch.setattr(compaction, "DELTA_ROWS", 50)
    monkeypatch.setattr(compaction, "TAIL_ROWS", 200)
    for first in range(100, 100 + MANY, 20):
        numbers = list(range(first, first + 20))
        index.add(numbers, vectors(numbers), MODEL)
    index.close()

    assert (index.trouble, index.size) == ("", 44 + MANY)
    _assert_exact(index)
    again = opened(tmp_path)
    assert again.load() == ""
    assert again.held == index.held
    again.remove(list(range(100, 500)))
    again.save()
    assert sum(path.suffix == ".idx" for path in tmp_path.iterdir()) == 1
    _assert_exact(again)


def test_searches_answer_exactly_while_everything_changes(index: Index) -> None:
    """Threads search without a pause; one adds, removes and saves. Nothing but the lasting references is asked for."""
    lasting = {1, 2, 3, 5, 7, 10, 11, 13, 17, 19}
    query = vectors([999])[0]
    expected = _expected(lasting, query, 10)
    wrong: list[list[int]] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            found = [number for number, _ in index.nearest(query, 10, lasting, MODEL)]
            if found != expected:
                wrong.append(found)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(100, 130):
        index.add([number], vectors([number]), MODEL)
        index.remove([number - 1, number - 80])
        if number % 5 == 0:
            index.save()
    index.fill(np.array(sorted(lasting)), vectors(sorted(lasting)))
    index.save()
    done.set()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.parametrize("what", ["add", "save", "nearest", "fill"])
def test_without_memory_it_is_refused_and_what_was_held_still_answers(
    index: Index, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Told in words, with nothing half done."""

    def short(*given: object, **named: object) -> None:
        raise MemoryError

    before = index.held
    query = vectors([999])[0]
    acts = {
        "add": lambda: index.add([70], vectors([70]), MODEL),
        "save": index.save,
        "nearest": lambda: index.nearest(query, 3, before, MODEL),
        "fill": lambda: index.fill(np.array([1]), vectors([1])),
    }
    if what == "save":
        index.add([71], vectors([71]), MODEL)
        before = index.held
    with monkeypatch.context() as patched:
        patched.setattr("gallery.index.scan.Scan.build", short)
        patched.setattr(exact, "joined", short)
        with pytest.raises(IndexRefused, match="enough memory"):
            acts[what]()

    assert index.held == before
    _assert_exact(index)


def test_a_full_disk_leaves_the_former_snapshots_in_use(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was added is still searched, and is put on the disk when there is room again."""
    index.add([70], vectors([70]), MODEL)

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            index.save()
    _assert_exact(index)
    assert opened(tmp_path).load() == ""
    index.save()

    again = opened(tmp_path)
    assert (again.load(), again.held) == ("", index.held)


def test_a_compaction_that_fails_is_told_and_tried_again(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reason stands until one succeeds."""
    monkeypatch.setattr(compaction, "DELTA_ROWS", 1)

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("gallery.index.shelf.write_snapshot", full)
        index.add([70], vectors([70]), MODEL)
        index._compaction.wait()
        assert "No space left" in index.trouble
    index.add([71], vectors([71]), MODEL)
    index.close()

    assert index.trouble == ""
    assert index.size == 46


def test_a_vector_is_given_out_as_a_copy(index: Index) -> None:
    """Of a reference that is held; of another it is refused."""
    assert np.array_equal(index.vector_of(42), vectors([42])[0])
    with pytest.raises(IndexRefused, match="expected it in the index"):
        index.vector_of(99)
    assert index.vector_of(42).shape == (SIZE,)


def test_a_number_given_anew_while_a_snapshot_is_written_keeps_its_new_vector(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when an enrolment was taken back, and the next one got its number."""
    index.add([50], vectors([50]), MODEL)
    added = Shelf.add

    def meanwhile(shelf: Shelf, content: Content) -> Erasures:
        file = added(shelf, content)
        index.remove([50])
        index.add([50], vectors([99]), MODEL)
        return file

    monkeypatch.setattr(Shelf, "add", meanwhile)
    index.save()

    assert np.array_equal(index.vector_of(50), vectors([99])[0])
    assert index.size == 45
