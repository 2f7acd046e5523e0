"""What is known of one picture, its booking event and its person, as far as the law looks at it. Facts form a set.

No fact depends on when it became known: the same facts give the same state in whatever order they arrived. A fact dated
in the future counts from its day.
"""

from dataclasses import dataclass, replace
from datetime import date

from kernel_lib.vocabulary import CourtDisposition, Election

GUILT = frozenset(
    {
        CourtDisposition.ABSOLUTE_DISCHARGE,
        CourtDisposition.CONDITIONAL_DISCHARGE,
        CourtDisposition.CONVICTED,
    }
)
"""Findings of guilt; a conviction is one of them, a discharge is not a conviction (Criminal Code, s. 730(3))."""


@dataclass(frozen=True, order=True)
class Outcome:
    """How a charge ended on a day, with the days that its clock may run from.

    `appeal_until` is the last day for an appeal; `appealed` says that one was taken, `appeal_ended` when it ended.
    `as_adult` marks an adult sentence of a youth that was finally upheld (YCJA, s. 117).
    """

    happened: date
    disposition: CourtDisposition
    appeal_until: date | None = None
    appealed: bool = False
    appeal_ended: date | None = None
    order_expires: date | None = None
    sentence_done: date | None = None
    as_adult: bool = False


@dataclass(frozen=True)
class ChargeFacts:
    """One charge: its offence by dated id, its election, the age at the offence, and every outcome that is on file."""

    id: str
    offence: str
    charged_on: date
    election: Election | None = None
    age: int | None = None
    outcomes: frozenset[Outcome] = frozenset()

    def on(self, day: date) -> "ChargeFacts":
        """Return the charge as far as it was known to have gone on a day."""
        known = frozenset(each for each in self.outcomes if each.happened <= day)
        return self if len(known) == len(self.outcomes) else replace(self, outcomes=known)

    def outcome(self) -> Outcome | None:
        """Return what holds now: the newest outcome; None for an open charge or one that was taken up again."""
        newest = next(iter(self.outcomes)) if len(self.outcomes) == 1 else max(self.outcomes, key=_by_day, default=None)
        return None if newest is None or newest.disposition is CourtDisposition.RECOMMENCED else newest


@dataclass(frozen=True)
class HoldFacts:
    """A preservation of a picture between two days, the last one open (F-35)."""

    placed_on: date
    lifted_on: date | None = None


@dataclass(frozen=True)
class Decision:
    """A person's decision on a picture whose destruction a service's ground leaves to a person (F-26)."""

    decided_on: date
    keep: bool
    look_again_on: date


@dataclass(frozen=True)
class Facts:
    """Everything that decides the state of one picture.

    `charges` are those of the picture's own event; `elsewhere` are the person's charges at other events. `sealed_on` is
    the day of a record suspension or a discharge notice (F-29), `withdrawn_on` of the owner's withdrawal or a dispute.
    """

    service: str
    profile: str
    captured_on: date
    charges: tuple[ChargeFacts, ...]
    elsewhere: tuple[ChargeFacts, ...] = ()
    demonstration: bool = False
    died_on: date | None = None
    sealed_on: date | None = None
    withdrawn_on: date | None = None
    holds: frozenset[HoldFacts] = frozenset()
    decisions: frozenset[Decision] = frozenset()
    destroyed_on: date | None = None

    def days(self) -> list[date]:
        """Return every day on which a fact begins or ends to hold."""
        days = [day for day in (self.died_on, self.sealed_on, self.withdrawn_on, self.destroyed_on) if day]
        for charge in (*self.charges, *self.elsewhere):
            days.append(charge.charged_on)
            for outcome in charge.outcomes:
                days.append(outcome.happened)
        for hold in self.holds:
            days += (hold.placed_on, hold.lifted_on) if hold.lifted_on else (hold.placed_on,)
        for each in self.decisions:
            days += (each.decided_on, each.look_again_on)
        return days


def _by_day(outcome: Outcome) -> tuple[object, ...]:
    # Two outcomes of one day: any order will do, as long as it is always the same and never favours searching.
    return (outcome.happened, outcome.disposition not in GUILT, str(outcome.disposition), repr(outcome))
