"""Neutral letters, and the blind list of a later examiner."""

from random import Random

import pytest

from gallery.casework.letters import blind_list, first_list, lettered
from gallery.records.searches import Candidate


def _found(listed: int, foils: int) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(f"c{place}", "search", f"s{place}", place, 1 - place / 100, place <= listed, ())
        for place in range(1, listed + foils + 1)
    )


def test_the_first_examiner_sees_no_foil() -> None:
    """Only what reached the threshold."""
    assert [each.place for each in first_list(_found(2, 4))] == [1, 2]


@pytest.mark.proves("D-10")
@pytest.mark.parametrize("proposed", [set(), {"s1"}, {"s3"}, {"s1", "s4"}])
def test_the_number_of_letters_tells_nothing(proposed: set[str]) -> None:
    """One, two or none proposed: always six, the proposed among them (D-09, D-10)."""
    shown = blind_list(_found(3, 7), frozenset(proposed), foils=5)

    assert len(shown) == 6
    assert proposed <= {each.subject_id for each in shown}


def test_a_subject_from_far_down_is_shown_with_the_best_placed() -> None:
    """Foils are the best-placed others."""
    shown = blind_list(_found(3, 17), frozenset({"s17"}), foils=5)

    assert sorted(each.place for each in shown) == [1, 2, 3, 4, 5, 17]


@pytest.mark.proves("D-09")
def test_a_later_examiner_sees_as_many_as_the_first() -> None:
    """The number of letters does not tell a first examination from a later one."""
    found = _found(20, 0)

    assert len(blind_list(found, frozenset({"s17"}), foils=5)) == len(first_list(found)) == 20


def test_a_small_gallery_gives_a_short_list() -> None:
    """What is not there is not invented."""
    assert len(blind_list(_found(1, 1), frozenset({"s1"}), foils=5)) == 2


@pytest.mark.proves("W-07")
def test_letters_are_given_at_random_and_once() -> None:
    """Every candidate has one letter; another draw gives another order."""
    shown = _found(20, 0)

    draws = {tuple(each.candidate_id for each in lettered(shown, Random(seed))) for seed in range(5)}  # noqa: S311  # a test wants the same order each time

    assert len(draws) == 5
    assert all(len(set(draw)) == 20 for draw in draws)


def test_fifty_candidates_have_fifty_letters() -> None:
    """The longest list that rules permit (C-01)."""
    letters = lettered(_found(50, 0), Random(1))  # noqa: S311  # as above

    assert len({each.letter for each in letters}) == 50
