"""The records as of one moment, held by a read transaction and copied into a file without a name."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gallery.records.postgres import Postgres
from gallery.records.table_copies import copy_out
from kernel_lib.settings import Settings

RECORDS = "gallery/records.sqlite"
TABLES = "gallery/records.postgres"
COPY_PREFIX = "backup-"
"""Head of the name of a copy of the records that is being made; one that a crash left is removed at the next start."""

_LAST = "SELECT max(sequence) FROM log_marks"


class RecordsThen(Protocol):
    """Records at one moment: the sequence of their last act, the name of their copy in a backup, and the copy."""

    name: str
    mark: int

    def copied(self, folder: Path) -> BinaryIO:
        """Return a copy as a file without a name, at its beginning. Raises OSError: no room, or they cannot be read."""
        ...

    def close(self) -> None:
        """Let go of the moment."""
        ...


def records_now(settings: Settings) -> RecordsThen:
    """Begin a read transaction on the records. Raises OSError when they cannot be read."""
    if settings.database_url:
        return TablesThen(settings.database_url)
    return FileThen(settings.gallery_dir / "records.sqlite")


class FileThen:
    """Records in SQLite, copied page by page."""

    name = RECORDS

    def __init__(self, path: Path) -> None:
        self._records = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._records.execute("BEGIN")
        self.mark: int = self._records.execute(_LAST).fetchone()[0] or 0

    def copied(self, folder: Path) -> BinaryIO:
        """Return a copy as a file without a name, at its beginning."""
        with _unnamed(folder) as (file, path):
            try:
                with closing(sqlite3.connect(path)) as copy:
                    self._records.backup(copy)
            except sqlite3.Error as error:
                raise OSError(
                    errno.ENOSPC if "full" in str(error) else errno.EIO, "the records cannot be copied"
                ) from error
        return file

    def close(self) -> None:
        """Let go of the moment."""
        self._records.close()


class TablesThen:
    """Records in PostgreSQL, copied table by table out of one snapshot."""

    name = TABLES

    def __init__(self, url: str) -> None:
        kind = Postgres()
        self._engine = kind.open(url)
        try:
            self._records = self._engine.connect()
            kind.begin_reading(self._records)
            self.mark: int = self._records.execute(text(_LAST)).scalar_one() or 0
        except DBAPIError as error:
            self._engine.dispose()
            raise OSError(errno.EIO, "the records cannot be read") from error

    def copied(self, folder: Path) -> BinaryIO:
        """Return a copy as a file without a name, at its beginning: the head, then the rows."""
        try:
            with _unnamed(folder) as (rows, _), rows:
                head = copy_out(self._records, rows)
                rows.seek(0)
                with _unnamed(folder) as (file, _):
                    file.write(head.line())
                    while piece := rows.read(1 << 20):
                        file.write(piece)
                    file.flush()
        except DBAPIError as error:
            raise OSError(errno.EIO, "the records cannot be copied") from error
        file.seek(0)
        return file

    def close(self) -> None:
        """Let go of the moment."""
        self._records.close()
        self._engine.dispose()


# Private


@contextmanager
def _unnamed(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Give a file whose name goes at the end; on an error the file goes too."""
    descriptor, name = tempfile.mkstemp(prefix=COPY_PREFIX, dir=folder)
    file = os.fdopen(descriptor, "w+b")
    try:
        yield file, Path(name)
    except BaseException:
        file.close()
        raise
    finally:
        Path(name).unlink()
