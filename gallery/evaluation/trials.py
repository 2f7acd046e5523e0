"""Searches with known answers over a labelled set: each picture once as a probe, its person there and not there.

Mated: the gallery is every other picture, when the probe's person has another one. Non-mated: the gallery is every
picture but those of the probe's person, so that whoever is listed is somebody else (leave one person out).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Mated:
    """A search for somebody who was in the gallery. `rank` from 1 and `score` are None when no template was made."""

    subject: int
    rank: int | None
    score: float | None


@dataclass(frozen=True)
class NonMated:
    """A search for somebody who was not there: the scores of the best people, highest first; none without template."""

    subject: int
    scores: tuple[float, ...]


@dataclass(frozen=True)
class Trials:
    """Every search of one evaluation. `groups` holds each subject's label, by number; "" where none is on file."""

    mated: tuple[Mated, ...]
    non_mated: tuple[NonMated, ...]
    groups: tuple[str, ...]

    def of_group(self, group: str) -> "Trials":
        """Return the searches for people of one group."""
        kept = {number for number, label in enumerate(self.groups) if label == group}
        mated = tuple(each for each in self.mated if each.subject in kept)
        return Trials(mated, tuple(each for each in self.non_mated if each.subject in kept), self.groups)

    def body(self) -> dict[str, Any]:
        """Return them as JSON values: subjects are numbers of the set, in order of appearance."""
        return {
            "groups": list(self.groups),
            "mated": [[each.subject, each.rank, each.score] for each in self.mated],
            "non_mated": [[each.subject, list(each.scores)] for each in self.non_mated],
        }

    @classmethod
    def of_body(cls, body: dict[str, Any]) -> "Trials":
        """Read what `body` gave."""
        mated = tuple(Mated(*each) for each in body["mated"])
        return cls(mated, tuple(NonMated(one, tuple(scores)) for one, scores in body["non_mated"]), (*body["groups"],))


def searched(
    subjects: Sequence[str],
    vectors: Sequence[NDArray[np.float32] | None],
    groups: Sequence[str],
    *,
    longest: int,
) -> Trials:
    """Search each picture against the others and note where its person came, and who came without them.

    Args:
        subjects: whom each picture shows.
        vectors: its template of unit length, or None where none could be made.
        groups: the group label of each picture's person, or "".
        longest: how many scores of others are kept for each search.
    """
    numbers = {subject: number for number, subject in enumerate(dict.fromkeys(subjects))}
    owner = np.array([numbers[subject] for subject in subjects], np.int64)
    best = _best(vectors, owner, len(numbers))
    mated = tuple(
        _mated(best[place], int(own)) for place, own in enumerate(owner) if np.count_nonzero(owner == own) > 1
    )
    non_mated = tuple(_non_mated(best[place], int(own), longest) for place, own in enumerate(owner))
    labels = {numbers[subject]: group for subject, group in zip(subjects, groups, strict=True)}
    return Trials(mated, non_mated, tuple(labels[number] for number in range(len(numbers))))


# Private


def _best(
    vectors: Sequence[NDArray[np.float32] | None], owner: NDArray[np.int64], people: int
) -> list[NDArray[np.float32] | None]:
    """Each person's best score against each probe, -inf where none of their other pictures has a template."""
    made = [place for place, vector in enumerate(vectors) if vector is not None]
    held = np.stack([each for each in vectors if each is not None]) if made else np.empty((0, 1), np.float32)
    best: list[NDArray[np.float32] | None] = [None] * len(vectors)
    for row, place in enumerate(made):
        scores = held @ held[row]
        scores[row] = -np.inf
        found = np.full(people, -np.inf, np.float32)
        np.maximum.at(found, owner[made], scores)
        best[place] = found
    return best


def _mated(best: NDArray[np.float32] | None, own: int) -> Mated:
    if best is None or not np.isfinite(best[own]):
        return Mated(own, None, None)
    # Whoever is as similar is put before the person: a tie is no success.
    others = np.delete(best, own)
    return Mated(own, 1 + int(np.count_nonzero(others >= best[own])), round(float(best[own]), 6))


def _non_mated(best: NDArray[np.float32] | None, own: int, longest: int) -> NonMated:
    if best is None:
        return NonMated(own, ())
    others = np.sort(np.delete(best, own))[::-1]
    return NonMated(own, tuple(round(float(each), 6) for each in others[np.isfinite(others)][:longest]))
