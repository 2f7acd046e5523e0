"""Ask a snapshot the named questions."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from audits.analytics.opening import missing, open_snapshot, told
from audits.questions import Question, Scalar, bound, question
from kernel_lib.errors import Unacceptable

ROWS_LIMIT = 5_000


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


def ask(snapshot_path: Path, name: str, parameters: Mapping[str, Scalar] | None = None) -> Answer:
    """Ask a named question of a snapshot.

    Raises:
        NotFound: there is no such question, or no whole snapshot.
        Unacceptable: a parameter is unknown, missing or of another kind.
    """
    asked = question(name)
    values = bound(asked, parameters or {})
    with closing(open_snapshot(snapshot_path)) as connection:
        snapshot = told(connection, snapshot_path)
        columns, found = _run(connection, asked, values)
    rows = tuple(tuple(_plain(value) for value in row) for row in found[:ROWS_LIMIT])
    is_complete = len(found) <= ROWS_LIMIT
    return Answer(name, columns, rows, asked.sql_sha256, snapshot.events, snapshot.root, is_complete)


# Private


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
    except duckdb.IOException as error:
        raise missing() from error


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
