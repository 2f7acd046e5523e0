"""The figures as they may leave: small counts withheld, and no table telling what another withholds (J-04).

Tables of requests share the totals of their outcomes. The funnel decides which of those are withheld; another table
that would have to withhold other ones is withheld whole, because together they would tell more than each alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audits.public_figures import Counted, Figures
from audits.suppression import ALL, MINIMUM, Key, suppress

FUNNEL = "funnel"

LEVELS: Mapping[str, tuple[str, ...]] = {
    "asked": (),
    "allowed": ("declined", "lapsed", "waiting_approval"),
    "searched": ("unsuitable", "waiting_search"),
    "examined": ("waiting_examination",),
    "verified": ("waiting_verification",),
    "lead": ("no_lead", "held_back", "waiting_third"),
}
"""What is reached, and the states in which a request stays behind just before it; each adds up with the level after."""

Cells = Mapping[Key, int | None]


@dataclass(frozen=True)
class Table:
    """A figure that may leave. `cells` has each combination of values and each total; None is withheld.

    Times have no cells but `measures`: whole minutes by step, only of enough requests.
    """

    figure: Counted
    dimensions: tuple[str, ...]
    cells: Cells
    measures: tuple[tuple[str, int, int], ...] = ()
    whole: bool = False

    @property
    def name(self) -> str:
        """The figure's name."""
        return self.figure.definition.name

    @property
    def withheld(self) -> int:
        """How many counts and totals are withheld."""
        return sum(count is None for count in self.cells.values())

    def rows(self) -> Iterator[tuple[Key, int | None]]:
        """Give every combination that is not nought, and every total, the whole total last."""
        order = sorted(self.cells.items(), key=lambda each: (each[0].count(ALL), each[0]))
        return iter([each for each in order if each[1] != 0 or each[0].count(ALL) == len(self.dimensions)])

    def total(self) -> int | None:
        """Return the whole total, or None when it is withheld."""
        return self.cells.get((ALL,) * len(self.dimensions), 0)


def publish(figures: Figures, minimum: int = MINIMUM) -> tuple[Table, ...]:
    """Return every figure of a period as it may leave, in order of the definitions."""
    funnel = next(each for each in figures.counted if each.definition.name == FUNNEL)
    totals = _outcome_totals(funnel, minimum)
    return tuple(_table(each, minimum, totals) for each in figures.counted)


def whole(figures: Figures) -> tuple[Table, ...]:
    """Return every figure with all its counts, for those who oversee the service from inside."""
    funnel = next(each for each in figures.counted if each.definition.name == FUNNEL)
    totals = _outcome_totals(funnel, 1)
    return tuple(_table(each, 1, totals) for each in figures.counted)


def reached(funnel: Table) -> dict[str, int | None]:
    """Return how many requests came to each level of `LEVELS`; None where that would tell what is withheld."""
    behind: set[str] = set()
    told: dict[str, int | None] = {}
    for level, left in LEVELS.items():
        behind |= set(left)
        told[level] = _beyond(funnel.cells, behind) if behind else funnel.total()
    return told


def _beyond(cells: Cells, behind: set[str]) -> int | None:
    """Add up what is not left behind, outcome by outcome: from its states, or from its total and the others."""
    parts: list[int | None] = []
    for outcome in sorted({key[0] for key in cells if key[0] != ALL}):
        states = {key[1]: count for key, count in cells.items() if key[0] == outcome and key[1] != ALL}
        beyond = [count for state, count in states.items() if state not in behind]
        others = [count for state, count in states.items() if state in behind]
        total = cells[(outcome, ALL)]
        if total is not None and None not in others:
            parts.append(total - sum(count or 0 for count in others))
        else:
            parts.append(None if None in beyond else sum(count or 0 for count in beyond))
    return None if None in parts else sum(count or 0 for count in parts)


def _outcome_totals(funnel: Counted, minimum: int) -> Cells:
    counts: Counter[Key] = Counter()
    for outcome, _, number in funnel.rows:
        counts[(str(outcome),)] += int(number)
    return suppress(("outcome",), counts, minimum).cells


def _table(counted: Counted, minimum: int, totals: Cells) -> Table:
    kind, dimensions = counted.definition.kind, counted.columns[:-1]
    if kind == "time":
        told = tuple((str(step), int(m), int(n)) for step, number, m, n in counted.rows if number >= minimum)
        return Table(counted, ("step",), {}, told)
    counts = {tuple(str(value) for value in row[:-1]): int(row[-1]) for row in counted.rows}
    if kind == "funnel":
        return Table(counted, dimensions, _states(counts, minimum, totals))
    if kind == "outcome":
        return _of_outcomes(counted, counts, minimum, totals)
    least = minimum if counted.definition.of_people else 1
    cells = _by_group(counts, dimensions, least) if kind == "groups" else suppress(dimensions, counts, least).cells
    return Table(counted, dimensions, cells)


def _states(counts: Mapping[Key, int], minimum: int, totals: Cells) -> Cells:
    """Withhold among the states of each outcome. Where its total is withheld, or would have to be, all of them go."""
    cells: dict[Key, int | None] = {(*key, ALL): total for key, total in totals.items()}
    for (outcome,), total in totals.items():
        mine = {key: count for key, count in counts.items() if key[0] == outcome}
        found = suppress(("state",), {key[1:]: count for key, count in mine.items()}, minimum).cells
        told = total is not None and found.get((ALL,)) is not None
        cells |= {key: found[key[1:]] if told else None for key in mine}
    return cells


def _of_outcomes(counted: Counted, counts: Mapping[Key, int], minimum: int, totals: Cells) -> Table:
    shared = {(ALL, *key): total for key, total in totals.items()}
    hidden = [key for key, total in shared.items() if total is None]
    shown = [key for key, total in shared.items() if total is not None]
    cells = dict(suppress(counted.columns[:-1], counts, minimum, withheld=hidden, told=shown).cells)
    if all(cells.get(key, 0) == total for key, total in shared.items()):
        return Table(counted, counted.columns[:-1], cells)
    nothing = {key: None if count != 0 else count for key, count in cells.items()}
    return Table(counted, counted.columns[:-1], {**nothing, **shared}, whole=True)


def _by_group(counts: Mapping[Key, int], dimensions: tuple[str, ...], minimum: int) -> dict[Key, int | None]:
    """Withhold in each group by itself: groups count the same things in other ways and have no sum together."""
    cells: dict[Key, int | None] = {}
    for group in sorted({key[0] for key in counts}):
        mine = {key[1:]: count for key, count in counts.items() if key[0] == group}
        found = suppress(dimensions[1:], mine, minimum).cells
        cells |= {(group, *key): count for key, count in found.items()}
    return cells
