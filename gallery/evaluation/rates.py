"""Error rates of searches with their intervals: Wilson's over searches, and over resampled people (L-02, L-04, L-07).

FNIR(N, R, T)  share of mated searches whose person is not within rank R at or above T; no template is a miss
FPIR(N, T)     share of non-mated searches that list at least one person at or above T
SEL(N, L, T)   mean number of people that a non-mated search lists
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from gallery.evaluation.trials import Mated, NonMated, Trials
from gallery.rules.evaluation import EvaluationRules

_Z = 1.959963984540054
"""Two-sided 95 %."""


@dataclass(frozen=True)
class Rate:
    """A count of so many searches. `wilson` and `by_person` are intervals of 95 %, each from 0 to 1."""

    count: int
    of: int
    wilson: tuple[float, float]
    by_person: tuple[float, float]

    @property
    def value(self) -> float | None:
        """The share, or None where nothing was searched."""
        return self.count / self.of if self.of else None


def missed(mated: Mated, length: int, threshold: float) -> bool:
    """Say whether a search for somebody who was there did not list them."""
    if mated.rank is None or mated.score is None:
        return True
    return mated.rank > length or mated.score < threshold


def listed_others(non_mated: NonMated, length: int, threshold: float) -> int:
    """Return how many people a search for somebody who was not there listed."""
    return sum(score >= threshold for score in non_mated.scores[:length])


def fnir(trials: Trials, length: int, threshold: float, rules: EvaluationRules) -> Rate:
    """Return how many searches for people who were there missed them. A threshold of -inf is T = 0."""
    return _rate([(each.subject, missed(each, length, threshold)) for each in trials.mated], rules)


def fpir(trials: Trials, threshold: float, rules: EvaluationRules) -> Rate:
    """Return how many searches for people who were not there listed somebody."""
    return _rate([(each.subject, listed_others(each, 1, threshold) > 0) for each in trials.non_mated], rules)


def selectivity(trials: Trials, length: int, threshold: float) -> float:
    """Return how many people a search for somebody who was not there listed on average."""
    counts = [listed_others(each, length, threshold) for each in trials.non_mated]
    return sum(counts) / len(counts) if counts else 0.0


def wilson(count: int, of: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % of a share; of nothing, everything from 0 to 1."""
    if not of:
        return 0.0, 1.0
    share, square = count / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def by_person(told: Sequence[tuple[int, bool]], rules: EvaluationRules) -> tuple[float, float]:
    """Return the interval of 95 % of a share when whole people are drawn again: pictures of one are no new evidence."""
    people = sorted({subject for subject, _ in told})
    if not people:
        return 0.0, 1.0
    place = {subject: at for at, subject in enumerate(people)}
    counts, sizes = np.zeros(len(people)), np.zeros(len(people))
    for subject, is_counted in told:
        counts[place[subject]] += is_counted
        sizes[place[subject]] += 1
    drawn = np.random.default_rng(rules.seed).integers(0, len(people), (rules.resamples, len(people)))
    shares = counts[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(shares, (0.025, 0.975))
    return float(low), float(high)


# Private


def _rate(told: Sequence[tuple[int, bool]], rules: EvaluationRules) -> Rate:
    count = sum(is_counted for _, is_counted in told)
    return Rate(count, len(told), wilson(count, len(told)), by_person(told, rules))
