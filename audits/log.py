"""Append events to the log, each durable before `append` returns. Reading is in `audits.segments`.

One process writes: a lock file is held while the log is open. This module writes records and knows no keys;
`audits.checkpoint.open_log` is the door for callers.
"""

import fcntl
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audits.events import Event
from audits.note import Checkpoint
from audits.opening import Found, Head, read_end, read_whole
from audits.segments import Entry, encode_told, read, segment_path, told
from audits.tiles import Tiles
from audits.tree import leaf_hash
from kernel_lib.errors import LogUnavailable
from kernel_lib.hashing import sha256_hex

__all__ = ["Entry", "Head", "Log", "Record", "TornTail", "read"]

RECORDS_LIMIT = 10_000
BYTES_LIMIT = 16 << 20


@dataclass(frozen=True)
class Record:
    """An event about to be written, at its time; `text` is its canonical JSON."""

    event: Event
    text: bytes
    time: datetime


@dataclass(frozen=True)
class TornTail:
    """Bytes of a record that was never finished, set aside when the log was opened."""

    path: Path
    length: int
    sha256: str


class Log:
    """The one writer of an audit folder. Not for several threads at once: `SignedLog` takes turns.

    `signed` is asked, once nobody else writes, for the checkpoint that vouches for the records; without one, all of
    them are read. `rebuilt` says why the hashes in `tree/` were made again when the log was opened, or is empty.

    Raises:
        LogUnavailable: the folder cannot be written, or another process holds it.
        LogDamaged: what is there is not whole.
    """

    def __init__(
        self,
        folder: Path,
        *,
        signed: Callable[[], Checkpoint | None] = lambda: None,
        records_limit: int = RECORDS_LIMIT,
        bytes_limit: int = BYTES_LIMIT,
    ) -> None:
        self._folder = folder
        self._records_limit = records_limit
        self._bytes_limit = bytes_limit
        self._file: int | None = None
        self._file_first = 0
        self._lock = _take_lock(folder)
        self._tiles = Tiles(folder, writable=True)
        try:
            found = self._find(signed())
        except BaseException:
            self._release()
            raise
        self._before = self.head = found.head
        self.rebuilt = found.rebuilt

    @property
    def room(self) -> int:
        """How many records may be appended at once: those that the segment has room for, at least one."""
        left = self.head.first + self._records_limit - self.head.size - 1
        return left if left > 0 else self._records_limit

    def set_torn_tail_aside(self) -> TornTail | None:
        """Move what follows the last whole record into `recovered/`: nobody was ever told that it was written.

        Raises:
            LogUnavailable: the folder cannot be written.
        """
        path = segment_path(self._folder, self.head.first)
        torn = path.read_bytes()[self.head.offset :] if path.exists() else b""
        if not torn:
            return None
        digest = sha256_hex(torn)
        aside = self._folder / "recovered" / f"{path.stem}-{self.head.offset}-{digest[:16]}.torn"
        try:
            aside.parent.mkdir(mode=0o700, exist_ok=True)
            write_durably(aside, torn)
            os.truncate(path, self.head.offset)
        except OSError as error:
            raise _unavailable(self._folder, error) from error
        return TornTail(aside, len(torn), digest)

    def append(self, event: Event, time: datetime) -> Entry:
        """Write one record and wait until it is on the disk. As `append_all`."""
        return self.append_all([Record(event, told(event), time)])[0]

    def append_all(self, records: Sequence[Record]) -> list[Entry]:
        """Write records in this order, into one segment, and wait once until all are on the disk.

        Raises:
            LogUnavailable: they could not be written. The log is as it was before, and may be tried again.
        """
        head = self.head
        first, offset = self._place(head)
        lines, entries = _encoded(records, head)
        data = b"".join(line + b"\n" for line in lines)
        try:
            file = self._open(first, offset)
            _write_all(file, data)
            os.fsync(file)
            self._tiles.extend(head.size, map(leaf_hash, lines))
        except OSError as error:
            self._undo(head)
            raise _unavailable(self._folder, error) from error
        except BaseException:
            self._undo(head)
            raise
        self._before = head
        self.head = Head(entries[-1], head.tree.plus_hashes(map(leaf_hash, lines)), first, offset + len(data))
        return entries

    def take_back(self) -> None:
        """Remove the records just appended, because they could not be signed and nobody was told of them."""
        self.head = self._before
        self._undo(self.head)

    def close(self) -> None:
        """Let another process write."""
        with suppress(OSError):
            self._tiles.sync()
        self._release()

    def _find(self, signed: Checkpoint | None) -> Found:
        try:
            return read_end(self._folder, self._tiles, signed) if signed else read_whole(self._folder, self._tiles)
        except OSError as error:
            raise _unavailable(self._folder, error) from error

    def _place(self, head: Head) -> tuple[int, int]:
        full = head.size + 1 - head.first >= self._records_limit or head.offset >= self._bytes_limit
        return (head.size + 1, 0) if full else (head.first, head.offset)

    def _open(self, first: int, offset: int) -> int:
        """Return the segment, open at `offset`, with anything after it cut off."""
        if self._lock is None:
            raise OSError("the log is closed")
        if self._file is not None and first == self._file_first:
            return self._file
        self._close_file()
        self._tiles.sync()
        path = segment_path(self._folder, first)
        is_new = not path.exists()
        self._file_first = first
        self._file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if os.fstat(self._file).st_size > offset:
            os.ftruncate(self._file, offset)
        if is_new:
            sync_folder(path.parent)
        return self._file

    def _undo(self, head: Head) -> None:
        """Cut the segment back to whole records. Where that fails, the next append does it before it writes."""
        with suppress(OSError):
            self._tiles.cut(head.size)
        try:
            if self._file is not None:
                os.ftruncate(self._file, head.offset if self._file_first == head.first else 0)
                os.fsync(self._file)
        except OSError:
            pass
        finally:
            self._close_file()

    def _close_file(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _release(self) -> None:
        self._close_file()
        self._tiles.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _encoded(records: Sequence[Record], head: Head) -> tuple[list[bytes], list[Entry]]:
    """Return the lines of records that follow a head, without their ends, and the entries that they hold."""
    lines, entries, last = [], [], head.hash
    for number, record in enumerate(records, start=head.size + 1):
        line, entry = encode_told(number, record.time, last, record.event, record.text)
        last = entry.hash
        lines.append(line)
        entries.append(entry)
    return lines, entries


def sync_folder(folder: Path) -> None:
    """Make a new or renamed file's name durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file in one step: a reader sees the old content or the new, and after a crash one of the two."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.replace(path)
    sync_folder(path.parent)


def _take_lock(folder: Path) -> int | None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "segments").mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unavailable(folder, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise LogUnavailable(
            f"the audit log in {folder} is held by another process; one service writes it. Stop the other one first."
        ) from error
    return descriptor


def _write_all(file: int, data: bytes) -> None:
    """Write all of it; a full disk takes a part and refuses the rest with the reason."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _unavailable(folder: Path, error: OSError) -> LogUnavailable:
    return LogUnavailable(
        f"the audit log in {folder} cannot be written ({error.strerror or error}); nothing may run until it can. "
        "Free space on its disk or repair its permissions, then try again."
    )
