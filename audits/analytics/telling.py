"""Tell again what the entries say of the requests that new entries touch, and of no others."""

from pathlib import Path

import duckdb

from audits.analytics.opening import join_parts, kept_parts, make_views
from kernel_lib.sql import read_sql


def tell_since(connection: duckdb.DuckDBPyConnection, folder: Path, before: int) -> None:
    """Bring `request_cases`, `abandoned` and `request_stages` from the first `before` entries to all of them.

    The connection has the views of group `casework` over all entries; `folder` holds the parts.
    """
    connection.execute(f"set variable before = {before}")
    _run(connection, "touched")
    _run(connection, "candidates")
    while _widened(connection):
        _run(connection, "candidates")
    _look_near(connection, folder)
    _run(connection, "retell")
    connection.execute("set search_path = 'memory,log'")


# Private


def _widened(connection: duckdb.DuckDBPyConnection) -> bool:
    ((added,),) = connection.execute(read_sql("audits", "widen", folder="snapshot")).fetchall()
    return bool(added)


def _look_near(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Let the names of the casework views mean the candidates alone, read from those parts that hold any."""
    connection.execute("create schema memory.near; set search_path = 'memory.near,log'")
    found = connection.execute(
        "select distinct first from parts join candidates on sequence between first and last"
    ).fetchall()
    join_parts(connection, folder, [part for part in kept_parts(connection) if (part.first,) in found])
    make_views(connection, ("casework",))


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(read_sql("audits", name, folder="snapshot"))
