"""Tell again what the entries say of the requests that new entries touch, and of no others.

What that costs grows with the new entries, not with the log: of the older parts only those are read that speak of a
request touched or of its case. The schema `near` holds the entries in question, with the views over them alone.
"""

from pathlib import Path
from typing import Any

import duckdb

from audits.analytics.opening import join_parts, kept_parts, make_views
from kernel_lib.sql import read_sql


def tell_since(connection: duckdb.DuckDBPyConnection, folder: Path, before: int) -> None:
    """Bring what is told of requests from the first `before` entries to all of them; `folder` holds the parts."""
    connection.execute(f"set variable before = {before}; create schema memory.near")
    _look(connection, folder, "parts_since")
    for name in ("entries_since", "known", "beside"):
        _run(connection, name)
    connection.execute("set search_path = 'memory.near,memory,log'")
    make_views(connection, ("casework",))
    connection.execute("set search_path = 'memory,log'")
    _look(connection, folder, "parts_abandoned")
    _run(connection, "touched")
    _gather(connection, folder)
    for name in ("beside", "retell"):
        _run(connection, name)


# Private


def _gather(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Let `near` hold every entry that can belong to a request touched, until no more requests are."""
    added = True
    while added:
        _look(connection, folder, "parts_touched")
        _run(connection, "candidates")
        ((added,),) = _run(connection, "widen")


def _look(connection: duckdb.DuckDBPyConnection, folder: Path, which: str) -> None:
    """Let `events` mean those parts, and what the snapshot holds itself."""
    found = {first for (first,) in _run(connection, which)}
    join_parts(connection, folder, [part for part in kept_parts(connection) if part.first in found])


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(read_sql("audits", name, folder="snapshot")).fetchall()
