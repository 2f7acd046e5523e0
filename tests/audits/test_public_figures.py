"""The published figures: each defined by its file, balanced for any casework, and counted from the log for a period."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits import analytics, events
from audits.checkpoint import open_log
from audits.event import Event
from audits.public_figures import Figures, Period, count, definitions
from audits.published import LEVELS, publish, reached, whole
from audits.suppression import ALL
from tests.audits.told_year import told_year

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
Counting = Callable[[Iterator[Event] | list[Event]], Figures]


@pytest.fixture
def counted(tmp_path: Path) -> Counting:
    """Write entries a minute apart and count the year 2026."""

    def counting(entries: Iterator[Event] | list[Event]) -> Figures:
        moment = [START]
        with open_log(tmp_path / "audit", Ed25519PrivateKey.generate(), clock=lambda: moment[0]) as log:
            for entry in entries:
                moment[0] += timedelta(minutes=1)
                log.append(entry)
        analytics.build(tmp_path / "audit", tmp_path / "log.duckdb")
        return count(tmp_path / "log.duckdb", YEAR)

    return counting


@pytest.mark.proves("J-01", "J-12")
def test_every_figure_is_defined_in_both_languages_with_version_and_day() -> None:
    """A reader finds what is counted, since when, and under which heading of the annual report."""
    for each in definitions():
        assert 1 <= each.section <= 22
        assert each.version >= 1
        assert each.definition.endswith(".")
        assert each.definition_fr.endswith(".")
        assert re.fullmatch(r"[0-9a-f]{64}", each.sql_sha256)


@pytest.mark.proves("J-02", "J-03")
@pytest.mark.parametrize("seed", [1, 2])
def test_every_request_stands_in_one_state_and_every_table_adds_up_to_the_funnel(counted: Counting, seed: int) -> None:
    """Whatever the casework, levels balance and no table loses or doubles a request."""
    figures = counted(told_year(seed, 40))

    tables = {each.name: each for each in whole(figures)}
    levels = reached(tables["funnel"])
    states = {state: number for _, state, number in figures.rows("funnel")}
    stay_behind = {level: sum(states.get(state, 0) for state in left) for level, left in LEVELS.items()}
    names = list(LEVELS)
    assert levels["asked"] == 40
    for before, after in pairwise(names):
        assert levels[before] == (levels[after] or 0) + stay_behind[after], after
    for each in tables.values():
        if each.figure.definition.kind == "outcome":
            assert each.total() == 40, each.name


@pytest.mark.proves("J-02")
def test_entries_in_any_order_still_put_each_request_in_one_state(counted: Counting) -> None:
    """Records of an older program, or cut short, may be odd: they are counted once and nowhere twice."""
    chance = Random(7)  # noqa: S311  # invented entries
    entries = list(told_year(5, 30))
    sent = [each for each in entries if each.act == "request_submitted"]
    others = [each for each in entries if each.act != "request_submitted"]
    chance.shuffle(others)

    figures = counted([*sent, *others[::2]])

    assert sum(row[-1] for row in figures.rows("funnel")) == 30
    assert reached(next(each for each in whole(figures) if each.name == "funnel"))["asked"] == 30


@pytest.mark.proves("J-10")
def test_a_period_without_use_is_a_total_of_nought(counted: Counting) -> None:
    """It is published as such and nothing is withheld."""
    figures = counted([events.ServiceStarted(actor_id="system")])

    for each in publish(figures):
        assert each.total() == 0
        assert each.withheld == 0


@pytest.mark.proves("J-04", "W-25")
def test_what_is_published_tells_no_small_count_and_shares_its_totals(counted: Counting) -> None:
    """Small counts of people are withheld in each table; a total that one table tells is the same in all."""
    figures = counted(told_year(3, 80))

    tables = {each.name: each for each in publish(figures)}
    totals = {key[0]: count for key, count in tables["funnel"].cells.items() if key[1] == ALL}
    for each in tables.values():
        shown = [count for count in each.cells.values() if count is not None]
        assert not [number for number in shown if 0 < number < 5] or not each.figure.definition.of_people
        if each.figure.definition.kind == "outcome":
            assert all(each.cells.get((ALL, outcome), 0) == total for outcome, total in totals.items()), each.name
    assert any(each.withheld for each in tables.values())


@pytest.mark.proves("J-05")
def test_who_is_unknown_stays_in_every_denominator(counted: Counting) -> None:
    """A group that nobody recorded is a row of its own and part of the total."""
    figures = counted(told_year(4, 30))

    races = Counter[str]()
    for race, _, number in figures.rows("by_race"):
        races[race] += number
    assert races["unknown"] > 0
    assert sum(races.values()) == 30


@pytest.mark.proves("J-07")
def test_times_are_median_and_ninetieth_percentile_of_known_minutes(counted: Counting) -> None:
    """Ten requests approved after 1 to 10 minutes: median 5, ninetieth 9."""
    entries: list[Event] = []
    for number in range(1, 11):
        request = {"object_id": f"r{number}", "case_id": f"c{number}"}
        entries += [events.RequestSubmitted(service="demo", **request)]
        entries += [events.SignedOut() for _ in range(number - 1)]
        entries += [events.RequestApproved(**request)]

    figures = counted(entries)

    assert ("approval", 10, 5, 9) in [
        tuple(int(v) if place else v for place, v in enumerate(row)) for row in figures.rows("times")
    ]
