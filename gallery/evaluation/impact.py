"""What another model would change in lists that were given: counts alone, and none that is so small as to tell (W-19).

Both models search the same gallery of today with the same probes, under the bounds in force. Similarities of two models
stand on two scales, so lists are compared twice: as the bounds cut them, and by place alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audits.suppression import ALL, MINIMUM, suppress

FORMAT = "leadbook-model-impact/1"
SCALE = (
    "The similarities of two models stand on two scales. A threshold that was set for one says nothing about the other "
    "and is set anew before the other is used (B-13)."
)
OWN_GALLERY = "Only the service's own gallery was searched; galleries of partners were left out."
TODAY = "Both models searched the gallery of today. What a list held on its day may have left the gallery since."


@dataclass(frozen=True, eq=False)
class Side:
    """A gallery by one model: `vectors` (n, d) of unit length, and for each the place of its subject in `subjects`."""

    vectors: NDArray[np.float32]
    owners: NDArray[np.int64]
    subjects: tuple[str, ...]

    def best(self, probe: NDArray[np.float32], longest: int, lead: str | None = None) -> "Ranking":
        """Search a probe (d,): the first subjects, each by the best of their pictures, and where a lead stands."""
        found = np.full(len(self.subjects), -np.inf, np.float32)
        np.maximum.at(found, self.owners, self.vectors @ probe)
        least = np.partition(found, -longest)[-longest] if len(found) > longest else -np.inf
        near = np.flatnonzero(found >= least)
        order = near[np.lexsort((near, -found[near]))][:longest]
        place = None
        if lead in self.places:
            own = self.places[lead]
            ahead = (found > found[own]) | ((found == found[own]) & (np.arange(len(found)) < own))
            place = 1 + int(np.count_nonzero(ahead))
        return Ranking(tuple(self.subjects[each] for each in order), found[order], place)

    @cached_property
    def places(self) -> Mapping[str | None, int]:
        """The place of each subject in `subjects`."""
        return {subject: place for place, subject in enumerate(self.subjects)}


@dataclass(frozen=True, eq=False)
class Ranking:
    """The first subjects of a gallery from the most similar on, with the similarity of each.

    `lead_place` is where the subject of the lead stands among all, from 1; None without a lead, or when not held.
    """

    subjects: tuple[str, ...]
    similarities: NDArray[np.float32]
    lead_place: int | None = None

    def listed(self, threshold: float, longest: int) -> frozenset[str]:
        """Return whom a list under these bounds names."""
        count = min(longest, int(np.count_nonzero(self.similarities >= threshold)))
        return frozenset(self.subjects[:count])


@dataclass(frozen=True, eq=False)
class Replayed:
    """One past search by both models, and the subject of its lead, if there was one."""

    old: Ranking
    new: Ranking
    lead: str | None = None


def cells(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the parts of a whole that may be told, None for the others; of a whole that is small, none at all."""
    published = suppress(("part",), {(name,): count for name, count in parts.items()}).cells
    # How many searches there are stands in the report: where that must be withheld, nothing else may be told.
    return {name: None if published[(ALL,)] is None else published[(name,)] for name in parts}


def changes(replayed: Sequence[Replayed], threshold: float, longest: int) -> dict[str, Any]:
    """Return how many lists change under some bounds, and how many entries enter and leave them."""
    if len(replayed) < MINIMUM:
        # Entries of so few searches would tell whether one of them changes.
        return {"lists": dict.fromkeys(("changed", "same")), "entries": dict.fromkeys(("stay", "enter", "leave"))}
    pairs = [(each.old.listed(threshold, longest), each.new.listed(threshold, longest)) for each in replayed]
    changed = sum(old != new for old, new in pairs)
    entries = {"stay": sum(len(old & new) for old, new in pairs)}
    entries |= {"enter": sum(len(new - old) for old, new in pairs), "leave": sum(len(old - new) for old, new in pairs)}
    return {"lists": cells({"changed": changed, "same": len(pairs) - changed}), "entries": cells(entries)}


def lead_moves(replayed: Sequence[Replayed], threshold: float, longest: int) -> dict[str, int | None]:
    """Return how the candidates that became leads move: on the list, off it, or no longer in the gallery at all."""
    told = dict.fromkeys(("same", "nearer", "further", "off_list", "onto_list", "on_neither", "not_held"), 0)
    for each in replayed:
        if each.lead is not None:
            told[_move(each, each.lead, threshold, longest)] += 1
    return cells(told)


def scale(replayed: Iterable[Replayed]) -> dict[str, Any]:
    """Return quartiles of the best similarity of each search by each model; None for few searches."""
    pairs = [(each.old.similarities[:1], each.new.similarities[:1]) for each in replayed]
    if len(pairs) < MINIMUM:
        return {"old": None, "new": None}
    sides = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    old, new = ([round(float(one), 4) for one in np.quantile(side, (0.25, 0.5, 0.75))] for side in sides)
    return {"old": old, "new": new}


def impact(replayed: Sequence[Replayed], threshold: float, longest: int) -> dict[str, Any]:
    """Return everything that is counted over the searches, as JSON values."""
    return {
        "bounds": {"threshold": threshold, "length": longest},
        "in_force": changes(replayed, threshold, longest),
        "by_place": changes(replayed, float("-inf"), longest),
        "leads": lead_moves(replayed, threshold, longest),
        "scale": scale(replayed),
        "smallest_cell": MINIMUM,
    }


# Private


def _move(each: Replayed, lead: str, threshold: float, longest: int) -> str:
    old, new = each.old.lead_place, each.new.lead_place
    if old is None or new is None:
        return "not_held"
    before, after = lead in each.old.listed(threshold, longest), lead in each.new.listed(threshold, longest)
    if not before:
        return "onto_list" if after else "on_neither"
    if not after:
        return "off_list"
    return "same" if old == new else "nearer" if new < old else "further"
