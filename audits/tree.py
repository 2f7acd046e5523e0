"""The Merkle tree over the log's records, as RFC 6962 section 2.1 defines it, grown one record at a time."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tree:
    """A tree of `size` records, held as the roots of its full subtrees, largest first.

    A value, not a store: `plus` returns another tree, so that a record that could not be made durable leaves no trace.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def plus(self, record: bytes) -> "Tree":
        """Return the tree with one more record: its line in the segment, without the line's end."""
        return self.plus_hashes((leaf_hash(record),))

    def plus_hashes(self, hashes: Iterable[bytes]) -> "Tree":
        """Return the tree with more records, given by their leaf hashes."""
        size, peaks = self.size, list(self.peaks)
        for leaf in hashes:
            node, rest = leaf, size
            while rest & 1:
                node, rest = node_hash(peaks.pop(), node), rest >> 1
            peaks.append(node)
            size += 1
        return Tree(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The 32 bytes that stand for every record and their order."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def leaf_hash(record: bytes) -> bytes:
    """Return SHA-256 of 0x00 and a record, so that no record can pass for a node."""
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256 of 0x01 and two nodes."""
    return hashlib.sha256(b"\x01" + left + right).digest()
