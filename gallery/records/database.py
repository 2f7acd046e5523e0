"""The records: opened, brought to the newest schema, and used in transactions that write in turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Protocol

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import SQLAlchemyError

from gallery.records.identity_key import KeyState, first_cipher, pages_rewritten, take_key
from gallery.records.postgres import Postgres
from gallery.records.sealed import Cipher, cipher_of, hang
from gallery.records.sqlite import Sqlite
from gallery.records.table_copies import Head, copy_in, drop_all, table_names
from kernel_lib.errors import SettingsError

Place = Path | str
"""Where records stand: a file, or the URL of a PostgreSQL."""


class Kind(Protocol):
    """What differs between the databases that can hold the records."""

    def begin_writing(self, connection: Connection) -> None:
        """Begin a transaction that writes: one at a time, others wait."""
        ...

    def begin_reading(self, connection: Connection) -> None:
        """Begin a transaction that sees one state."""
        ...

    def secure(self, engine: Engine) -> None:
        """Close what the database can close by itself, after the newest schema is there."""
        ...

    def check(self, engine: Engine) -> None:
        """Raise SettingsError when the database does not keep what is asked of it."""
        ...

    def rewrite(self, engine: Engine) -> None:
        """Write everything anew without what was deleted. Raises OSError."""
        ...


class Database:
    """Records in SQLite, or in PostgreSQL where a URL says so; functions of `gallery.records` take a connection."""

    def __init__(self, engine: Engine, kind: Kind) -> None:
        self._engine = engine
        self._kind = kind
        self.sealed_by = KeyState.OWN

    @classmethod
    def open(
        cls, path: Path, url: str = "", identity: bytes | None = None, following: bytes | None = None
    ) -> "Database":
        """Open the file, or what the URL names, and upgrade it to the newest schema.

        Without the identity key, what names a person can neither be written nor read (M-02). `following` is the key
        that takes its place, while it is changed; `sealed_by` then says how far that is.

        Raises:
            SettingsError: it cannot be opened or upgraded, does not keep what is asked of it, has another key, or is of
                a newer program.
        """
        kind: Sqlite | Postgres = Postgres() if url else Sqlite()
        try:
            engine = kind.open(url) if isinstance(kind, Postgres) else kind.open(path)
            if identity is not None:
                with engine.connect() as connection:
                    hang(engine, first_cipher(connection, identity, following))
            _upgrade(engine, kind)
            kind.secure(engine)
            kind.check(engine)
            opened = cls(engine, kind)
            if identity is not None:
                opened._settle(identity, following)
        except (OSError, SQLAlchemyError) as error:
            place = "PostgreSQL" if url else path.parent
            raise SettingsError(
                f"records in {place}: expected a readable database, got {type(error).__name__}; "
                "check its owner, address and free space, or restore a backup"
            ) from error
        except CommandError as error:
            raise SettingsError(
                "records: expected a schema that this version of the program knows, got another; "
                "start the version that wrote them, or a newer one"
            ) from error
        return opened

    @classmethod
    def beside(cls, place: Place, identity: bytes | None = None, following: bytes | None = None) -> "Database":
        """Return a way in for another process of ours that only reads; whoever opened the records keeps their schema.

        Raises:
            SettingsError: the place is a URL of something else than PostgreSQL.
        """
        kind: Sqlite | Postgres = Postgres() if isinstance(place, str) else Sqlite()
        engine = Postgres().open(place) if isinstance(place, str) else Sqlite().open(place)
        if identity is not None:
            hang(engine, Cipher(identity, following))
        return cls(engine, kind)

    @staticmethod
    def fill(url: str, copy: Path) -> None:
        """Put a copy of `table_copies` into a PostgreSQL database with nothing in it: all of it, or nothing.

        Raises:
            SettingsError: there is something in the database, or it cannot be opened.
            ValueError: the copy is not whole, or is of a newer schema than this program knows.
        """
        kind = Postgres()
        engine = kind.open(url)
        try:
            with copy.open("rb") as file:
                revision = Head.read(file).revision
            with engine.connect() as connection:
                kind.begin_writing(connection)
                if table_names(connection):
                    raise SettingsError("records: expected an empty database, got one with tables; make a new one")
                _migrate(connection, revision)
                copy_in(connection, copy)
                connection.commit()
        except CommandError as error:
            raise ValueError("records: expected a schema that this program knows, got a newer one") from error
        except SQLAlchemyError as error:
            raise SettingsError(
                f"records: expected to fill an empty database, got {type(error).__name__}; check its owner and room"
            ) from error
        finally:
            engine.dispose()

    @staticmethod
    def empty(url: str) -> None:
        """Drop every table of a database that `fill` filled, after what followed has failed."""
        engine = Postgres().open(url)
        with engine.begin() as connection:
            drop_all(connection)
        engine.dispose()

    @property
    def place(self) -> Place:
        """Where `beside` finds these records."""
        if isinstance(self._kind, Postgres):
            return self._engine.url.render_as_string(hide_password=False)
        return Path(self._engine.url.database or "")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection that may write; commit at the end, roll back on any exception."""
        with self._engine.connect() as connection:
            self._kind.begin_writing(connection)
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
            self._kind.begin_reading(connection)
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def after_writers(self) -> Iterator[Connection]:
        """Give a connection that sees what every writer before it left, one whose connection broke too."""
        with self._engine.connect() as connection:
            self._kind.begin_writing(connection)
            try:
                yield connection
            finally:
                connection.rollback()

    def rewrite(self) -> None:
        """Write the records anew without what was deleted, and empty the log that keeps pages as they were.

        Raises:
            OSError: somebody reads or writes for too long; nothing is lost, and it may be tried again.
        """
        self._kind.rewrite(self._engine)

    def seal_by(self, key: bytes, before: bytes | None = None) -> None:
        """Seal by another identity key from now on; values of the one before still open while it is given."""
        self.sealed_by = KeyState.NEXT if before is None else KeyState.BOTH
        hang(self._engine, Cipher(key, before))

    def rewrite_for_keys(self) -> None:
        """Write the records anew, and keep that no page holds what stood in clear or under a key before.

        Raises:
            OSError: as `rewrite` does; the next start does it.
        """
        self.rewrite()
        with self.transaction() as connection:
            pages_rewritten(connection)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _settle(self, identity: bytes, following: bytes | None) -> None:
        with self.transaction() as connection:
            taken = take_key(connection, identity, following)
        self.sealed_by = taken.state
        hang(self._engine, taken.cipher)
        if taken.pages_in_clear:
            self.rewrite_for_keys()


def _upgrade(engine: Engine, kind: Kind) -> None:
    with engine.connect() as connection:
        kind.begin_writing(connection)
        _migrate(connection, "head")
        connection.commit()


def _migrate(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(resources.files("gallery.migrations")))
    config.attributes["connection"] = connection
    config.attributes["seal"] = partial(_seal, connection.dialect)
    command.upgrade(config, revision)


def _seal(dialect: Dialect, plain: str, about: str, *, asked: bool) -> str:
    return cipher_of(dialect, about).seal(plain, about, asked=asked)
