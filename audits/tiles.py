"""The hashes of the tree on disk, so that opening the log and proving a record read a few of them and not every record.

    <audit folder>/tree/level-0    32 bytes a record: its leaf hash
    <audit folder>/tree/level-8    32 bytes for each full 256 records: the root of their subtree
    <audit folder>/tree/level-16   32 bytes for each full 65,536 records, and so on

Each file is the full tiles of one level as C2SP `tlog-tiles` lays them out (256 hashes, eight levels apart), end to
end. They are derived: nothing is believed until its root is the one that a checkpoint is signed for.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from audits.proof import Subtrees
from audits.tree import Tree, node_hash

FOLDER = "tree"
WIDTH = 256
HEIGHT = 8
HASH = 32
_LEVELS = 8
"""Levels 0, 8, … 56: more records than a log can hold."""


class Tiles(Subtrees):
    """The level files of one log: read by anybody, written by the log's one writer.

    Raises:
        OSError: a file cannot be read or written.
        ValueError: a hash is asked for that the files do not hold.
    """

    def __init__(self, folder: Path, *, writable: bool = False, name: str = FOLDER) -> None:
        self.folder = folder / name
        self._writable = writable
        self._files: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        """How many whole leaf hashes there are."""
        file = self._file(0)
        return 0 if file is None else os.fstat(file).st_size // HASH

    def full(self, level: int, index: int) -> bytes:
        """Return the root of the `index`-th full subtree of 2^`level` records."""
        base, above = level - level % HEIGHT, level % HEIGHT
        held = self._read(base, index << above, 1 << above)
        return _root([held[at : at + HASH] for at in range(0, len(held), HASH)])

    def leaves(self, first: int, count: int) -> bytes:
        """Return the leaf hashes of `count` records from sequence `first` on, end to end."""
        return self._read(0, first - 1, count)

    def tree(self, size: int) -> Tree:
        """Return the tree of the first `size` records. Raises ValueError when the files hold fewer."""
        peaks, start = [], 0
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                peaks.append(self.full(level, start >> level))
                start += 1 << level
        return Tree(size, tuple(peaks))

    def extend(self, size: int, hashes: Iterable[bytes]) -> None:
        """Write the leaf hashes of the records after the first `size`; what the files hold beyond is overwritten."""
        self.cut(size)
        new = b"".join(hashes)
        self._write(0, size, new)
        before, after, level = size, size + len(new) // HASH, HEIGHT
        while after // WIDTH > before // WIDTH:
            roots = [self._tile_root(level - HEIGHT, number) for number in range(before // WIDTH, after // WIDTH)]
            before, after = before // WIDTH, after // WIDTH
            self._write(level, before, b"".join(roots))
            level += HEIGHT

    def cut(self, size: int) -> None:
        """Forget the hashes of every record after the first `size`."""
        for number in range(_LEVELS):
            file = self._file(number * HEIGHT)
            length = (size >> number * HEIGHT) * HASH
            if file is not None and os.fstat(file).st_size > length:
                os.ftruncate(file, length)

    def beside(self) -> "Tiles":
        """Return empty files in a folder of their own, to take the place of these with `replace_by`."""
        fresh = Tiles(self.folder.parent, writable=True, name=FOLDER + ".new")
        fresh.remove()
        return fresh

    def replace_by(self, fresh: "Tiles") -> None:
        """Put the files made beside these in their place."""
        fresh.close()
        self.remove()
        if fresh.folder.exists():
            fresh.folder.replace(self.folder)

    def remove(self) -> None:
        """Delete the files and their folder."""
        self.close()
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def sync(self) -> None:
        """Make what was written durable; without it, a crash of the machine costs a longer opening and no more."""
        for file in self._files.values():
            os.fdatasync(file)

    def close(self) -> None:
        """Close the files."""
        while self._files:
            os.close(self._files.popitem()[1])

    # Private

    def _tile_root(self, level: int, number: int) -> bytes:
        held = self._read(level, number * WIDTH, WIDTH)
        return _root([held[at : at + HASH] for at in range(0, len(held), HASH)])

    def _read(self, level: int, index: int, count: int) -> bytes:
        file = self._file(level)
        held = b"" if file is None else os.pread(file, count * HASH, index * HASH)
        if len(held) != count * HASH:
            raise ValueError(f"tree/level-{level}: expected hashes {index} to {index + count - 1}, got fewer")
        return held

    def _write(self, level: int, index: int, hashes: bytes) -> None:
        file = self._file(level, make=True)
        if file is None:
            raise ValueError("tree: expected to be opened for writing")
        at, rest = index * HASH, memoryview(hashes)
        while rest:
            done = os.pwrite(file, rest, at)
            at, rest = at + done, rest[done:]

    def _file(self, level: int, *, make: bool = False) -> int | None:
        if level in self._files:
            return self._files[level]
        if make:
            self.folder.mkdir(mode=0o700, exist_ok=True)
        flags = (os.O_RDWR if self._writable else os.O_RDONLY) | os.O_CLOEXEC | (os.O_CREAT if make else 0)
        try:
            self._files[level] = os.open(self.folder / f"level-{level}", flags, 0o600)
        except FileNotFoundError:
            return None
        return self._files[level]


def _root(nodes: list[bytes]) -> bytes:
    """Return the root over a power of two of nodes."""
    while len(nodes) > 1:
        nodes = [node_hash(nodes[at], nodes[at + 1]) for at in range(0, len(nodes), 2)]
    return nodes[0]
