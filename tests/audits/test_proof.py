"""Proofs against the definitions of RFC 6962 written out plainly, for every tree up to a few dozen records."""

import hashlib

import pytest

from audits.proof import Nodes, holds_earlier, holds_record
from audits.tree import Tree

RECORDS = [f"record {number}".encode() for number in range(1, 34)]
NODES = Nodes.over(RECORDS)
SIZES = range(1, len(RECORDS) + 1)


def _mth(records: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word by word."""
    if not records:
        return hashlib.sha256().digest()
    if len(records) == 1:
        return hashlib.sha256(b"\x00" + records[0]).digest()
    k = _k(len(records))
    return hashlib.sha256(b"\x01" + _mth(records[:k]) + _mth(records[k:])).digest()


def _path(m: int, records: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(records) == 1:
        return []
    k = _k(len(records))
    if m < k:
        return [*_path(m, records[:k]), _mth(records[k:])]
    return [*_path(m - k, records[k:]), _mth(records[:k])]


def _subproof(m: int, records: list[bytes], is_complete: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2; PROOF(m, D) is SUBPROOF(m, D, true)."""
    if m == len(records):
        return [] if is_complete else [_mth(records)]
    k = _k(len(records))
    if m <= k:
        return [*_subproof(m, records[:k], is_complete), _mth(records[k:])]
    return [*_subproof(m - k, records[k:], False), _mth(records[:k])]


def _k(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


@pytest.mark.parametrize("size", SIZES)
def test_root_is_that_of_the_definition_and_of_the_growing_tree(size: int) -> None:
    """The root of any first part of the log is the same by all three ways."""
    tree = Tree()
    for record in RECORDS[:size]:
        tree = tree.plus(record)

    root = NODES.root(size)

    assert root == _mth(RECORDS[:size]) == tree.root


@pytest.mark.parametrize("size", SIZES)
def test_every_record_has_the_proof_of_the_definition(size: int) -> None:
    """Inclusion proofs are those of the RFC, and hold for that record at that place only."""
    root = NODES.root(size)
    for sequence in range(1, size + 1):
        proof = NODES.inclusion(sequence, size)

        assert list(proof) == _path(sequence - 1, RECORDS[:size])
        assert holds_record(RECORDS[sequence - 1], sequence, size, root, proof)
        assert not holds_record(b"another", sequence, size, root, proof)
        assert not any(
            holds_record(RECORDS[sequence - 1], other, size, root, proof) for other in SIZES if other != sequence
        )


@pytest.mark.parametrize("size", SIZES)
def test_every_earlier_tree_has_the_proof_of_the_definition(size: int) -> None:
    """Consistency proofs are those of the RFC, and do not hold for another root or another size."""
    root = NODES.root(size)
    for old in range(1, size + 1):
        proof = NODES.consistency(old, size)

        assert list(proof) == _subproof(old, RECORDS[:size], True)
        assert holds_earlier(old, NODES.root(old), size, root, proof)
        assert not holds_earlier(old, _mth([b"another"]), size, root, proof)
        assert not holds_earlier(old, NODES.root(old), size, _mth([b"another"]), proof)


@pytest.mark.parametrize("damage", ["shorter", "longer", "changed", "reordered"])
def test_a_damaged_proof_does_not_hold(damage: str) -> None:
    """A proof with a hash less, more, changed or moved shows nothing."""
    inclusion, consistency = NODES.inclusion(5, 33), NODES.consistency(21, 33)

    spoilt = [_spoil(proof, damage) for proof in (inclusion, consistency)]

    assert not holds_record(RECORDS[4], 5, 33, NODES.root(33), spoilt[0])
    assert not holds_earlier(21, NODES.root(21), 33, NODES.root(33), spoilt[1])


def _spoil(proof: tuple[bytes, ...], damage: str) -> list[bytes]:
    return {
        "shorter": [*proof[:-1]],
        "longer": [*proof, proof[0]],
        "changed": [bytes(32), *proof[1:]],
        "reordered": [*proof[::-1]],
    }[damage]


@pytest.mark.parametrize(("sequence", "size"), [(0, 5), (6, 5), (1, 34), (1, 0)])
def test_no_proof_is_given_for_what_is_not_there(sequence: int, size: int) -> None:
    """A record outside the tree, or a tree larger than the log, is refused in words."""
    with pytest.raises(ValueError, match=r"proof: expected .* got"):
        NODES.inclusion(sequence, size)


@pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5), (1, 34)])
def test_no_consistency_is_claimed_with_what_is_not_there(old: int, size: int) -> None:
    """An empty, larger or unknown earlier tree is refused, and no proof of it holds."""
    with pytest.raises(ValueError, match="proof: expected"):
        NODES.consistency(old, size)

    assert not holds_earlier(old, bytes(32), size, bytes(32), [])
