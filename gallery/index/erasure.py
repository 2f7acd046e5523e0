"""Overwriting the rows of removed references in a snapshot, so that a crash at any moment leaves a file that is whole.

First a line is added to the journal beside the file: which rows go, and the hashes that the touched blocks and groups
have afterwards. Then the bytes are overwritten. When the file is opened, every row of the journal is overwritten again,
and the blocks are checked against the newest hashes; a line that was never finished was never begun.
"""

import errno
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.index.snapshot import BLOCK, ROWS, Place, Snapshot, SnapshotRefused
from kernel_lib.hashing import canonical_json

GROUPS = "groups"
"""The array of a snapshot that holds the leaf of each group of its entries."""


@dataclass(frozen=True, eq=False)
class _Cut:
    """Stretches of the body, of one width, from ascending offsets on; `data` (stretches, width) takes their place."""

    starts: NDArray[np.int64]
    width: int
    data: NDArray[np.uint8] | None = None

    def apply(self, block: NDArray[np.uint8], at: int) -> None:
        """Change a block that begins at this offset of the body."""
        first, after = np.searchsorted(self.starts, [at - self.width + 1, at + len(block)])
        places = self.starts[first:after, None] + np.arange(self.width) - at
        inside = (places >= 0) & (places < len(block))
        block[places[inside]] = 0 if self.data is None else self.data[first:after][inside]

    @property
    def blocks(self) -> NDArray[np.int64]:
        """Every block that is touched."""
        return np.unique(np.concatenate([self.starts // BLOCK, (self.starts + self.width - 1) // BLOCK]))


@dataclass
class Erasures:
    """The journal of one snapshot. `rows` says of each row whether it is erased; `table` is the hashes of now."""

    snapshot: Snapshot
    key: bytes = field(repr=False)
    rows: NDArray[np.bool_] = field(init=False)
    table: NDArray[np.uint8] = field(init=False)
    _lines: int = 0

    def __post_init__(self) -> None:
        self.rows = np.zeros(self.snapshot.count, np.bool_)
        self.table = self.snapshot.table.copy()

    @property
    def path(self) -> Path:
        """The journal's file."""
        return journal_of(self.snapshot.path)

    def replay(self) -> None:
        """Carry out what the journal says, again where it was done.

        Raises:
            SnapshotRefused: a line but the last is damaged, or was written for another snapshot.
            OSError: the file cannot be written.
        """
        for erased, groups, blocks in self._read():
            self._overwrite(_cuts(self.snapshot, erased, groups))
            self._note(erased, blocks)

    def erase(self, erased: NDArray[np.int64], groups: Mapping[int, bytes]) -> None:
        """Overwrite rows (ascending) in every array that holds them, and their groups' leaves; durable at the end.

        Raises:
            OSError: the disk refused; the rows are erased at the next start, or the file is refused.
        """
        cuts = _cuts(self.snapshot, erased, groups)
        changed = _changed(self.snapshot, cuts)
        blocks = {number: hashlib.sha256(block).digest() for number, block in changed}
        told = {
            "rows": _runs(erased),
            GROUPS: {str(group): leaf.hex() for group, leaf in groups.items()},
            "blocks": {str(number): digest.hex() for number, digest in blocks.items()},
        }
        line = canonical_json(told)
        _append(self.path, line + b" " + self._mac(line).encode() + b"\n")
        self._lines += 1
        self._overwrite(cuts)
        self._note(erased, blocks)

    def remains(self, erased: NDArray[np.int64]) -> int:
        """Count of some rows (ascending) the places in the file that still hold something but zeros."""
        left = 0
        for cut in _cuts(self.snapshot, erased, {}) if len(erased) else ():
            for some in np.array_split(cut.starts, max(1, len(cut.starts) * cut.width // BLOCK)):
                places = some[:, None] + np.arange(cut.width)
                body = np.frombuffer(self.snapshot.body, np.uint8)
                left += int(np.count_nonzero(body[places].any(axis=1)))
        return left

    def _note(self, erased: NDArray[np.int64], blocks: Mapping[int, bytes]) -> None:
        rows = self.rows.copy()
        rows[erased] = True
        self.rows = rows
        for number, digest in blocks.items():
            self.table[number] = np.frombuffer(digest, np.uint8)

    def _overwrite(self, cuts: Sequence[_Cut]) -> None:
        with self.snapshot.path.open("r+b", buffering=0) as file:
            for number, block in _changed(self.snapshot, cuts):
                at, done = self.snapshot.start + number * BLOCK, 0
                while done < len(block):
                    done += os.pwrite(file.fileno(), block[done:], at + done)
            os.fsync(file.fileno())

    def _read(self) -> Iterator[tuple[NDArray[np.int64], dict[int, bytes], dict[int, bytes]]]:
        if not self.path.exists():
            return
        whole, _, torn = self.path.read_bytes().rpartition(b"\n")
        if torn:
            # A line that was never finished was never begun; the next one must not stand behind it.
            os.truncate(self.path, len(whole) + bool(whole))
        for line in whole.splitlines():
            text, _, mac = line.rpartition(b" ")
            if not hmac.compare_digest(mac, self._mac(text).encode()):
                raise SnapshotRefused(f"journal: expected line {self._lines + 1} of this snapshot, got other bytes")
            self._lines += 1
            told: Mapping[str, Any] = json.loads(text)
            rows = np.concatenate([np.arange(first, last + 1) for first, last in told["rows"]])
            yield rows.astype(np.int64), _hashes(told[GROUPS]), _hashes(told["blocks"])

    def _mac(self, line: bytes) -> str:
        return hmac.new(self.key, f"{self.snapshot.seal} {self._lines} ".encode() + line, hashlib.sha256).hexdigest()


def journal_of(path: Path) -> Path:
    """Return the journal's path of a snapshot's."""
    return path.with_suffix(".erased")


# Private


def _cuts(snapshot: Snapshot, erased: NDArray[np.int64], groups: Mapping[int, bytes]) -> list[_Cut]:
    cuts = [_cut(place, erased) for place in snapshot.places if place.layout and place.bytes]
    offset = next(place.offset for place in snapshot.places if place.name == GROUPS)
    if groups:
        changed = np.array(sorted(groups), np.int64)
        leaves = np.frombuffer(b"".join(groups[group] for group in changed.tolist()), np.uint8)
        leaves = leaves.reshape(len(changed), -1)
        cuts.append(_Cut(offset + changed * leaves.shape[1], leaves.shape[1], leaves))
    return cuts


def _cut(place: Place, rows: NDArray[np.int64]) -> _Cut:
    """Everything that an array holds of some rows."""
    if place.layout == ROWS:
        width = place.bytes // place.shape[0]
        return _Cut(place.offset + rows * width, width)
    blocks, words, lanes = place.shape
    width = place.bytes // (blocks * words * lanes)
    first = rows // lanes * words * lanes + rows % lanes
    every = (first[:, None] + np.arange(words) * lanes).reshape(-1)
    return _Cut(np.sort(place.offset + every * width), width)


def _changed(snapshot: Snapshot, cuts: Sequence[_Cut]) -> Iterator[tuple[int, bytes]]:
    """Give every block that is touched, as it is after the cuts."""
    touched = np.unique(np.concatenate([cut.blocks for cut in cuts]))
    for number in touched.tolist():
        block = np.frombuffer(snapshot.block(number), np.uint8).copy()
        for cut in cuts:
            cut.apply(block, number * BLOCK)
        yield number, block.tobytes()


def _runs(rows: NDArray[np.int64]) -> list[list[int]]:
    ends = np.flatnonzero(np.diff(rows) != 1)
    firsts, lasts = np.concatenate(([0], ends + 1)), np.concatenate((ends, [len(rows) - 1]))
    return [[int(rows[first]), int(rows[last])] for first, last in zip(firsts, lasts, strict=True)]


def _hashes(told: Mapping[str, str]) -> dict[int, bytes]:
    return {int(number): bytes.fromhex(digest) for number, digest in told.items()}


def _append(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        before = os.fstat(descriptor).st_size
        try:
            _write_whole(file, line)
            os.fsync(descriptor)
        except OSError:
            # The next line must not stand behind a torn one.
            os.truncate(path, before)
            raise
    sync_folder(path.parent)


def _write_whole(file: FileIO, line: bytes) -> None:
    written = file.write(line)
    if written != len(line):
        raise OSError(errno.ENOSPC, f"journal: expected to write {len(line)} bytes, got {written}")


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
