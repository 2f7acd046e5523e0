"""The records file: opened, brought to the newest schema, and used in transactions that write in turn."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
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


class Database:
    """SQLite with write-ahead log, foreign keys, overwritten deletions and full synchronisation.

    Embedded default of one service process; functions of `gallery.records` take a connection, so that PostgreSQL
    can stand in its place.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> "Database":
        """Open or make the file, readable by its user only, and upgrade it to the newest schema.

        Raises:
            SettingsError: the file cannot be opened or upgraded, or SQLite does not keep what is asked of it.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
            engine = _engine(path)
            _upgrade(engine)
            _check(engine)
        except (OSError, SQLAlchemyError) as error:
            raise SettingsError(
                f"records in {path.parent}: expected a readable database, got {type(error).__name__}; "
                "check the folder's owner and free space, or restore a backup"
            ) from error
        return cls(engine)

    @classmethod
    def beside(cls, path: Path) -> "Database":
        """Return a way in for another process of ours that only reads; whoever opened the file keeps its schema."""
        return cls(_engine(path))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection that may write; commit at the end, roll back on any exception."""
        with self._engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            try:
                connection.commit()
            except BaseException:
                # Its transaction may still be open: the next act must not meet this connection again.
                connection.invalidate()
                raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the records and is rolled back at the end."""
        with self._engine.connect() as connection:
            connection.execute(text("BEGIN"))
            try:
                yield connection
            finally:
                connection.rollback()

    def rewrite(self) -> None:
        """Write the file anew without its freed pages, and empty the write-ahead log, which keeps pages as they were.

        Raises:
            OSError: somebody reads or writes for too long; nothing is lost, and it may be tried again.
        """
        with self._engine.connect() as connection:
            try:
                connection.exec_driver_sql("VACUUM")
                busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            except OperationalError as error:
                raise OSError("records: expected a moment without other readers, got none") from error
        if busy:
            raise OSError("records: expected to empty the write-ahead log, got a reader that still needs it")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    # Python's own implicit BEGIN would come too late: transactions are opened by hand above.
    connection.isolation_level = None
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(resources.files("gallery.migrations")))
    with engine.connect() as connection:
        connection.execute(text("BEGIN IMMEDIATE"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def _check(engine: Engine) -> None:
    with engine.connect() as connection:
        for name, expected in _PRAGMAS.items():
            got: Any = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            if got != expected:
                raise SettingsError(
                    f"records: expected SQLite's {name} to be {expected}, got {got}; use another SQLite"
                )
