"""What names an index: a Merkle tree over its entries, so that one more or one less changes little and proves much.

An entry is a reference number and its vector. Entries stand in groups of 256 by number; a group's record lists the
numbers that it holds with the hash of each entry. The tree over the groups is that of RFC 6962, as the log's. So a
group's record and its path prove that a number is held, or that it is not, and show nobody's vector.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from audits.tree import leaf_hash, node_hash
from kernel_lib.hashing import sha256_of

GROUP = 256
"""Reference numbers a group."""

Digests = NDArray[np.uint8]
"""(groups, 32): the leaf of each group of the tree, from number 0 on."""

_EMPTY = np.frombuffer(leaf_hash(b""), np.uint8)


def group_record(entries: Iterable[tuple[int, NDArray[np.float32]]]) -> bytes:
    """Return the record of a group from its (number, vector), ascending: 8 bytes of number and 32 of hash for each."""
    record = bytearray()
    for number, vector in entries:
        named = number.to_bytes(8, "big")
        record += named + leaf_hash(named + np.ascontiguousarray(vector, "<f4").tobytes())
    return bytes(record)


def digests_of(numbers: NDArray[np.int64], vectors: NDArray[np.float32]) -> Digests:
    """Return the leaf of every group up to the highest number; `numbers` ascend, `vectors` is (n, dimensions)."""
    count = int(numbers[-1]) // GROUP + 1 if len(numbers) else 0
    digests = empty_groups(count)
    if count:
        filled, starts = np.unique(numbers // GROUP, return_index=True)
        for group, start, end in zip(filled, starts, [*starts[1:], len(numbers)], strict=True):
            digests[group] = leaf_of(zip(numbers[start:end].tolist(), vectors[start:end], strict=True))
    return digests


def leaf_of(entries: Iterable[tuple[int, NDArray[np.float32]]]) -> Digests:
    """Return the leaf (32,) of one group."""
    return np.frombuffer(leaf_hash(group_record(entries)), np.uint8)


def empty_groups(count: int) -> Digests:
    """Return the leaves of groups that hold nothing."""
    return np.tile(_EMPTY, (count, 1))


def root_of(digests: Digests) -> tuple[bytes, int]:
    """Return the root and how many groups it stands over: empty ones at the end do not count."""
    filled = np.flatnonzero((digests != _EMPTY).any(axis=1)) if len(digests) else np.empty(0, np.int64)
    count = int(filled[-1]) + 1 if len(filled) else 0
    level = [row.tobytes() for row in digests[:count]]
    while len(level) > 1:
        above = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        # A last one without a partner stands for itself one level up: RFC 6962 splits at the largest power of two.
        level = above + level[len(level) - len(level) % 2 :]
    return (level[0] if level else _EMPTY.tobytes()), count


def name_of(model_id: str, size: int, digests: Digests) -> str:
    """Return the SHA-256 that names what is searched: model, count, and the root over all entries."""
    root, groups = root_of(digests)
    return sha256_of({"model_id": model_id, "size": size, "groups": groups, "root": root.hex()})
