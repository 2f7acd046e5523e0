"""What names an index: the root of a Merkle tree over its entries."""

from pathlib import Path

import numpy as np
import pytest

from audits.proof import Nodes, holds_record
from audits.tree import leaf_hash
from gallery.index.entries import GROUP, digests_of, group_record, root_of
from gallery.index.exact import Index
from tests.gallery.index.dying import MODEL, opened, vectors

NUMBERS = [1, 2, 255, 256, 700, 1300, 1301]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index over numbers of several groups, one of them empty."""
    index = opened(tmp_path)
    index.add(NUMBERS, vectors(NUMBERS), MODEL)
    return index


def test_the_name_depends_on_what_is_held_and_not_on_how_it_came(index: Index, tmp_path: Path) -> None:
    """One by one, in another order, with others that came and went, before and after saving and a restart."""
    other = opened(tmp_path / "other")
    other.add([2000], vectors([2000]), MODEL)
    for number in reversed(NUMBERS):
        other.add([number], vectors([number]), MODEL)
        assert other.snapshot_id
    other.save()
    other.remove([2000])

    assert other.snapshot_id == index.snapshot_id
    index.save()
    assert other.snapshot_id == index.snapshot_id
    again = opened(tmp_path / "other")
    assert again.load() == ""
    assert again.snapshot_id == index.snapshot_id


@pytest.mark.parametrize("change", ["add", "remove", "vector"])
def test_every_change_gives_another_name(index: Index, change: str) -> None:
    """One more, one less, or another template under the same number."""
    before = index.snapshot_id
    if change == "add":
        index.add([3], vectors([3]), MODEL)
    else:
        index.remove([700])
    if change == "vector":
        index.add([700], vectors([701]), MODEL)

    assert index.snapshot_id != before


def test_a_group_and_its_path_prove_who_is_held_and_who_is_not(index: Index) -> None:
    """The tree is the log's: the record of a group lists its numbers, and its path leads to the root."""
    held = np.array(NUMBERS)
    rows = vectors(NUMBERS)
    groups = [
        group_record([(n, row) for n, row in zip(NUMBERS, rows, strict=True) if n // GROUP == group])
        for group in range(max(NUMBERS) // GROUP + 1)
    ]
    root, count = root_of(digests_of(held, rows))

    nodes = Nodes.over(groups)
    assert (nodes.root(len(groups)), count) == (root, len(groups))
    path = nodes.inclusion(1 + 700 // GROUP, len(groups))
    assert holds_record(groups[700 // GROUP], 1 + 700 // GROUP, len(groups), root, path)
    listed = [int.from_bytes(groups[2][at : at + 8], "big") for at in range(0, len(groups[2]), 40)]
    assert (listed, index.size) == ([700], len(NUMBERS))
    assert leaf_hash(b"") == leaf_hash(groups[3])
