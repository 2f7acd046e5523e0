"""One moment of an installation: its records as of a committed act, and the log up to a signed checkpoint not older.

The records are held by a read transaction that begins while no act is open, so their mark is at most the checkpoint's
size. Pictures need no moment: a file never changes, and one that is destroyed meanwhile is left out.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from audits.destroyed import HEAD, LIST
from audits.note import Checkpoint, LogKey, read_note
from audits.segments import lines, segment_paths
from gallery.backup.envelope import fingerprint
from gallery.backup.places import CONFIGURATION, left_out
from gallery.backup.records_then import RECORDS, records_now
from kernel_lib.settings import Settings

_BESIDE = ("recovered/*.torn", "certificates/*.jsonl", "witnesses/*.pub", "cosignatures/*.txt")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Member:
    """One file of a backup: its path below the data folder, its length, and its bytes in pieces."""

    path: str
    length: int
    pieces: Iterator[bytes]


class Moment:
    """An installation at one moment. Open it while no act is open; `copy_records` may take its time afterwards."""

    def __init__(self, settings: Settings, public: LogKey) -> None:
        """Begin the read transaction and read the checkpoint.

        Raises:
            OSError, sqlite3.Error: the records cannot be read.
            LogDamaged: the checkpoint is not one of this log.
        """
        self._settings = settings
        self._records = records_now(settings)
        self.mark = self._records.mark
        self._note = (settings.audit_dir / "latest").read_bytes()
        self.checkpoint: Checkpoint = read_note(self._note, public, "latest")
        self._copy: BinaryIO | None = None

    def copy_records(self) -> None:
        """Copy the records as of the moment. The copy has no name any more when this returns.

        Raises:
            OSError: the disk has no room for it, or the records cannot be read.
        """
        try:
            self._copy = self._records.copied(self._settings.gallery_dir)
        finally:
            self._records.close()

    def members(self, *, with_keys: bool) -> Iterator[Member]:
        """Give every file of the backup, in the order in which a restore wants them."""
        yield from self._log()
        if self._copy is None:
            raise RuntimeError("backup: expected the records to be copied first")
        yield Member(self._records.name, os.fstat(self._copy.fileno()).st_size, iter(lambda: self._copied(), b""))
        yield from self._files("gallery")
        yield from self._configuration()
        if with_keys:
            yield from self._files("keys")

    def key_prints(self) -> dict[str, str]:
        """Return what tells each of the installation's keys from another, by the name of its file."""
        paths = sorted(self._settings.keys_dir.glob("*.key"))
        return {path.name: fingerprint(path.read_bytes()) for path in paths if left_out(f"keys/{path.name}") is None}

    def close(self) -> None:
        """Let go of the records and of their copy."""
        self._records.close()
        if self._copy is not None:
            self._copy.close()

    def _copied(self) -> bytes:
        return self._copy.read(_CHUNK) if self._copy else b""

    def _log(self) -> Iterator[Member]:
        folder, size = self._settings.audit_dir, self.checkpoint.size
        yield _whole("audit/latest", self._note)
        yield _whole("audit/log.pub", (folder / "log.pub").read_bytes())
        for name in (HEAD, LIST):
            if (folder / name).exists():
                yield _whole(f"audit/{name}", (folder / name).read_bytes())
        for path in segment_paths(folder):
            count = size - int(path.stem) + 1
            if count > 0:
                kept = b"".join(line for number, line in lines(path) if number <= count)
                yield _whole(f"audit/segments/{path.name}", kept)
        for path in sorted((folder / "checkpoints").glob("*.txt")):
            if int(path.stem) <= size:
                yield _whole(f"audit/checkpoints/{path.name}", path.read_bytes())
        for name in _BESIDE:
            for path in sorted(folder.glob(name)):
                yield _whole(f"audit/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def _files(self, folder: str) -> Iterator[Member]:
        base = self._settings.data_dir
        for parent, folders, names in os.walk(base / folder):
            folders.sort()
            for name in sorted(names):
                path = Path(parent, name).relative_to(base).as_posix()
                if path != RECORDS and left_out(path) is None:
                    yield from self._present(path)

    def _configuration(self) -> Iterator[Member]:
        for path in CONFIGURATION:
            yield from self._present(path)

    def _present(self, path: str) -> Iterator[Member]:
        """Give a file, or nothing: one that is destroyed meanwhile is left out."""
        try:
            yield _whole(path, (self._settings.data_dir / path).read_bytes())
        except FileNotFoundError:
            return


# Private


def _whole(path: str, content: bytes) -> Member:
    return Member(path, len(content), iter((content,)))
