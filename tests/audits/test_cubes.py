"""What analysts get tells no small count, neither alone nor by taking one table, or one day's file, from another."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from pathlib import Path
from random import Random as Chance

import duckdb
import pytest

from audits.analytics import build
from audits.checkpoint import SignedLog
from audits.cubes.asking import ask_cubes, cube_questions, open_cubes
from audits.cubes.made import TABLES, Cube, Request, Told, build_cubes, cubes_of, last_closed
from audits.events import ApprovalRefused, RequestSubmitted
from audits.suppression import ALL
from tests.audits.conftest import HandClock

TOLD = Told(minimum=5, settle=timedelta(days=60))
VALUES = {
    "month": ("2026-01", "2026-02", "2026-03"),
    "offence": ("murder", "robbery", "assault"),
    "stage": ("declined", "searched", "outcome_given"),
    "source": ("security_camera", "supplied"),
    "sex": ("female", "male", "unknown"),
    "age": ("18_24", "25_44"),
    "group_depicted": ("black", "white", "unknown"),
}


@pytest.mark.proves("W-24")
def test_no_characteristic_stands_in_two_tables() -> None:
    """Two tables of a slice share its total and nothing else, which is what makes them safe together."""
    every = [name for dimensions in TABLES.values() for name in dimensions]

    assert sorted(every) == sorted(set(every))


@pytest.mark.proves("J-04")
@pytest.mark.parametrize("seed", range(6))
def test_no_difference_of_two_shown_numbers_tells_a_withheld_count(seed: int) -> None:
    """No sum that a reader can form, in a table or across two, leaves a small number for its one withheld part."""
    requests = _some(_chance(seed), 45)

    cubes = cubes_of(requests, TOLD.minimum)

    sums = [pair for slice_ in _slices(cubes) for pair in _bounds(cubes, slice_)]
    assert sums
    for parts, total in sums:
        if total is not None and parts.count(None) == 1:
            assert total - sum(part for part in parts if part is not None) >= TOLD.minimum


@pytest.mark.proves("J-04")
@pytest.mark.parametrize("seed", range(4))
def test_what_is_shown_leaves_every_small_value_possible(seed: int) -> None:
    """By trying all tables of one slice that agree with everything shown: a small count could be any of 1 to 4."""
    requests = [each for each in _some(_chance(seed), 14) if each.service == "peel"]
    cubes = {cube.name: cube for cube in cubes_of(requests, TOLD.minimum)}

    for name in ("requests_by_source", "requests_by_group", "requests_by_month"):
        shown = {key[2]: count for key, count in cubes[name].rows}
        hidden = [value for value, count in shown.items() if count is None and value != ALL]
        known = sum(count for value, count in shown.items() if count is not None and value != ALL)
        rest = len(requests) - known
        possible = [each for each in product(range(1, rest + 1), repeat=len(hidden)) if sum(each) == rest]
        real = Counter(request.values[cubes[name].dimensions[0]] for request in requests)
        for place, value in enumerate(hidden):
            if real[value] < TOLD.minimum:
                assert {1, 2, 3, 4} <= {each[place] for each in possible}


@pytest.mark.proves("J-04")
def test_nothing_is_told_of_a_slice_whose_total_is_withheld() -> None:
    """Its rows would add up to what was withheld."""
    requests = _some(_chance(9), 40) + [_one(_chance(1), "york") for _ in range(3)]

    totals, *others = cubes_of(requests, TOLD.minimum)

    withheld = {key for key, count in totals.rows if count is None}
    assert ("2026-Q1", "york") in withheld
    assert not [row for cube in others for row in cube.rows if row[0][:2] in withheld]


def test_a_quarter_is_told_when_it_is_closed_and_settled() -> None:
    """Sixty days after its end, and the day of which the log may not be signed for yet."""
    assert last_closed(date(2026, 5, 31), TOLD.settle) == date(2026, 1, 1)
    assert last_closed(date(2026, 6, 1), TOLD.settle) == date(2026, 4, 1)


@pytest.mark.proves("W-24")
def test_a_later_file_shows_the_same_of_every_quarter_told_before(
    opened: Callable[[], SignedLog], clock: HandClock, folder: Path, tmp_path: Path
) -> None:
    """Otherwise whoever fetches it daily would see each request come and go."""
    log = opened()
    _submitted(log, clock, datetime(2026, 2, 1, 9, tzinfo=UTC), "early", 12)
    _submitted(log, clock, datetime(2026, 4, 1, 9, tzinfo=UTC), "late", 7)
    first = _built(folder, tmp_path, date(2026, 6, 10))
    clock.now = datetime(2026, 6, 11, 9, tzinfo=UTC)
    log.append(ApprovalRefused(actor_id="a-2", service="peel", case_id="case-early-1", object_id="early-1"))
    second = _built(folder, tmp_path, date(2026, 12, 1))

    assert first["requests_by_quarter"] == [("2026-Q1", "all", 12), ("2026-Q1", "peel", 12)]
    assert [row for row in second["requests_by_quarter"] if row[0] == "2026-Q2"] != []
    for name, rows in first.items():
        assert [row for row in second[name] if row[0] == "2026-Q1"] == rows


@pytest.mark.proves("W-24")
def test_the_file_holds_no_entry_and_nobody(
    opened: Callable[[], SignedLog], clock: HandClock, folder: Path, tmp_path: Path
) -> None:
    """What free SQL must not reach is not in the file, not even as bytes that are left over."""
    _submitted(opened(), clock, datetime(2026, 2, 1, 9, tzinfo=UTC), "request", 12)
    _built(folder, tmp_path, date(2026, 6, 10))
    content = (tmp_path / "cubes.duckdb").read_bytes()

    assert {name for name, *_ in _tables(tmp_path / "cubes.duckdb")} == {*TABLES, "requests_by_quarter", "rules"}
    assert not [told for told in (b"account-1", b"request-1", b"case-request-1", b"desk-7") if told in content]


HOSTILE = (
    "attach '{other}'",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('{other}')",
    "select * from read_blob('{other}')",
    "select * from read_parquet('{other}')",
    "select * from glob('/*')",
    "select * from '{other}'",
    "copy rules to '{out}'",
    "export database '{out}'",
    "install httpfs",
    "load httpfs",
    "select getenv('HOME')",
    "select * from duckdb_secrets()",
    "set enable_external_access = true",
    "reset enable_external_access",
    "set lock_configuration = false",
    "pragma enable_profiling = 'json'",
    "set profiling_output = '{out}'",
    "set temp_directory = '{out}'",
    "create table mine as select 1",
    "drop table rules",
    "update rules set minimum = 0",
    "checkpoint; copy (select 1) to '{out}'",
)


@pytest.mark.proves("W-24")
def test_hostile_sql_reaches_nothing_else(opened: Callable[[], SignedLog], folder: Path, tmp_path: Path) -> None:
    """No other file is read, none is written, no configuration is changed."""
    opened()
    _built(folder, tmp_path, date(2026, 6, 10))
    other, out = tmp_path / "other.csv", tmp_path / "out"
    other.write_text("secret\n")

    for statement in HOSTILE:
        with closing(open_cubes(tmp_path / "cubes.duckdb")) as connection, pytest.raises(duckdb.Error):
            connection.execute(statement.format(other=other, out=out)).fetchall()

    assert not out.exists()


def test_each_question_of_the_analysts_is_answered(
    opened: Callable[[], SignedLog], clock: HandClock, folder: Path, tmp_path: Path
) -> None:
    """Over counts that may leave, with the hash of its statement."""
    _submitted(opened(), clock, datetime(2026, 2, 1, 9, tzinfo=UTC), "request", 12)
    snapshot = build(folder, tmp_path / "log.duckdb")
    cubes = build_cubes(snapshot.path, tmp_path / "cubes.duckdb", today=date(2026, 6, 10), told=TOLD)

    answers = {each.name: ask_cubes(cubes, each.name, {}) for each in cube_questions()}

    assert answers["sources_of_pictures"].rows == (
        ("2026-Q1", "peel", "security_camera", 12),
        ("2026-Q1", "peel", ALL, 12),
    )
    assert all(answer.rows and len(answer.sql_sha256) == 64 for answer in answers.values())


def _chance(seed: int) -> Chance:
    return Chance(seed)  # noqa: S311  # invented requests


def _some(chance: Chance, how_many: int) -> list[Request]:
    return [_one(chance, chance.choice(("halton", "peel"))) for _ in range(how_many)]


def _one(chance: Chance, service: str) -> Request:
    values = {name: chance.choices(each, [9, 3, 1][: len(each)])[0] for name, each in VALUES.items()}
    return Request("2026-Q1", service, values)


def _slices(cubes: tuple[Cube, ...]) -> list[tuple[str, ...]]:
    return [key for key, count in cubes[0].rows if count is not None and key[1] != ALL]


def _bounds(cubes: tuple[Cube, ...], slice_: tuple[str, ...]) -> list[tuple[list[int | None], int | None]]:
    """Give every sum that a reader can form in a slice: parts that add up to a total, of this table or another."""
    outer = dict(cubes[0].rows)[slice_]
    found: list[tuple[list[int | None], int | None]] = []
    for cube in cubes[1:]:
        cells = {key[2:]: count for key, count in cube.rows if key[:2] == slice_}
        inner = [count for key, count in cells.items() if ALL not in key]
        found.append((inner, outer))
        for place in range(len(cube.dimensions)):
            for key, total in cells.items():
                if key[place] == ALL:
                    parts = [
                        count
                        for each, count in cells.items()
                        if each[place] != ALL and each[:place] + each[place + 1 :] == key[:place] + key[place + 1 :]
                    ]
                    found.append((parts, total))
    for one, other in combinations(cubes[1:], 2):
        totals = [dict(cube.rows).get((*slice_, *(ALL for _ in cube.dimensions))) for cube in (one, other)]
        assert set(totals) <= {outer, None}
    return found


def _submitted(log: SignedLog, clock: HandClock, start: datetime, prefix: str, how_many: int) -> None:
    details = {"offence_id": "robbery", "source_type": "security_camera", "depicted_sex": "male"}
    details |= {"depicted_age_band": "25_44", "depicted_race": "unknown"}
    for number in range(how_many):
        clock.now = start + timedelta(hours=number)
        log.append(
            RequestSubmitted(
                service="peel",
                actor_id="account-1",
                workstation="desk-7",
                case_id=f"case-{prefix}-{number}",
                object_id=f"{prefix}-{number}",
                details=details,
            )
        )


def _built(folder: Path, tmp_path: Path, today: date) -> dict[str, list[tuple[object, ...]]]:
    snapshot = build(folder, tmp_path / "log.duckdb")
    build_cubes(snapshot.path, tmp_path / "cubes.duckdb", today=today, told=TOLD)
    with closing(open_cubes(tmp_path / "cubes.duckdb")) as connection:
        return {
            name: connection.execute(f"select * from {name} order by all").fetchall()  # noqa: S608  # own tables
            for name in (*TABLES, "requests_by_quarter")
        }


def _tables(path: Path) -> list[tuple[object, ...]]:
    with closing(open_cubes(path)) as connection:
        return connection.execute("select table_name from duckdb_tables()").fetchall()
