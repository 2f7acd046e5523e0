"""Build a DuckDB snapshot from the log, and ask it the named questions.

A snapshot is derived: it can be thrown away and built again, and it says which log it was built from.
"""

import json
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from audits.event import to_json
from audits.questions import Parameter, Question, Scalar, bound, question, questions
from audits.segments import NO_RECORD, Entry, read_lines
from audits.tree import Tree
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.sql import read_sql

__all__ = ["Answer", "Parameter", "Question", "Scalar", "Snapshot", "ask", "build", "question", "questions"]

ROWS_LIMIT = 5_000

_COLUMNS = {
    "sequence": "BIGINT",
    "happened_at": "TIMESTAMP",
    "act": "VARCHAR",
    "service": "VARCHAR",
    "actor_id": "VARCHAR",
    "role": "VARCHAR",
    "certificate": "VARCHAR",
    "workstation": "VARCHAR",
    "case_id": "VARCHAR",
    "object_id": "VARCHAR",
    "result": "VARCHAR",
    "reason": "VARCHAR",
    "rule": "VARCHAR",
    "details": "JSON",
    "hash": "VARCHAR",
}

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
"""A question may read the snapshot and nothing else of this machine."""


@dataclass(frozen=True)
class Snapshot:
    """A DuckDB file made from the first `events` entries of a log whose Merkle root is `root`, at `built_at` (UTC)."""

    path: Path
    events: int
    root: str
    built_at: datetime


@dataclass(frozen=True)
class Answer:
    """A table of plain values, with the hash of the SQL that made it and the log that it was made from.

    `complete` is false when there were more than `ROWS_LIMIT` rows and the rest was left out.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    sql_sha256: str
    events: int
    root: str
    complete: bool = True


def build(audit_dir: Path, target: Path) -> Snapshot:
    """Build a snapshot of the whole log, in one step: whoever reads `target` sees the old one or the new.

    Raises:
        LogDamaged: the log is not whole.
        OSError: the folder of `target` cannot be written.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as folder:
        rows, fresh = Path(folder) / "events.jsonl", Path(folder) / "fresh.duckdb"
        tree, last_hash = _write_rows(audit_dir, rows)
        snapshot = Snapshot(target, tree.size, tree.root.hex(), datetime.now(UTC))
        with closing(duckdb.connect(fresh)) as connection:
            connection.execute(read_sql("audits", "events", folder="schema"))
            connection.execute(
                "insert into events by name select *, cast(happened_at as date) as day from read_json("
                "$rows, format = 'newline_delimited', columns = $columns) order by sequence",
                {"rows": str(rows), "columns": _COLUMNS},
            )
            built_at = snapshot.built_at.replace(tzinfo=None)
            connection.execute(
                "insert into snapshot values ($events, $root, $last_hash, $built_at)",
                {"events": tree.size, "root": snapshot.root, "last_hash": last_hash, "built_at": built_at},
            )
        fresh.chmod(0o400)
        fresh.replace(target)
    return snapshot


def read_snapshot(path: Path) -> Snapshot:
    """Say which log a snapshot was built from.

    Raises:
        NotFound: there is no snapshot.
    """
    with closing(_connect(path)) as connection:
        events, root, built_at = _one(connection, "select events, root, built_at from snapshot")
    return Snapshot(path, events, root, built_at.replace(tzinfo=UTC))


def ask(snapshot_path: Path, name: str, parameters: Mapping[str, Scalar] | None = None) -> Answer:
    """Ask a named question of a snapshot.

    Raises:
        NotFound: there is no such question, or no snapshot.
        Unacceptable: a parameter is unknown, missing or of another kind.
    """
    asked = question(name)
    values = bound(asked, parameters or {})
    with closing(_connect(snapshot_path)) as connection:
        events, root = _one(connection, "select events, root from snapshot")
        columns, found = _run(connection, asked, values)
    rows = tuple(tuple(_plain(value) for value in row) for row in found[:ROWS_LIMIT])
    return Answer(name, columns, rows, asked.sql_sha256, events, root, complete=len(found) <= ROWS_LIMIT)


def _write_rows(audit_dir: Path, rows: Path) -> tuple[Tree, str]:
    """Write every entry, checked against the chain, as one flat JSON line."""
    tree, last_hash = Tree(), NO_RECORD
    with rows.open("w", encoding="utf-8") as file:
        for entry, line in read_lines(audit_dir):
            tree, last_hash = tree.plus(line), entry.hash
            file.write(json.dumps(_row(entry)) + "\n")
    return tree, last_hash


def _row(entry: Entry) -> dict[str, Any]:
    happened_at = entry.time.strftime("%Y-%m-%d %H:%M:%S.%f")
    return {"sequence": entry.sequence, "happened_at": happened_at, "hash": entry.hash, **to_json(entry.event)}


def _run(
    connection: duckdb.DuckDBPyConnection, asked: Question, values: dict[str, Scalar]
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Run a question; a value that its SQL cannot take, such as an unknown time zone, is the asker's to correct."""
    try:
        done = connection.execute(asked.sql, values)
        return tuple(str(column[0]) for column in done.description or ()), done.fetchmany(ROWS_LIMIT + 1)
    except (duckdb.NotImplementedException, duckdb.ConversionException, duckdb.InvalidInputException) as error:
        told = "A value cannot be used in this question."
        raise Unacceptable("question.parameters", told, "Correct the parameters and ask again.") from error


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    if not path.is_file():
        raise NotFound(
            "snapshot.missing", "There is no snapshot of the audit data.", "Build one with `leadbook rebuild`."
        )
    return duckdb.connect(path, read_only=True, config=_LOCKED)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    if row is None:
        raise NotFound("snapshot.empty", "The snapshot of the audit data is not finished.", "Build it again.")
    return row


def _plain(value: object) -> Scalar:
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
