"""Searches with known answers, and the error rates counted from them by hand."""

import numpy as np
import pytest
from numpy.typing import NDArray

from gallery.evaluation.document import NO_THRESHOLD
from gallery.evaluation.rates import by_person, fnir, fpir, selectivity, wilson
from gallery.evaluation.trials import Mated, NonMated, Trials, searched
from gallery.rules.evaluation import EvaluationRules

RULES = EvaluationRules.load()


def _at(degrees: float) -> NDArray[np.float32]:
    """Return a unit vector at an angle: similarity is the cosine of the angle between two."""
    radians = np.deg2rad(degrees)
    return np.array([np.cos(radians), np.sin(radians)], np.float32)


def _small_set() -> Trials:
    """Three people: A looks like A; B's second picture looks like A; of C there is one picture."""
    subjects = ("A", "A", "B", "B", "C")
    vectors = tuple(_at(each) for each in (0, 5, 90, 30, 170))
    return searched(subjects, vectors, ("one", "one", "two", "two", "two"), longest=50)


def test_each_picture_is_searched_with_its_person_there_and_not_there() -> None:
    """Whoever has one picture only is searched for among others; nobody finds their own picture."""
    trials = _small_set()

    assert [(each.subject, each.rank) for each in trials.mated] == [(0, 1), (0, 1), (1, 1), (1, 2)]
    assert [each.subject for each in trials.non_mated] == [0, 0, 1, 1, 2]
    assert all(len(each.scores) == 2 for each in trials.non_mated)
    assert trials.non_mated[3].scores[0] == pytest.approx(np.cos(np.deg2rad(25)), abs=1e-5)


@pytest.mark.proves("L-02")
def test_rates_are_those_counted_by_hand() -> None:
    """FNIR by rank and by threshold, FPIR and selectivity of the small set."""
    trials = _small_set()

    assert (fnir(trials, 1, NO_THRESHOLD, RULES).count, fnir(trials, 2, NO_THRESHOLD, RULES).count) == (1, 0)
    assert fnir(trials, 2, 0.9, RULES).count == 2
    assert (fpir(trials, 0.9, RULES).count, fpir(trials, NO_THRESHOLD, RULES).count) == (2, 5)
    assert selectivity(trials, 2, NO_THRESHOLD) == 2.0
    assert selectivity(trials, 1, NO_THRESHOLD) == 1.0


@pytest.mark.proves("L-04")
def test_a_picture_without_a_template_is_a_miss() -> None:
    """At every length and threshold, and it lists nobody when its person is not there."""
    trials = searched(("A", "A", "B"), (_at(0), None, _at(90)), ("", "", ""), longest=50)

    rate = fnir(trials, 50, NO_THRESHOLD, RULES)

    assert trials.mated == (Mated(0, None, None), Mated(0, None, None))
    assert (rate.count, rate.of) == (2, 2)
    assert trials.non_mated[1] == NonMated(0, ())


def test_a_tie_is_no_success() -> None:
    """Somebody exactly as similar stands before the person who was looked for."""
    trials = searched(("A", "A", "B"), (_at(0), _at(10), _at(-10)), ("", "", ""), longest=50)

    assert trials.mated[0].rank == 2


def test_trials_are_kept_and_read_back_the_same() -> None:
    """What the document holds is all of them, groups included."""
    trials = _small_set()

    assert Trials.of_body(trials.body()) == trials
    assert [each.subject for each in trials.of_group("two").mated] == [1, 1]


def test_wilsons_interval_is_that_of_the_books() -> None:
    """Of 10 in 100: 0.0552 to 0.1744; of nothing, everything."""
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 20)[0] == 0.0


def test_people_are_drawn_again_not_pictures() -> None:
    """One person with many misses makes the interval wide, however many pictures there are; a seed repeats it."""
    one_bad = [(subject, subject == 0) for subject in range(10) for _ in range(50)]
    spread = [(number, number % 10 == 0) for number in range(500)]

    wide, narrow = by_person(one_bad, RULES), by_person(spread, RULES)

    assert wide[1] - wide[0] > 4 * (narrow[1] - narrow[0])
    assert by_person(one_bad, RULES) == wide
