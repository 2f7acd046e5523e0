"""The published figures: one .sql file each, described by its own header, counted from the log for a period (J-01).

    -- title: …   -- title fr: …   -- definition: …   -- definition fr: …
    -- population: what is counted                  -- counts: people, whose small counts are withheld, or acts
    -- section: heading of the annual report      -- kind: funnel, outcome, count, groups or time
    -- version: of the definition                 -- since: day from which this version holds; the series breaks there

Statements take `$first_day` and `$last_day` alone, and read the snapshot and the table that `shared/fates.sql` makes of
the requests of these days.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from audits.analytics import open_snapshot, read_snapshot
from kernel_lib.hashing import sha256_hex
from kernel_lib.sql import read_sql, sql_names

KINDS = ("funnel", "outcome", "count", "groups", "time")
_FOLDER, _SHARED = "figures", "figures/shared"
_FIELDS = (
    "title",
    "title fr",
    "definition",
    "definition fr",
    "population",
    "section",
    "kind",
    "counts",
    "version",
    "since",
)


@dataclass(frozen=True)
class Definition:
    """What one figure counts. `sql_sha256` is over the file and the shared table that it reads."""

    name: str
    title: str
    title_fr: str
    definition: str
    definition_fr: str
    population: str
    section: int
    kind: str
    of_people: bool
    version: int
    since: date
    sql: str
    sql_sha256: str


@dataclass(frozen=True)
class Counted:
    """A definition and its rows for a period: values first, then a whole number (or, for times, three)."""

    definition: Definition
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Period:
    """Days of UTC, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Figures:
    """Every figure of a period, unsuppressed: nothing of this leaves but through `suppressed_figures`."""

    period: Period
    events: int
    root: str
    counted: tuple[Counted, ...]

    def rows(self, name: str) -> tuple[tuple[Any, ...], ...]:
        """Return the rows of one figure. Raises KeyError."""
        return {each.definition.name: each.rows for each in self.counted}[name]


def definitions() -> tuple[Definition, ...]:
    """Return every definition, by section and name. Raises ValueError for a header that is not whole."""
    found = (_parse(name, read_sql("audits", name, folder=_FOLDER)) for name in sql_names("audits", folder=_FOLDER))
    return tuple(sorted(found, key=lambda each: (each.section, each.name)))


def shared_sql() -> str:
    """Return the statements behind the table that the figures read: what is told of a request, and how far it came."""
    return "\n".join(
        (
            read_sql("audits", "casework", folder="schema"),
            read_sql("audits", "requests", folder="schema"),
            read_sql("audits", "fates", folder=_SHARED),
        )
    )


def count(snapshot: Path, period: Period) -> Figures:
    """Count every figure of a period over a snapshot of the log. Raises NotFound as `count_each` does."""
    return count_each(snapshot, [period])[0]


def count_each(snapshot: Path, periods: Sequence[Period]) -> tuple[Figures, ...]:
    """Count every figure of some periods over one snapshot of the log.

    Raises:
        NotFound: there is no snapshot, or it is not finished.
    """
    told = read_snapshot(snapshot)
    with closing(open_snapshot(snapshot)) as connection:
        return tuple(Figures(each, told.events, told.root, tuple(_counted(connection, each))) for each in periods)


def _counted(connection: duckdb.DuckDBPyConnection, period: Period) -> Iterator[Counted]:
    bounds = {"first_day": period.first, "last_day": period.last}
    connection.execute(read_sql("audits", "fates", folder=_SHARED), bounds)
    for definition in definitions():
        done = connection.execute(definition.sql, bounds)
        columns = tuple(str(column[0]) for column in done.description or ())
        yield Counted(definition, columns, tuple(tuple(row) for row in done.fetchall()))


def _parse(name: str, sql: str) -> Definition:
    told = dict(re.findall(r"^-- ([a-z ]+): (.+)$", sql, re.MULTILINE))
    missing = [field for field in _FIELDS if field not in told]
    if missing or told["kind"] not in KINDS or told["counts"] not in ("people", "acts"):
        raise ValueError(f"audits/figures/{name}.sql: expected a header with {', '.join(_FIELDS)}; missing: {missing}")
    return Definition(
        name=name,
        title=told["title"],
        title_fr=told["title fr"],
        definition=told["definition"],
        definition_fr=told["definition fr"],
        population=told["population"],
        section=int(told["section"]),
        kind=told["kind"],
        of_people=told["counts"] == "people",
        version=int(told["version"]),
        since=date.fromisoformat(told["since"]),
        sql=sql,
        sql_sha256=sha256_hex((shared_sql() + sql).encode()),
    )
