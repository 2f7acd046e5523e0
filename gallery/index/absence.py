"""Proof that a number is not in a named index: its group's record, and the way from there to the root of the tree.

The record lists which numbers a group holds with the hash of each entry (`gallery.index.entries`), so it shows nobody's
vector. A number whose group lies behind the last filled one is absent by the count of groups, which the name binds.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.tree import leaf_hash, node_hash
from gallery.index.entries import GROUP, Digests, root_of
from kernel_lib.hashing import sha256_of

_NUMBER_BYTES, _ENTRY_BYTES, _HASH_BYTES = 8, 40, 32


@dataclass(frozen=True)
class Named:
    """What names an index: the model, how many entries, how many groups, and the root over them."""

    model_id: str
    size: int
    groups: int
    root: str

    @property
    def name(self) -> str:
        """The SHA-256 that names it, as a search's capsule does."""
        return sha256_of(vars(self))


@dataclass(frozen=True)
class Absence:
    """A group's record, and the hashes beside the way from it to the root, from below."""

    group: int
    record: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Absences:
    """A named index, with the proof of each group that was asked for and is filled."""

    named: Named
    proofs: Mapping[int, Absence]


def absences_of(model_id: str, size: int, digests: Digests, records: Mapping[int, bytes]) -> Absences:
    """Prove what some groups hold; `records` gives each group's record, `digests` the leaf of every group."""
    root, count = root_of(digests)
    levels = _levels([row.tobytes() for row in digests[:count]])
    named = Named(model_id, size, count, root.hex())
    proofs = {group: Absence(group, record, _path(levels, group)) for group, record in records.items() if group < count}
    return Absences(named, proofs)


def is_absent(number: int, named: Named, proof: Absence | None) -> bool:
    """Say whether a proof shows that a number is not held by the index of this name."""
    group = number // GROUP
    if group >= named.groups:
        return True
    if proof is None or proof.group != group or len(proof.record) % _ENTRY_BYTES:
        return False
    starts = range(0, len(proof.record), _ENTRY_BYTES)
    held = {int.from_bytes(proof.record[start : start + _NUMBER_BYTES], "big") for start in starts}
    return number not in held and _root(proof, named.groups).hex() == named.root


# Private


def _levels(leaves: list[bytes]) -> list[list[bytes]]:
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node_hash(below[place], below[place + 1]) for place in range(0, len(below) - 1, 2)]
        levels.append(above + below[len(below) - len(below) % 2 :])
    return levels


def _path(levels: list[list[bytes]], place: int) -> tuple[bytes, ...]:
    found = []
    for level in levels[:-1]:
        if place ^ 1 < len(level):
            found.append(level[place ^ 1])
        place //= 2
    return tuple(found)


def _root(proof: Absence, count: int) -> bytes:
    node, place, rest = leaf_hash(proof.record), proof.group, list(proof.path)
    while count > 1:
        if place ^ 1 < count:
            if not rest:
                return b""
            beside = rest.pop(0)
            node = node_hash(beside, node) if place % 2 else node_hash(node, beside)
        place, count = place // 2, (count + 1) // 2
    return b"" if rest else node
