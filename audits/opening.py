"""Finding where a log ends without reading all of it.

The root in a signed checkpoint vouches for the hashes kept in `tree/`, those hashes for the records. So only the last
segment is read in full, and the first and last record of each other one. Without a checkpoint everything is read.
Hashes that are missing or not those signed for are made again from the records.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

from audits.note import Checkpoint
from audits.segments import NO_RECORD, Entry, decode_at, lines, read_lines, segment_paths
from audits.tiles import Tiles
from audits.tree import Tree, leaf_hash
from kernel_lib.errors import LogDamaged

BATCH_LIMIT = 128
"""Events that are written under one signature at most."""

UNSIGNED_LIMIT = 2 * BATCH_LIMIT
"""What a crash can leave unsigned: the events of one batch, each at most with a step of the clock before it."""

_OTHERS = "the hashes were not those signed for"
_AT_ONCE = 10_000
_LINE_LIMIT = 1 << 20


@dataclass(frozen=True)
class Head:
    """Where the log ends: its last entry, the tree over all records, and the end of the last segment."""

    last: Entry | None
    tree: Tree
    first: int
    """Sequence of the first record of the segment now written."""
    offset: int
    """Bytes of that segment which hold whole records."""

    @property
    def size(self) -> int:
        """How many records there are."""
        return self.tree.size

    @property
    def hash(self) -> str:
        """Hash of the last record, or 64 zeros."""
        return self.last.hash if self.last else NO_RECORD


EMPTY = Head(None, Tree(), 1, 0)


@dataclass(frozen=True)
class Found:
    """The end of a log. `rebuilt` says why the hashes in `tree/` were made again, or is empty."""

    head: Head
    rebuilt: str = ""


def read_whole(folder: Path, tiles: Tiles) -> Found:
    """Read every record, checked against the one before it, and make the hashes again.

    Raises:
        LogDamaged: a record is not as written, or does not follow the one before it.
        OSError: a file cannot be read, or the hashes cannot be written.
    """
    head = _with_place(folder, _last_of(folder))
    with tiles.beside() as fresh:
        _rehash(folder, fresh, 0)
        tiles.replace_by(fresh)
    return Found(head)


def read_end(folder: Path, tiles: Tiles, signed: Checkpoint) -> Found:
    """Read what the checkpoint does not vouch for.

    Raises:
        LogDamaged: the records are not those signed for, there are fewer, or more than a crash can leave.
        OSError: a file cannot be read, or the hashes cannot be written.
    """
    rebuilt = _demand_hashes(folder, tiles, signed)
    try:
        last, added = _compared(folder, tiles, signed)
    except LogDamaged:
        if rebuilt:
            raise
        _make_again(folder, tiles, signed)
        last, added = _compared(folder, tiles, signed)
        rebuilt = _OTHERS
    tree = tiles.tree(signed.size)
    for _, line in added:
        tree = tree.plus(line)
    head = _with_place(folder, Head(added[-1][0] if added else last, tree, 1, 0))
    tiles.extend(signed.size, (leaf_hash(line) for _, line in added))
    return Found(head, rebuilt)


# Private


def _last_of(folder: Path) -> Head:
    last, tree = None, Tree()
    for entry, line in read_lines(folder):
        last, tree = entry, tree.plus(line)
    return Head(last, tree, 1, 0)


def _with_place(folder: Path, head: Head) -> Head:
    paths = segment_paths(folder)
    if not paths:
        return head
    first = int(paths[-1].stem)
    if first > head.size + 1:
        raise LogDamaged(paths[-1].name, f"expected the next segment to begin at {head.size + 1}, got {first}")
    return replace(head, first=first, offset=paths[-1].read_bytes().rfind(b"\n") + 1)


def _compared(folder: Path, tiles: Tiles, signed: Checkpoint) -> tuple[Entry | None, list[tuple[Entry, bytes]]]:
    """Compare what is read with the hashes; where they differ, either may be wrong. As `_end`."""
    _demand_borders(folder, tiles, signed.size)
    return _end(folder, tiles, signed)


def _demand_hashes(folder: Path, tiles: Tiles, signed: Checkpoint) -> str:
    """See that the hashes are those signed for, if need be by making them again; return why they were."""
    kept = tiles.size
    if _holds(tiles, signed):
        return ""
    if 0 < kept < signed.size:
        _rehash(folder, tiles, kept)
        if _holds(tiles, signed):
            return f"{signed.size - kept} of {signed.size} hashes were missing"
        tiles.cut(kept)
    _make_again(folder, tiles, signed)
    return _OTHERS if kept else "the hashes were missing"


def _make_again(folder: Path, tiles: Tiles, signed: Checkpoint) -> None:
    """Hash every record beside the old hashes, and put the new ones in place once they are those signed for."""
    with tiles.beside() as fresh:
        _rehash(folder, fresh, 0)
        if not _holds(fresh, signed):
            size = fresh.size
            fresh.remove()
            _refuse(folder, size, signed)
        tiles.replace_by(fresh)


def _holds(tiles: Tiles, signed: Checkpoint) -> bool:
    try:
        return tiles.size >= signed.size and tiles.tree(signed.size).root == signed.root
    except ValueError:
        return False


def _refuse(folder: Path, size: int, signed: Checkpoint) -> NoReturn:
    """Name the place if there is one; else say only that the records are others."""
    for _ in read_lines(folder):
        pass
    if size < signed.size:
        raise _other_count(signed, size)
    raise LogDamaged("latest", f"the first {signed.size} records are not those signed for; run `leadbook verify`")


def _rehash(folder: Path, tiles: Tiles, start: int) -> None:
    """Write the hashes of all whole lines after the first `start` records, without believing them."""
    paths = segment_paths(folder)
    begin = max((at for at, path in enumerate(paths) if int(path.stem) <= start + 1), default=0)
    size = min(start, int(paths[begin].stem) - 1) if paths else 0
    hashes: list[bytes] = []
    for path in paths[begin:]:
        hashes += (leaf_hash(line[:-1]) for _, line in lines(path) if line.endswith(b"\n"))
        if len(hashes) >= _AT_ONCE or path == paths[-1]:
            tiles.extend(size, hashes)
            size, hashes = size + len(hashes), []
    if not paths:
        tiles.cut(0)
    tiles.sync()


def _demand_borders(folder: Path, tiles: Tiles, size: int) -> None:
    """See that each segment but the last begins and ends with the records signed for: none is missing or cut."""
    paths = segment_paths(folder)
    if size and (not paths or int(paths[0].stem) != 1):
        raise LogDamaged("segments", "expected a segment that begins with record 1, got none; run `leadbook verify`")
    for path, following in pairwise(paths):
        first, last = int(path.stem), int(following.stem) - 1
        if last > size:
            return
        for sequence, line in zip((first, last), _first_and_last(path), strict=True):
            if leaf_hash(line) != tiles.leaves(sequence, 1):
                raise LogDamaged(path.name, f"record {sequence} is not the one signed for; run `leadbook verify`")


def _first_and_last(path: Path) -> tuple[bytes, bytes]:
    """Return the first and the last line of a segment, without their ends."""
    with path.open("rb") as file:
        first = file.readline()
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - _LINE_LIMIT))
        tail = file.read()
    return first[:-1], tail[:-1].rpartition(b"\n")[2]


def _end(folder: Path, tiles: Tiles, signed: Checkpoint) -> tuple[Entry | None, list[tuple[Entry, bytes]]]:
    """Return the last entry signed for, and the entries after it with their lines."""
    paths = segment_paths(folder)
    begin = max((at for at, path in enumerate(paths) if int(path.stem) <= signed.size), default=0)
    last: Entry | None = None
    added: list[tuple[Entry, bytes]] = []
    sequence = int(paths[begin].stem) - 1 if paths else 0
    for path, number, line in _whole_lines(paths[begin:]):
        sequence += 1
        if sequence < signed.size and leaf_hash(line) == tiles.leaves(sequence, 1):
            continue
        place = f"{path.name}, line {number}"
        entry = decode_at(place, line)
        before = added[-1][0] if added else last
        if entry.sequence != sequence or (before and entry.previous != before.hash):
            raise LogDamaged(place, f"expected sequence {sequence}, got {entry.sequence}; run `leadbook verify`")
        if sequence > signed.size:
            added.append((entry, line))
        elif leaf_hash(line) != tiles.leaves(sequence, 1):
            raise LogDamaged(place, "the record is not the one signed for; run `leadbook verify`")
        else:
            last = entry
    if sequence < signed.size or len(added) > UNSIGNED_LIMIT:
        raise _other_count(signed, sequence)
    if last and last.hash != signed.last_hash:
        raise LogDamaged("latest", f"the first {signed.size} records are not those signed for; run `leadbook verify`")
    return last, added


def _whole_lines(paths: list[Path]) -> Iterator[tuple[Path, int, bytes]]:
    for path in paths:
        for number, line in lines(path):
            if line.endswith(b"\n"):
                yield path, number, line[:-1]
            elif path != paths[-1]:
                raise LogDamaged(f"{path.name}, line {number}", "expected a whole record, got one without its end")


def _other_count(signed: Checkpoint, got: int) -> LogDamaged:
    return LogDamaged(
        "latest",
        f"expected {signed.size} records, or up to {UNSIGNED_LIMIT} more after a crash, got {got}; "
        "run `leadbook verify`",
    )
