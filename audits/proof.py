"""Proofs over the tree: that a record is in it, and that it holds an earlier tree (RFC 6962, 2.1.1 and 2.1.2).

A proof is a list of node hashes. Whoever has a signed root and the proof needs no other record of the log.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from audits.tree import leaf_hash, node_hash


class Subtrees(ABC):
    """Proofs from the roots of full subtrees, wherever those are kept; a proof is a walk of the tree's height."""

    @property
    @abstractmethod
    def size(self) -> int:
        """How many records there are."""

    @abstractmethod
    def full(self, level: int, index: int) -> bytes:
        """Return the root over the records from `index`·2^`level` on, 2^`level` of them."""

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` records, at least one.

        Raises:
            ValueError: there are not as many records.
        """
        self._demand(1, size, self.size)
        return self._node(0, size)

    def inclusion(self, sequence: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the record of this sequence (from 1) is one of the first `size` records.

        Raises:
            ValueError: it is not, or there are not as many records.
        """
        self._demand(sequence, size, self.size)
        self._demand(1, sequence, size)
        return tuple(self._path(sequence - 1, 0, size))

    def consistency(self, old_size: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the first `size` records begin with the first `old_size`, unchanged.

        Raises:
            ValueError: a size is below one, or there are not as many records.
        """
        self._demand(1, old_size, size)
        self._demand(1, size, self.size)
        return tuple(self._subproof(old_size, 0, size, is_known=True))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._node(middle, end)]
        return [*self._path(index, middle, end), self._node(start, middle)]

    def _subproof(self, old_end: int, start: int, end: int, *, is_known: bool) -> list[bytes]:
        if old_end == end:
            return [] if is_known else [self._node(start, end)]
        middle = start + _split(end - start)
        if old_end <= middle:
            return [*self._subproof(old_end, start, middle, is_known=is_known), self._node(middle, end)]
        return [*self._subproof(old_end, middle, end, is_known=False), self._node(start, middle)]

    def _node(self, start: int, end: int) -> bytes:
        count = end - start
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self.full(level, start >> level)
        middle = start + _split(count)
        return node_hash(self._node(start, middle), self._node(middle, end))

    def _demand(self, least: int, got: int, most: int) -> None:
        if not least <= got <= most:
            raise ValueError(f"proof: expected {least} to {most} of {self.size} records, got {got}")


@dataclass(frozen=True)
class Nodes(Subtrees):
    """Every full subtree of a log in memory, two hashes a record: `levels[k][i]` is that of `full(k, i)`."""

    levels: tuple[tuple[bytes, ...], ...]

    @classmethod
    def over(cls, records: Iterable[bytes]) -> Self:
        """Hash the records of a log, in order: each its line in the segment, without the line's end."""
        levels = [tuple(leaf_hash(record) for record in records)]
        while len(below := levels[-1]) > 1:
            levels.append(tuple(node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)))
        return cls(tuple(levels))

    @property
    def size(self) -> int:
        """How many records there are."""
        return len(self.levels[0])

    def full(self, level: int, index: int) -> bytes:
        """Return the root over the records from `index`·2^`level` on, 2^`level` of them."""
        return self.levels[level][index]


def holds_record(record: bytes, sequence: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that `record` has this sequence among the `size` records under `root`."""
    if not 1 <= sequence <= size:
        return False
    index, last, node = sequence - 1, size - 1, leaf_hash(record)
    for step in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(step, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, step)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def holds_earlier(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that the tree of `size` records begins with the tree of `old_size` records."""
    if old_size == size:
        return old_size > 0 and not proof and old_root == root
    if not 1 <= old_size < size:
        return False
    steps = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    index, last = old_size - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if not steps:
        return False
    old_node = node = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old_node, node = node_hash(step, old_node), node_hash(step, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, step)
        index, last = index >> 1, last >> 1
    return last == 0 and old_node == old_root and node == root


def _split(count: int) -> int:
    """Return the largest power of two below `count`, which is at least two."""
    return 1 << (count - 1).bit_length() - 1
