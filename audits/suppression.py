"""Withhold small counts of a table, and as many others as it takes that nobody can work them out (J-04).

A table is a count for each combination of values; all its totals belong to it. A count from 1 to `minimum` - 1 is
withheld, a zero is shown. Whoever knows everything shown, every total and this rule must still find possible, for each
small count, every value from 1 to `minimum` - 1; where it is not so, one more count beside it is withheld, the
smallest first and totals last. The bounds that a reader can reach are found by linear programming (cell suppression,
as in Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linprog

ALL = "all"
"""In a key: the total over that dimension."""
MINIMUM = 5
_NEAR = 1e-6

Key = tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """A table that may leave: `cells` has each combination and each total, None where it is withheld.

    Which were small and which only stand beside a small one is not told: it would help to work them out.
    """

    dimensions: tuple[str, ...]
    minimum: int
    cells: Mapping[Key, int | None]

    @property
    def withheld(self) -> int:
        """How many counts and totals are withheld."""
        return sum(count is None for count in self.cells.values())

    def rows(self) -> Iterator[tuple[Key, int | None]]:
        """Give every combination and total, the whole total last."""
        return iter(sorted(self.cells.items(), key=lambda each: (each[0].count(ALL), each[0])))


def suppress(
    dimensions: Sequence[str],
    counts: Mapping[Key, int],
    minimum: int = MINIMUM,
    *,
    withheld: Collection[Key] = (),
    told: Collection[Key] = (),
) -> Published:
    """Return what of a table may leave. `counts` is keyed by one value for each dimension; what is missing is 0.

    `withheld` are counts and totals that another table withholds, so this one does too; those that another one has
    `told` are withheld only when nothing else is left to withhold.

    Raises:
        ValueError: a key has another number of values than there are dimensions, uses the word of totals, or a
            count is negative.
    """
    _check(dimensions, counts)
    table = _Table(tuple(dimensions), dict(counts), minimum, withheld, told)
    table.protect()
    cells = {key: None if key in table.withheld else count for key, count in table.counts.items()}
    return Published(tuple(dimensions), minimum, cells)


class _Table:
    """Every count and total, the sums that bind them, and what is withheld so far."""

    def __init__(
        self,
        dimensions: tuple[str, ...],
        interior: dict[Key, int],
        minimum: int,
        withheld: Collection[Key],
        told: Collection[Key],
    ) -> None:
        self.minimum = minimum
        values = [sorted({key[place] for key in interior}) for place in range(len(dimensions))]
        self.counts = _with_totals(values, interior)
        self.sums = tuple(_sums(values))
        self.sums_of: dict[Key, list[tuple[Key, ...]]] = defaultdict(list)
        for bound in self.sums:
            for key in bound:
                self.sums_of[key].append(bound)
        self.small = [key for key, count in sorted(self.counts.items()) if 0 < count < minimum]
        self.withheld = {*self.small, *(key for key in withheld if self.counts.get(key))}
        self.told = frozenset(told)
        self.widest: dict[Key, tuple[float, float]] = {}

    def protect(self) -> None:
        """Withhold more until no small count can be worked out, or nothing is left to withhold."""
        for reveals in (self._by_one_sum, self._by_all_sums):
            for key in self.small:
                while reveals(key) and self._withhold_beside(key):
                    pass
        # Withholding for one count never narrows what is possible for another, so one pass is enough.

    def _by_one_sum(self, key: Key) -> bool:
        """Say whether a single sum tells more of a count than that it is small."""
        return any(self._room(bound) < self.minimum - 1 for bound in self.sums_of[key])

    def _room(self, bound: tuple[Key, ...]) -> int:
        """Return the largest value that a withheld part of a sum may have for a reader of this sum alone."""
        *parts, total = bound
        hidden = [key for key in parts if key in self.withheld]
        if total in self.withheld:
            return self.minimum  # the sum itself is not known
        return sum(self.counts[key] for key in hidden) - (len(hidden) - 1)

    def _by_all_sums(self, key: Key) -> bool:
        """Say whether all sums together tell more of a count than that it is small, as far as that can be helped.

        A small total of several parts, none of them nought, is at least as large as they are many.
        """
        least, most = self._bounds(key, self.withheld)
        floor, ceiling = self._widest(key)
        return least > max(1, floor) + _NEAR or most < min(self.minimum - 1, ceiling) - _NEAR

    def _widest(self, key: Key) -> tuple[float, float]:
        """Return the bounds that a reader can reach when every count but nought is withheld."""
        if key not in self.widest:
            self.widest[key] = self._bounds(key, {each for each, count in self.counts.items() if count > 0})
        return self.widest[key]

    def _bounds(self, key: Key, withheld: set[Key]) -> tuple[float, float]:
        """Return the least and the most that a withheld count can be, by all sums and by what is shown."""
        hidden = sorted(withheld)
        place = {each: number for number, each in enumerate(hidden)}
        known, right = [], []
        for bound in self.sums:
            if withheld.isdisjoint(bound):
                continue
            row, rest = np.zeros(len(hidden)), 0
            for each, sign in zip(bound, [1] * (len(bound) - 1) + [-1], strict=True):
                if each in place:
                    row[place[each]] = sign
                else:
                    rest += sign * self.counts[each]
            known.append(row)
            right.append(-rest)
        least, most = (_bound(place[key], sign, np.array(known), np.array(right)) for sign in (1, -1))
        return least, most

    def _withhold_beside(self, key: Key) -> bool:
        """Withhold one more count of a sum that reaches this one; return False when there is none left."""
        near = {each for bound in self.sums_of[key] for each in bound}
        far = {each for other in self.withheld for bound in self.sums_of[other] for each in bound}
        for among in (near - self.told, far - self.told, near, far):
            left = [each for each in among if each not in self.withheld and self.counts[each] > 0]
            if left:
                self.withheld.add(min(left, key=lambda each: (each.count(ALL), self.counts[each], each)))
                return True
        return False


def _check(dimensions: Sequence[str], counts: Mapping[Key, int]) -> None:
    for key, count in counts.items():
        if len(key) != len(dimensions) or ALL in key:
            raise ValueError(f"counts: expected keys of {len(dimensions)} values other than {ALL!r}, got {key!r}")
        if count < 0:
            raise ValueError(f"counts: expected 0 or more, got {count} at {key!r}")


def _with_totals(values: list[list[str]], interior: dict[Key, int]) -> dict[Key, int]:
    counts = dict.fromkeys(product(*([*each, ALL] for each in values)), 0)
    for key, count in interior.items():
        for reached in product(*((value, ALL) for value in key)):
            counts[reached] += count
    return counts


def _sums(values: list[list[str]]) -> Iterator[tuple[Key, ...]]:
    """Give each sum as its parts and, last, their total."""
    for place, own in enumerate(values):
        others = [[*each, ALL] for number, each in enumerate(values) if number != place]
        for rest in product(*others):
            yield tuple((*rest[:place], value, *rest[place:]) for value in [*own, ALL])


def _bound(number: int, sign: int, known: np.ndarray, right: np.ndarray) -> float:
    """Return the least (sign 1) or largest (sign -1) value that an unknown can have under all sums."""
    aim = np.zeros(known.shape[1])
    aim[number] = sign
    found = linprog(aim, A_eq=known, b_eq=right, bounds=(1, None), method="highs")
    if found.status == 3:  # no bound in this direction
        return float("inf") * -sign
    if not found.success:
        raise ArithmeticError(f"bounds of a withheld count: expected a solution, got {found.message}")
    return float(found.fun) * sign
