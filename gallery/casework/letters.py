"""Neutral letters: which candidates an examiner sees, in an order that says nothing (C-05, D-10)."""

from collections.abc import Sequence
from random import Random
from string import ascii_uppercase

from gallery.records.examinations import Letter
from gallery.records.searches import Candidate


def first_list(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return what the first examiner sees: every listed candidate, no foil."""
    return tuple(candidate for candidate in found if candidate.listed)


def blind_list(found: Sequence[Candidate], proposed: frozenset[str], foils: int) -> tuple[Candidate, ...]:
    """Return what a second or third examiner sees: the proposed subjects and the best-placed others as foils.

    There are as many as the first examiner's list holds, and never fewer than `foils` + 1 while the search found as
    many: their number tells neither a first from a later examination nor what was proposed (D-09, D-10).
    """
    named = [candidate for candidate in found if candidate.subject_id in proposed]
    others = [candidate for candidate in found if candidate.subject_id not in proposed]
    count = max(foils + 1, len(first_list(found)))
    return tuple(named + others[: max(0, count - len(named))])


def lettered(shown: Sequence[Candidate], chance: Random) -> tuple[Letter, ...]:
    """Give each candidate a letter at random; `chance` comes from the operating system outside of tests."""
    order = list(shown)
    chance.shuffle(order)
    letters = ascii_uppercase if len(order) <= len(ascii_uppercase) else _pairs()
    return tuple(Letter(letter, candidate.id) for letter, candidate in zip(letters, order, strict=False))


def _pairs() -> list[str]:
    return [first + second for first in ascii_uppercase for second in ascii_uppercase]
