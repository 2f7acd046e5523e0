"""Records in one SQLite file: write-ahead log, foreign keys, overwritten deletions, full synchronisation."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from kernel_lib.errors import SettingsError

_BUSY_SECONDS = 30
_CACHE_KIBIBYTES = 65_536
_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "secure_delete": 1,
    "synchronous": 2,
    # SQLite counts pages when it is positive.
    "cache_size": -_CACHE_KIBIBYTES,
}


class Sqlite:
    """The embedded default of one service process."""

    def open(self, path: Path) -> Engine:
        """Open or make the file, readable by its user only. Raises OSError."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _prepare)
        return engine

    def begin_writing(self, connection: Connection) -> None:
        """Begin a transaction that writes: one at a time, others wait."""
        connection.execute(text("BEGIN IMMEDIATE"))

    def begin_reading(self, connection: Connection) -> None:
        """Begin a transaction that sees one state."""
        connection.execute(text("BEGIN"))

    def secure(self, engine: Engine) -> None:
        """Do nothing: whoever reads the file reads all of it, so only the service's user may."""

    def check(self, engine: Engine) -> None:
        """Raise SettingsError when SQLite does not keep what is asked of it."""
        with engine.connect() as connection:
            for name, expected in _PRAGMAS.items():
                got: Any = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                if got != expected:
                    raise SettingsError(
                        f"records: expected SQLite's {name} to be {expected}, got {got}; use another SQLite"
                    )

    def rewrite(self, engine: Engine) -> None:
        """Write the file anew without freed pages, and empty the write-ahead log. Raises OSError while it is in use."""
        with engine.connect() as connection:
            try:
                connection.exec_driver_sql("VACUUM")
                busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            except OperationalError as error:
                raise OSError("records: expected a moment without other readers, got none") from error
        if busy:
            raise OSError("records: expected to empty the write-ahead log, got a reader that still needs it")


# Private


def _prepare(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    # Python's own implicit BEGIN would come too late: transactions are opened by hand above.
    connection.isolation_level = None
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
