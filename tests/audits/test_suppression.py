"""Nobody can work out a small count from what is published beside it."""

from itertools import product
from random import Random

import numpy as np
import pytest

from audits.suppression import ALL, Published, suppress


def test_a_table_without_small_counts_is_shown_whole() -> None:
    """Nothing is withheld that need not be."""
    shown = suppress(["service"], {("halton",): 12, ("peel",): 0, ("york",): 30})

    assert shown.withheld == 0
    assert shown.cells[(ALL,)] == 42
    assert shown.cells["peel",] == 0


def test_a_single_small_count_takes_a_second_one_with_it() -> None:
    """Else the total less the others would tell it."""
    shown = suppress(["service"], {("halton",): 2, ("peel",): 9, ("york",): 30})

    assert [key for key, count in shown.rows() if count is None] == [("halton",), ("peel",)]
    assert shown.cells[(ALL,)] == 41


def test_two_counts_of_one_are_not_told_by_their_sum() -> None:
    """A sum of 2 over two withheld counts, neither of them zero, would say that each is 1."""
    shown = suppress(["service"], {("halton",): 1, ("peel",): 1, ("york",): 30})

    assert shown.cells["york",] is None
    assert shown.cells[(ALL,)] == 32


def test_a_table_that_is_small_as_a_whole_tells_no_count_but_zero() -> None:
    """Where nothing else can hide a count, the total goes too."""
    shown = suppress(["service"], {("halton",): 3, ("peel",): 0})

    assert shown.cells == {("halton",): None, ("peel",): 0, (ALL,): None}


def test_an_empty_table_is_a_total_of_zero() -> None:
    """A period without use is told as such (J-10)."""
    assert suppress(["service"], {}).cells == {(ALL,): 0}


@pytest.mark.proves("J-04")
@pytest.mark.parametrize("seed", range(12))
def test_every_small_count_could_be_any_small_count_to_a_reader_who_tries_all_tables(seed: int) -> None:
    """A reader who knows every total and the rule, and tries every table, is left with every value from 1 to 4."""
    chance = Random(seed)  # noqa: S311  # invented counts
    counts = {key: chance.choice((0, 1, 2, 4, 6, 9)) for key in product("ab", "xyz")}

    shown = suppress(["group", "outcome"], counts)

    possible = _possible(shown)
    for key, count in counts.items():
        if 0 < count < 5:
            assert set(range(1, 5)) <= possible[key], f"{key} of {counts}: {sorted(possible[key])}"


def test_a_table_of_three_dimensions_keeps_its_small_counts_from_all_sums_together() -> None:
    """No single sum tells them, and neither do all of them solved together."""
    chance = Random(5)  # noqa: S311  # invented counts
    counts = {key: chance.choice((0, 2, 7, 11, 20)) for key in product("ab", "xy", "mn")}

    shown = suppress(["service", "offence", "month"], counts)

    assert all(shown.cells[key] is None for key, count in counts.items() if 0 < count < 5)
    assert all(shown.cells[key] == 0 for key, count in counts.items() if count == 0)


@pytest.mark.parametrize("counts", [{("a",): 1}, {("a", ALL): 1}, {("a", "b"): -1}])
def test_a_key_or_count_that_cannot_be_is_refused(counts: dict[tuple[str, ...], int]) -> None:
    """A wrong table is a mistake of the program and says so."""
    with pytest.raises(ValueError, match="counts: expected"):
        suppress(["group", "outcome"], counts)


def _possible(shown: Published) -> dict[tuple[str, ...], set[int]]:
    """Return every value that each count of a small table of two dimensions could have, by trying all tables."""
    rows, columns = (sorted({key[place] for key in shown.cells} - {ALL}) for place in (0, 1))
    interior = list(product(rows, columns))
    choices = [np.arange(1, 11) if shown.cells[key] is None else np.array([shown.cells[key]]) for key in interior]
    tried = np.stack([each.ravel() for each in np.meshgrid(*choices, indexing="ij")])
    place = {key: number for number, key in enumerate(interior)}
    for key, count in shown.cells.items():
        parts = [place[each] for each in interior if all(a in {b, ALL} for a, b in zip(key, each, strict=True))]
        if count is not None:
            tried = tried[:, tried[parts].sum(axis=0) == count]
    return {key: set(np.unique(tried[number]).tolist()) for key, number in place.items()}
