"""Rows of every table as PostgreSQL copies them: out of one state, and into a database with nothing in it.

A copy is one file: a line of JSON with the schema's revision, the tables with their columns and lengths and where each
sequence stands, then the rows of each table in the text form of COPY, which every later PostgreSQL reads.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text

from kernel_lib.hashing import canonical_json

_PIECE = 1 << 20
_HEAD_LIMIT = 1 << 20
_VERSION = "alembic_version"

_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
_COLUMNS = text("""
    SELECT attname FROM pg_attribute
    WHERE attrelid = CAST(:name AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
""")
_SEQUENCES = text("""
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL
""")
_KEYS = text("""
    SELECT CAST(CAST(conrelid AS regclass) AS text), conname FROM pg_constraint
    WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace) ORDER BY conname
""")


@dataclass(frozen=True)
class TableCopy:
    """One table of a copy: its columns in order, and the bytes of its rows."""

    name: str
    columns: tuple[str, ...]
    length: int


@dataclass(frozen=True)
class Head:
    """What a copy says of itself."""

    revision: str
    tables: tuple[TableCopy, ...]
    sequences: dict[str, int]

    def line(self) -> bytes:
        """Return the first line of the copy."""
        return canonical_json(asdict(self)) + b"\n"

    @classmethod
    def read(cls, file: IO[bytes]) -> "Head":
        """Read the first line. Raises ValueError when it is none."""
        try:
            told: Any = json.loads(file.readline(_HEAD_LIMIT))
            tables = tuple(TableCopy(each["name"], tuple(each["columns"]), each["length"]) for each in told["tables"])
            return cls(str(told["revision"]), tables, dict(told["sequences"]))
        except (KeyError, TypeError) as error:
            raise ValueError("records: expected the head of a copy, got something else") from error


def table_names(connection: Connection) -> tuple[str, ...]:
    """Return every table of the records, Alembic's own included."""
    return tuple(connection.execute(_TABLES).scalars())


def rows_of(connection: Connection, table: str, *, binary: bool = False) -> Iterator[bytes]:
    """Give the rows of a table in pieces; `binary` gives texts and bytes as they are."""
    form = sql.SQL("binary" if binary else "text")
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT {})").format(sql.Identifier(table), form)
    with _raw(connection).cursor() as cursor, cursor.copy(statement) as rows:
        for piece in rows:
            yield bytes(piece)


def copy_out(connection: Connection, file: IO[bytes]) -> Head:
    """Write the rows of every table to a file; return the head, which belongs before them. Raises OSError."""
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    tables = []
    for name in table_names(connection):
        if name == _VERSION:
            continue
        columns = tuple(connection.execute(_COLUMNS, {"name": name}).scalars())
        began = file.tell()
        for piece in rows_of(connection, name):
            file.write(piece)
        tables.append(TableCopy(name, columns, file.tell() - began))
    sequences = {row.sequencename: row.last_value for row in connection.execute(_SEQUENCES)}
    return Head(revision, tuple(tables), sequences)


def copy_in(connection: Connection, path: Path) -> None:
    """Put the rows of a copy in place of what the migrations wrote; the schema is that of its revision already.

    Raises:
        ValueError: it is no copy, or ends too early.
        sqlalchemy.exc.DBAPIError: rows and schema do not fit.
    """
    keys = connection.execute(_KEYS).all()
    _alter(connection, keys, "DEFERRABLE INITIALLY DEFERRED")
    with path.open("rb") as file:
        head = Head.read(file)
        names = sql.SQL(", ").join(sql.Identifier(each.name) for each in head.tables)
        _raw(connection).execute(sql.SQL("TRUNCATE {}").format(names))
        for table in head.tables:
            _fill(connection, table, file)
    for name, value in head.sequences.items():
        _raw(connection).execute("SELECT setval(quote_ident(%s)::regclass, %s)", (name, value))
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _alter(connection, keys, "NOT DEFERRABLE")


def drop_all(connection: Connection) -> None:
    """Drop every table, after a restore that failed on its way."""
    for name in table_names(connection):
        _raw(connection).execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(name)))


# Private


def _fill(connection: Connection, table: TableCopy, file: IO[bytes]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT text)").format(sql.Identifier(table.name), columns)
    left = table.length
    with _raw(connection).cursor() as cursor, cursor.copy(statement) as rows:
        while left:
            piece = file.read(min(left, _PIECE))
            if not piece:
                raise ValueError("records: expected the rows that the head lists, got fewer")
            rows.write(piece)
            left -= len(piece)


def _alter(connection: Connection, keys: Any, how: str) -> None:
    for table, name in keys:
        statement = sql.SQL("ALTER TABLE {} ALTER CONSTRAINT {} {}")
        _raw(connection).execute(statement.format(sql.SQL(table), sql.Identifier(name), sql.SQL(how)))


def _raw(connection: Connection) -> "psycopg.Connection[Any]":
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)
