"""The stores that a destruction empties, each with its own proof that nothing is left (F-32).

To add a store: write a class of one of these protocols and add it to `Stores` in `gallery.service.furnishing`. A store
that cannot be emptied from here, such as a partner's copy or a backup, is an `Outside`: the certificate says what is
known of it. Lines come some at a time, as a run may have millions.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.records.database import Database
from gallery.records.destructions import Line
from gallery.records.erasing import count_left
from gallery.records.partners import pictures_given

_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Store(Protocol):
    """One place that holds something of a lineage."""

    @property
    def name(self) -> str:
        """What the certificate calls it."""
        ...

    def remove(self, lines: Sequence[Line]) -> None:
        """Take some lineages out; what is out already is passed over. Raises OSError, and is tried again later."""
        ...

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Look again, and return the lineages of which something is still here."""
        ...


class Whole(Protocol):
    """A place that is emptied by one pass over all of it, whatever went."""

    @property
    def name(self) -> str:
        """What the certificate calls it."""
        ...

    def rewrite(self) -> None:
        """Leave nothing of what the records no longer hold. Raises OSError, and is tried again later."""
        ...

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Look again, and return the lineages of which something is still here."""
        ...


class Outside(Protocol):
    """Copies that are not this installation's to empty."""

    @property
    def name(self) -> str:
        """What the certificate calls them."""
        ...

    def told(self, lines: Sequence[Line]) -> Mapping[str, str]:
        """Return what is known of each lineage's copies, in words, by lineage."""
        ...


@dataclass(frozen=True)
class PictureFiles:
    """Originals and derivatives under the lineage's key: key and files are overwritten, then removed."""

    images: Images
    name: str = "original, derivatives and key"

    def remove(self, lines: Sequence[Line]) -> None:
        """Overwrite and remove."""
        self.images.destroy_all(self.images.holding([line.lineage_id for line in lines]))

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Return those with a key or a file."""
        return self.images.holding([line.lineage_id for line in lines])


@dataclass(frozen=True)
class IndexFiles:
    """Entries of the index: rows are overwritten in memory and in every file, exact, rounded and coded alike."""

    index: Index
    name: str = "index"

    def remove(self, lines: Sequence[Line]) -> None:
        """Take the numbers out."""
        self.index.remove(_numbers(lines))

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Return every lineage when a file still holds an erased row, or a number is still held."""
        return frozenset(line.lineage_id for line in lines) if self.index.remains(_numbers(lines)) else frozenset()


@dataclass(frozen=True)
class RecordRows:
    """Rows of the records, which the act of removal deleted; the file and its write-ahead log are then rewritten."""

    database: Database
    name: str = "records and template"

    def rewrite(self) -> None:
        """Rewrite the whole file, so that no freed page or frame of the log keeps what was in a row."""
        self.database.rewrite()

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Return those of which a table holds a row."""
        by_picture = {line.picture_id: line.lineage_id for line in lines}
        with self.database.reading() as connection:
            return frozenset(by_picture[each] for each in count_left(connection, list(by_picture)))


@dataclass(frozen=True)
class DerivedFiles:
    """A folder of files that are made anew from what is kept: all of them go, and the next use makes fresh ones.

    A database file keeps deleted rows in its free blocks, so it is never edited, only made again.
    """

    folder: Path
    name: str = "analytics extracts"

    def rewrite(self) -> None:
        """Overwrite and remove every file."""
        for path in _files(self.folder):
            overwrite(path)

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Return the lineages that were removed after a file here was made."""
        made = [path.stat().st_mtime for path in _files(self.folder)]
        oldest = min(made, default=None)
        return frozenset(
            line.lineage_id for line in lines if oldest and line.removed_at and oldest < line.removed_at.timestamp()
        )


@dataclass(frozen=True)
class WrittenReports:
    """Finished reports and exports: one that names a picture goes whole; its hash stays in the log."""

    folder: Path
    name: str = "reports and exports"

    def remove(self, lines: Sequence[Line]) -> None:
        """Overwrite and remove each file that names one of the pictures."""
        for path in {place for place, _ in self._naming(lines)}:
            overwrite(path)

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Return the lineages whose picture a file names."""
        return frozenset(lineage_id for _, lineage_id in self._naming(lines))

    def _naming(self, lines: Sequence[Line]) -> Iterator[tuple[Path, str]]:
        by_picture = {line.picture_id: line.lineage_id for line in lines}
        for path in _files(self.folder):
            for word in _ID.findall(path.read_bytes()):
                if (picture_id := word.decode()) in by_picture:
                    yield path, by_picture[picture_id]


@dataclass(frozen=True)
class NoCopies:
    """What the certificate says where nothing is registered."""

    name: str
    says: str

    def told(self, lines: Sequence[Line]) -> Mapping[str, str]:
        """Say the same of each."""
        return dict.fromkeys((line.lineage_id for line in lines), self.says)


@dataclass(frozen=True)
class PartnerCopies:
    """Pictures that were given to another service with a lead: it is told of every destruction and must acknowledge."""

    database: Database
    name: str = "partner copies"

    def told(self, lines: Sequence[Line]) -> Mapping[str, str]:
        """Say of each whether it was ever given to anybody."""
        with self.database.reading() as connection:
            given = pictures_given(connection)
        return {
            line.lineage_id: "given to a partner, who is told to destroy"
            if line.picture_id in given
            else "given to nobody"
            for line in lines
        }


@dataclass(frozen=True)
class Stores:
    """All of them, in the order in which they are emptied: the key first, what is rewritten whole last."""

    files: PictureFiles
    others: tuple[Store, ...]
    whole: tuple[Whole, ...]
    outside: tuple[Outside, ...]

    @property
    def inside(self) -> tuple[Store | Whole, ...]:
        """Every store that is emptied from here."""
        return (self.files, *self.others, *self.whole)

    def empty(self, pages: Iterable[Sequence[Line]]) -> None:
        """Empty every store of lineages that come some at a time. Raises OSError; what is left is tried again."""
        for lines in pages:
            for store in (self.files, *self.others):
                store.remove(lines)
        for each in self.whole:
            each.rewrite()

    def left(self, lines: Sequence[Line]) -> dict[str, str]:
        """Return the first store that still holds something, by lineage."""
        found: dict[str, str] = {}
        for store in self.inside:
            for lineage_id in store.left(lines):
                found.setdefault(lineage_id, store.name)
        return found

    def results(self, lines: Sequence[Line]) -> dict[str, dict[str, str]]:
        """Return what a certificate says of each store, by lineage, for lineages of which nothing is left."""
        verified = {store.name: "verified empty" for store in self.inside}
        told = {store.name: store.told(lines) for store in self.outside}
        return {
            line.lineage_id: {**verified, **{name: words[line.lineage_id] for name, words in told.items()}}
            for line in lines
        }


def overwrite(path: Path) -> None:
    """Overwrite a file with zeros, durably, and remove it."""
    with path.open("r+b", buffering=0) as file:
        rest = path.stat().st_size
        while rest > 0:
            rest -= file.write(bytes(min(rest, 1 << 20)))
        os.fsync(file.fileno())
    path.unlink()


def _numbers(lines: Sequence[Line]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array([number for line in lines for number in line.numbers], np.int64)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
