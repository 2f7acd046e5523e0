"""Hashes kept on disk give the same roots and proofs as hashes of all records in memory."""

from pathlib import Path

import pytest

from audits.proof import Nodes, holds_earlier, holds_record
from audits.tiles import Tiles
from audits.tree import leaf_hash

RECORDS = [f"record {number}".encode() for number in range(1, 1_301)]
NODES = Nodes.over(RECORDS)


@pytest.fixture
def tiles(tmp_path: Path) -> Tiles:
    """The hashes of all records, written in pieces of uneven length."""
    tiles, size = Tiles(tmp_path, writable=True), 0
    for count in (1, 254, 3, 511, 1, 530):
        tiles.extend(size, map(leaf_hash, RECORDS[size : size + count]))
        size += count
    return tiles


def test_files_are_the_tiles_of_each_level(tiles: Tiles) -> None:
    """Level 0 holds every leaf, level 8 each full 256, as tlog-tiles has them."""
    level_0, level_8 = ((tiles.folder / f"level-{level}").read_bytes() for level in (0, 8))

    assert tiles.size == 1_300
    assert level_0 == b"".join(map(leaf_hash, RECORDS))
    assert level_8 == b"".join(NODES.levels[8])


@pytest.mark.parametrize("size", [1, 255, 256, 257, 512, 1_023, 1_300])
def test_roots_and_proofs_are_those_of_the_whole_tree(tiles: Tiles, size: int) -> None:
    """Tree, inclusion and consistency, at sizes around full tiles."""
    root = NODES.root(size)

    assert tiles.tree(size).root == tiles.root(size) == root
    for sequence in {1, size // 2 + 1, size}:
        proof = tiles.inclusion(sequence, size)
        assert proof == NODES.inclusion(sequence, size)
        assert holds_record(RECORDS[sequence - 1], sequence, size, root, proof)
    for old in {1, size // 2 + 1, size}:
        proof = tiles.consistency(old, size)
        assert proof == NODES.consistency(old, size)
        assert holds_earlier(old, NODES.root(old), size, root, proof)


def test_what_is_cut_can_be_written_again(tiles: Tiles) -> None:
    """Records taken back leave no hash, on any level."""
    tiles.cut(511)
    assert (tiles.size, (tiles.folder / "level-8").stat().st_size) == (511, 32)

    tiles.extend(511, map(leaf_hash, RECORDS[511:]))

    assert tiles.root(1_300) == NODES.root(1_300)


def test_missing_hashes_are_told(tiles: Tiles) -> None:
    """A file that is too short is an error, never a wrong root."""
    with pytest.raises(ValueError, match=r"tree/level-0: expected hashes"):
        tiles.tree(1_301)


def test_a_log_without_hashes_has_none(tmp_path: Path) -> None:
    """Reading makes no folder."""
    assert Tiles(tmp_path).size == 0
    assert not list(tmp_path.iterdir())
