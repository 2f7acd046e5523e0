"""Open a snapshot: its tables, the parts beside it, and the views of `audits/schema`, as one database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from audits.analytics.parts import Part, is_there, part_path, parts_dir
from kernel_lib.errors import NotFound
from kernel_lib.sql import read_sql, sql_names

TABLES = "tables"
_BEFORE_OTHERS = ("casework", "requests")
"""Groups of views that the others are made from."""

_MEMORY = "1GB"


@dataclass(frozen=True)
class Snapshot:
    """Tables made from the first `events` entries of a log whose Merkle root is `root`, at `built_at` (UTC)."""

    path: Path
    events: int
    root: str
    built_at: datetime
    last_hash: str = ""


def view_groups() -> tuple[str, ...]:
    """Return the names of the files in audits/schema that make views, in the order in which they can be made."""
    others = set(sql_names("audits", folder="schema")) - {TABLES, *_BEFORE_OTHERS}
    return (*_BEFORE_OTHERS, *sorted(others))


def make_views(connection: duckdb.DuckDBPyConnection, groups: Sequence[str]) -> None:
    """Make views over the tables that the connection finds under their names."""
    for group in groups:
        connection.execute(read_sql("audits", group, folder="schema"))


def form(part: int) -> str:
    """Return what changes whenever a snapshot would be made in another way: it is then made again from the log."""
    texts = [duckdb.__version__, str(part)]
    for folder in ("schema", "snapshot"):
        texts += [read_sql("audits", name, folder=folder) for name in sql_names("audits", folder=folder)]
    return sha256("\0".join(texts).encode()).hexdigest()


def read_snapshot(path: Path) -> Snapshot:
    """Say which log a snapshot was made from.

    Raises:
        NotFound: there is no snapshot.
    """
    connection = attached(path, read_only=True)
    try:
        return told(connection, path)
    finally:
        connection.close()


def open_snapshot(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot for named questions. They can read it and its parts, and nothing else of this machine.

    For statements of somebody's own there is `hand_over`: a file that stands alone.

    Raises:
        NotFound: there is no snapshot, or one of its files is gone or damaged.
    """
    folder = parts_dir(path)
    connection = attached(path, read_only=True)
    try:
        parts = whole_parts(connection, folder)
        join_parts(connection, folder, parts)
        make_views(connection, view_groups())
        readable = ", ".join(quoted(part_path(folder, part.first)) for part in parts)
        connection.execute(f"set allowed_paths = [{readable}]")
        connection.execute("set enable_external_access = false; set autoload_known_extensions = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise missing() from error
    except BaseException:
        connection.close()
        raise
    return connection


def attached(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Attach a snapshot's file to a database in memory, so that what replaces the file does not change what is open.

    What does not fit into memory is written beside the file while a statement runs.

    Raises:
        NotFound: there is no snapshot, or the file is none.
    """
    if not path.is_file():
        raise missing()
    spill = path.parent / ".spill"
    connection = duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "temp_directory": str(spill)})
    mode = " (read_only)" if read_only else ""
    try:
        connection.execute(f"attach {quoted(path)} as log{mode}")
    except duckdb.Error as error:
        connection.close()
        raise missing() from error
    connection.execute("set search_path = 'memory,log'")
    return connection


def told(connection: duckdb.DuckDBPyConnection, path: Path) -> Snapshot:
    """Return what an attached snapshot says of itself."""
    events, root, built_at, last_hash = one(connection, "select events, root, built_at, last_hash from snapshot")
    return Snapshot(path, events, root, built_at.replace(tzinfo=UTC), last_hash)


def kept_parts(connection: duckdb.DuckDBPyConnection) -> list[Part]:
    """Return the parts of an attached snapshot, oldest first."""
    rows = connection.execute("select first, last, last_hash, bytes from parts order by first").fetchall()
    return [Part(*row) for row in rows]


def whole_parts(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Part]:
    """Return the parts of an attached snapshot. Raises NotFound: one of them is gone."""
    parts = kept_parts(connection)
    if not all(is_there(folder, part) for part in parts):
        raise missing()
    return parts


def join_parts(connection: duckdb.DuckDBPyConnection, folder: Path, parts: Sequence[Part]) -> None:
    """Make the view `events`: the rows of these parts and those of the snapshot itself."""
    paths = [str(part_path(folder, part.first)) for part in parts]
    whole = connection.read_parquet(paths) if paths else connection.sql("select * from log.main.events limit 0")
    whole.create_view("whole_parts")
    connection.execute(read_sql("audits", "together", folder="snapshot"))


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """Return the one row of a statement. Raises NotFound: the snapshot is not finished."""
    rows = connection.execute(sql).fetchall()
    if len(rows) != 1:
        raise NotFound("snapshot.empty", "The snapshot of the audit data is not finished.", "Build it again.")
    row: tuple[Any, ...] = rows[0]
    return row


def quoted(path: Path) -> str:
    """Return a path as a string of SQL, where it cannot be a bound value."""
    return "'" + str(path).replace("'", "''") + "'"


def missing() -> NotFound:
    """Say that there is no snapshot, or that one of its files is gone or damaged."""
    return NotFound("snapshot.missing", "There is no snapshot of the audit data.", "Build one with `leadbook rebuild`.")
