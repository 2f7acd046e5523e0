"""A removed template is overwritten in every file that holds it, its codes too, and nobody else's."""

import os
from pathlib import Path

import numpy as np
import pytest

from gallery.index.erasure import Erasures
from gallery.index.exact import Index
from gallery.index.scan import Scan
from gallery.index.segment import Segment
from gallery.index.shelf import Shelf
from gallery.index.snapshot import LANES, ROWS, Content, Snapshot, write_snapshot
from tests.gallery.index.blank import blank
from tests.gallery.index.dying import KEY, MODEL, SIZE, opened, start, vectors


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.proves("B-08")
def test_a_removed_template_is_in_no_file(tmp_path: Path) -> None:
    """Neither in the snapshots, nor in a journal; all others stay, and the next start agrees."""
    start(tmp_path)
    index = opened(tmp_path)
    assert index.load() == ""
    index.add([50], vectors([50]), MODEL)

    assert index.remove([7, 42, 50]) == 3

    left = _bytes_of(tmp_path)
    gone = {7, 42, 50}
    assert all((vectors([n]).tobytes() in left) == (n not in gone) for n in range(1, 45))
    assert np.count_nonzero(index.held.flags) == 42
    again = opened(tmp_path)
    assert again.load() == ""
    assert again.held == index.held
    assert again.snapshot_id == index.snapshot_id


def test_codes_are_overwritten_as_the_scan_would(tmp_path: Path) -> None:
    """Every part of a coded scan, byte by byte: the rows' own places and no other."""
    rows = np.concatenate([vectors(list(range(1, 201)))] * 5)
    parts = {name: np.array(part) for name, part in Scan.build(rows, SIZE, small=1).parts().items()}
    layouts = {"upper": LANES, "lower": ROWS, "steps": ROWS, "errors": ROWS, "vectors": ROWS}
    arrays = {**parts, "vectors": rows, "groups": np.zeros((4, 32), np.uint8)}
    path = tmp_path / "snapshot-000001.idx"
    seal = write_snapshot(path, Content(MODEL, SIZE, len(rows), arrays, layouts))
    file = Erasures(Snapshot.map(path, seal, MODEL, SIZE), KEY)
    gone = np.array([0, 63, 64, 65, 500, 999])

    file.erase(gone, {2: b"x" * 32})

    blank(parts, gone)
    for name, expected in parts.items():
        assert np.array_equal(file.snapshot.array(name), expected), name
    kept = np.setdiff1d(np.arange(len(rows)), gone)
    held = file.snapshot.array("vectors")
    assert not held[gone].any()
    assert np.array_equal(held[kept], rows[kept])
    assert file.snapshot.array("groups")[2].tobytes() == b"x" * 32
    file.snapshot.verify(file.table)


def test_a_row_that_lies_across_two_blocks_is_overwritten_in_both(tmp_path: Path) -> None:
    """Blocks are hashed, rows are not cut to fit them."""
    size = 700
    rows = np.random.default_rng(1).normal(size=(1000, size)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = Index(Shelf(tmp_path, KEY), MODEL, size)
    index.fill(np.arange(1, 1001), rows.copy())
    index.save()

    index.remove(np.arange(1, 1001))

    assert not np.any([rows[row].tobytes()[:64] in _bytes_of(tmp_path) for row in range(0, 1000, 50)])
    again = Index(Shelf(tmp_path, KEY), MODEL, size)
    assert (again.load(), again.size) == ("", 0)


@pytest.mark.parametrize("left", [1, 40])
def test_a_line_that_was_never_finished_was_never_begun(tmp_path: Path, left: int) -> None:
    """A crash while the journal was written leaves the file as it was; the next removal stands in a line of its own."""
    start(tmp_path)
    index = opened(tmp_path)
    assert index.load() == ""
    index.remove([7])
    journal = tmp_path / "snapshot-000001.erased"
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[:left])

    again = opened(tmp_path)
    assert again.load() == ""
    again.remove([8])

    last = opened(tmp_path)
    assert last.load() == ""
    assert set(last.numbers) == set(range(1, 45)) - {7, 8}


