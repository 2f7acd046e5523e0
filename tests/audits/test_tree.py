"""The tree grown by records is the tree that RFC 6962 defines."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.tree import Tree


def naive_root(records: list[bytes]) -> bytes:
    """The Merkle tree hash as RFC 6962, section 2.1, writes it down."""
    if not records:
        return hashlib.sha256(b"").digest()
    if len(records) == 1:
        return hashlib.sha256(b"\x00" + records[0]).digest()
    split = 1
    while split * 2 < len(records):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(records[:split]) + naive_root(records[split:])).digest()


def grown(records: list[bytes]) -> Tree:
    """The tree of these records."""
    tree = Tree()
    for record in records:
        tree = tree.plus(record)
    return tree


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=6), max_size=70))
def test_the_root_is_that_of_rfc_6962(records: list[bytes]) -> None:
    """For any records, none included."""
    assert grown(records).root == naive_root(records)
    assert grown(records).size == len(records)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=6), min_size=2, max_size=40, unique=True), st.data())
def test_another_order_gives_another_root(records: list[bytes], data: st.DataObject) -> None:
    """The root stands for the order too."""
    place = data.draw(st.integers(0, len(records) - 2))
    swapped = records.copy()
    swapped[place : place + 2] = reversed(swapped[place : place + 2])

    assert grown(swapped).root != grown(records).root


def test_growing_leaves_the_smaller_tree_as_it_was() -> None:
    """A record that could not be made durable leaves no trace."""
    tree = grown([b"a", b"b", b"c"])

    tree.plus(b"d")

    assert tree.root == naive_root([b"a", b"b", b"c"])


def test_known_roots() -> None:
    """The test vectors of Certificate Transparency for one empty and two records."""
    assert grown([b""]).root.hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert grown([b"", b"\x00"]).root.hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
