"""The analysts' file: a table for each way in which the requests of a closed quarter are counted, and nothing else.

What free SQL must not reach is not in the file: no entry, no account, no case, no time of an act.

Why overlapping tables reveal nothing together. Each request lies in exactly one slice, a service in a quarter. Of a
slice its total is told, or nothing at all. Within a told slice each characteristic stands in one table only, so two
tables of a slice share its total and nothing more; each is suppressed for a reader who knows that total
(`audits.suppression`). Any values that the tables leave possible one by one are then possible together, because
tables with equal totals can always be joined. Totals over quarters or services are not told: a reader adds up.

Why later files reveal nothing either. A quarter is told only when it is closed and its requests have had `settle` days
more, and how far each came is read as of that moment. Later entries change no slice that was told once.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import duckdb

from audits.analytics import Snapshot, open_snapshot, read_snapshot
from audits.suppression import ALL, Key, suppress
from kernel_lib.sql import read_sql

UNKNOWN = "unknown"

TABLES: Mapping[str, tuple[str, ...]] = {
    "requests_by_month": ("month",),
    "requests_by_offence_and_stage": ("offence", "stage"),
    "requests_by_source": ("source",),
    "requests_by_sex_and_age": ("sex", "age"),
    "requests_by_group": ("group_depicted",),
}
"""Tables within a slice. No characteristic may stand in two of them: two tables of a slice share its total alone."""


@dataclass(frozen=True)
class Told:
    """How cubes are made: the least count that is shown, and the days after a quarter before it is told."""

    minimum: int
    settle: timedelta


@dataclass(frozen=True)
class Request:
    """What is counted of one request: its quarter ("2026-Q1") and service, and the value of each characteristic."""

    quarter: str
    service: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Cube:
    """One table: its dimensions and its rows of values and a count, None where the count is withheld."""

    name: str
    dimensions: tuple[str, ...]
    rows: tuple[tuple[Key, int | None], ...]


def build_cubes(snapshot: Path, target: Path, *, today: date, told: Told) -> Snapshot:
    """Make the analysts' file from a snapshot of the log, in one step, and say which log it was made from.

    Raises:
        NotFound: there is no snapshot.
        OSError: the folder of `target` cannot be written.
    """
    made_from = read_snapshot(snapshot)
    cubes = cubes_of(requests_of(snapshot, today, told), told.minimum)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".cubes-") as folder:
        fresh = Path(folder) / "fresh.duckdb"
        with closing(duckdb.connect(fresh)) as connection:
            _write(connection, cubes, told)
        fresh.chmod(0o400)
        fresh.replace(target)
    return replace(made_from, path=target)


def requests_of(snapshot: Path, today: date, told: Told) -> list[Request]:
    """Return every request of a quarter that may be told on `today`, with how far it had come when that was so.

    Raises:
        NotFound: there is no snapshot.
    """
    statement = read_sql("audits", "requests", folder="cubes")
    values = {"before": last_closed(today, told.settle), "settle_days": told.settle.days}
    with closing(open_snapshot(snapshot)) as connection:
        done = connection.execute(statement, values)
        columns = [str(column[0]) for column in done.description or ()]
        rows = done.fetchall()
    return [Request(row[0], row[1], dict(zip(columns[2:], row[2:], strict=True))) for row in rows]


def last_closed(today: date, settle: timedelta) -> date:
    """Return the first day of the quarter that may not be told yet."""
    day = today - settle - timedelta(days=1)  # entries of the last day may not be in a checkpoint yet
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def cubes_of(requests: Iterable[Request], minimum: int) -> tuple[Cube, ...]:
    """Return the totals of the slices and the tables within each slice whose total is told."""
    slices: dict[tuple[str, str], list[Request]] = {}
    for request in requests:
        slices.setdefault((request.quarter, request.service), []).append(request)
    totals = dict(_totals(slices, minimum))
    cubes = [Cube("requests_by_quarter", (), tuple(totals.items()))]
    for name, dimensions in TABLES.items():
        rows: list[tuple[Key, int | None]] = []
        for key, inside in sorted(slices.items()):
            if totals[key] is not None:
                rows += [((*key, *cell), count) for cell, count in _within(inside, dimensions, minimum)]
        cubes.append(Cube(name, dimensions, tuple(rows)))
    return tuple(cubes)


# Private


def _totals(slices: Mapping[tuple[str, str], list[Request]], minimum: int) -> Iterator[tuple[Key, int | None]]:
    """Give the total of each slice and of each quarter: one table a quarter, so that a new one changes none before."""
    for quarter in sorted({quarter for quarter, _ in slices}):
        counts: dict[Key, int] = {
            (service,): len(inside) for (each, service), inside in slices.items() if each == quarter
        }
        for (service,), count in suppress(("service",), counts, minimum).rows():
            yield (quarter, service), count


def _within(inside: list[Request], dimensions: tuple[str, ...], minimum: int) -> list[tuple[Key, int | None]]:
    counts = Counter(tuple(request.values[name] for name in dimensions) for request in inside)
    published = suppress(dimensions, counts, minimum)
    if published.cells[(ALL,) * len(dimensions)] is None:
        # The total is told elsewhere: this table cannot be protected beside it, so nothing of it is told.
        return []
    return list(published.rows())


def _write(connection: duckdb.DuckDBPyConnection, cubes: tuple[Cube, ...], told: Told) -> None:
    for cube in cubes:
        columns = ["quarter", "service", *cube.dimensions]
        declared = ", ".join(f"{name} varchar not null" for name in columns)
        connection.execute(f"create table {cube.name} ({declared}, requests bigint)")
        if cube.rows:
            places = ", ".join("?" * (len(columns) + 1))
            rows = [(*key, count) for key, count in cube.rows]
            connection.executemany(f"insert into {cube.name} values ({places})", rows)  # noqa: S608  # names of TABLES
    connection.execute("create table rules (minimum bigint not null, settle_days bigint not null)")
    connection.execute("insert into rules values (?, ?)", [told.minimum, told.settle.days])