def test_what_was_replaced_is_overwritten_before_it_is_removed(tmp_path: Path) -> None:
    """A file that is only unlinked leaves its bytes on the disk; here its descriptor still shows them."""
    start(tmp_path)
    old = (tmp_path / "snapshot-000001.idx").open("rb")
    index = opened(tmp_path)
    assert index.load() == ""

    index.fill(np.array([1]), vectors([1]))
    index.save()

    with old:
        assert set(old.read()) == {0}
    assert not (tmp_path / "snapshot-000001.idx").exists()


@pytest.mark.proves("B-08", "F-33")
def test_what_the_disk_refused_to_overwrite_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then it counts as left, whoever asks; the next removal, even of nobody, overwrites it."""
    start(tmp_path)
    index = opened(tmp_path)
    assert index.load() == ""

    with monkeypatch.context() as broken:
        broken.setattr("os.pwrite", _refuses)
        with pytest.raises(OSError, match="refuses"):
            index.remove([7])

    assert index.remains(np.array([7])) > 0
    assert index.remove([]) == 0
    assert index.remains(np.array([7])) == 0
    assert vectors([7]).tobytes() not in _bytes_of(tmp_path)
    assert opened(tmp_path).load() == ""


@pytest.mark.proves("B-08", "F-33")
def test_a_snapshot_that_could_not_be_named_leaves_no_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A removal would not know of the file, so it is overwritten at once; while it cannot be, something is left."""
    start(tmp_path)
    index = opened(tmp_path)
    assert index.load() == ""
    index.add([50], vectors([50]), MODEL)

    with monkeypatch.context() as broken:
        broken.setattr(Shelf, "name", _refuses)
        broken.setattr("gallery.index.shelf._discard", _refuses)
        with pytest.raises(OSError, match="refuses"):
            index.save()
    index.remove([42, 50])
    assert index.remains(np.array([42, 50])) == 1

    index.add([51], vectors([51]), MODEL)
    with monkeypatch.context() as broken:
        broken.setattr(Shelf, "name", _refuses)
        with pytest.raises(OSError, match="refuses"):
            index.save()

    assert index.remains(np.array([42, 50])) == 0
    assert not [number for number in (42, 50, 51) if vectors([number]).tobytes() in _bytes_of(tmp_path)]


def test_a_line_of_the_journal_that_was_cut_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk may take half a line and no more: the next line does not stand behind it."""
    start(tmp_path)
    index = opened(tmp_path)
    assert index.load() == ""

    with monkeypatch.context() as broken:
        broken.setattr("os.fdopen", _Half)
        with pytest.raises(OSError, match="journal"):
            index.remove([7])
    index.remove([8])

    again = opened(tmp_path)
    assert again.load() == ""
    assert set(again.numbers) == set(range(1, 45)) - {7, 8}


def test_codes_in_memory_are_overwritten_too() -> None:
    """A large gallery that was rebuilt has codes before it has a file."""
    for size in (16, 256):
        rows = np.random.default_rng(size).normal(size=(300, size)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        scan = Scan.build(rows, size, small=1)
        parts = {name: np.array(part) for name, part in scan.parts().items()}
        gone = np.array([0, 63, 64, 299])

        segment = Segment(np.arange(300), rows, scan, np.zeros(300, np.bool_)).without(gone)
        left = segment.remains()
        segment.overwrite(gone)

        blank(parts, gone)
        assert (left, segment.remains()) == (4, 0)
        assert all(np.array_equal(scan.parts()[name], part) for name, part in parts.items())


class _Half:
    """A file that takes half of what it is given."""

    def __init__(self, descriptor: int, *_: object, **__: object) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> "_Half":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def write(self, line: bytes) -> int:
        return os.write(self._descriptor, line[: len(line) // 2])


def _refuses(*_: object) -> int:
    raise OSError("refuses")
