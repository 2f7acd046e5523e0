"""What another model would change is told in counts, and in none that is so small as to tell of one search (W-19)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.suppression import MINIMUM
from gallery.evaluation.impact import Ranking, Replayed, Side, cells, changes, impact, lead_moves, scale


def _ranking(subjects: str, *similarities: float, lead: str = "") -> Ranking:
    place = subjects.index(lead) + 1 if lead and lead in subjects else None
    return Ranking(tuple(subjects), np.asarray(similarities, np.float32), place)


def _replayed(lead: str = "") -> Replayed:
    old, new = _ranking("ABCD", 0.9, 0.6, 0.5, 0.1, lead=lead), _ranking("BADC", 0.8, 0.7, 0.4, 0.3, lead=lead)
    return Replayed(old, new, lead or None)


def test_a_side_ranks_people_by_their_best_picture() -> None:
    """Two pictures of one person are one entry; a tie keeps the order in which people came."""
    side = Side(np.asarray([[1, 0], [0, 1], [0, 1], [1, 0]], np.float32), np.asarray([0, 0, 1, 2]), ("A", "B", "C"))

    found = side.best(np.asarray([0, 1], np.float32), 2, "C")

    assert found.subjects == ("A", "B")
    assert found.similarities.tolist() == [1, 1]
    assert found.lead_place == 3
    assert side.best(np.asarray([0, 1], np.float32), 50, "nobody").lead_place is None


@pytest.mark.proves("W-19")
def test_lists_are_compared_under_the_bounds_and_by_place() -> None:
    """From .5 on C leaves and nobody enters; by place alone D enters for C in the first three."""
    replayed = [_replayed()] * 6

    told = impact(replayed, 0.5, 3)

    assert told["in_force"] == {
        "lists": {"changed": 6, "same": 0},
        "entries": {"stay": 12, "enter": 0, "leave": 6},
    }
    assert told["by_place"]["entries"] == {"stay": 12, "enter": 6, "leave": 6}
    assert told["scale"]["old"] == pytest.approx([0.9, 0.9, 0.9], abs=1e-4)
    assert told["scale"]["new"] == pytest.approx([0.8, 0.8, 0.8], abs=1e-4)


def test_a_lead_moves_up_down_or_off_the_list() -> None:
    """Each lead is counted once, by where its candidate stands in both lists."""
    moves = ("A", "further"), ("B", "nearer"), ("C", "off_list"), ("D", "on_neither"), ("E", "not_held")

    for lead, move in moves:
        told = lead_moves([_replayed(lead)] * 5 + [_replayed()], 0.5, 3)

        assert {name: count for name, count in told.items() if count} == {move: 5}


def test_few_searches_tell_nothing_of_themselves() -> None:
    """Of three searches neither the changed lists nor the scale is told."""
    few = [_replayed()] * 3

    assert changes(few, 0.5, 3) == {
        "lists": {"changed": None, "same": None},
        "entries": {"stay": None, "enter": None, "leave": None},
    }
    assert scale(few) == {"old": None, "new": None}


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), min_size=2))
def test_no_small_count_is_told_or_can_be_reckoned(parts: dict[str, int]) -> None:
    """Whatever the parts: what is told is 0 or large, and a whole never gives away the one that is left out."""
    told = cells(parts)

    hidden = [name for name, count in told.items() if count is None]
    assert all(count is None or count == 0 or count >= MINIMUM for count in told.values())
    assert all(told[name] in (None, count) for name, count in parts.items())
    assert len(hidden) != 1
