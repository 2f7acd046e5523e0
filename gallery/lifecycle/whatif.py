"""What another length of a clock would do to all pictures of a service: counted, sampled, and nothing changed (W-21).

The same code reckons as in a real run over everybody (`reckoning_all`), so the numbers foreseen are those that come.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection

from audits.events import RuleChangeForeseen
from gallery.authority import Person
from gallery.ledger import Ledger, Prepared
from gallery.lifecycle.clocks import clocks_of, with_clock
from gallery.lifecycle.prepared import Moved
from gallery.lifecycle.reckoning_all import foreseen
from gallery.records import gallery
from gallery.records.awaited import desk_counts, late_count
from gallery.records.database import Place
from gallery.rules import Rules
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.lifecycle import ClockInForce, MovedPicture, RuleChangeAsked, RuleChangeTold, StateMove

SAMPLES = 10


@dataclass(frozen=True)
class WhatIf:
    """Tries rules on the records as they are, for records staff and compliance of the service itself."""

    ledger: Ledger
    rules: Rules
    records: Place

    def try_clock(self, person: Person, asked: RuleChangeAsked) -> RuleChangeTold:
        """Return what the change would do today.

        Raises:
            NotFound: the service's profile has no such clock.
            Unacceptable: the length cannot be used.
        """
        # Long work first: an act keeps everybody else waiting.
        told = Prepared(lambda: self._tried(person.service, asked))
        with self.ledger.act(person, RuleChangeForeseen) as act:
            found = told.demand()
            act.note(clock=asked.clock, length=asked.length, pictures=found.pictures, late=found.late_after)
            act.note(leave_search=found.leave_search, enter_search=found.enter_search)
        return found

    # Private

    def _tried(self, service: str, asked: RuleChangeAsked) -> RuleChangeTold:
        profile = self.rules.who.profiles[service]
        tried = with_clock(self.rules.eligibility, profile, asked.clock, asked.length)
        in_force = next(each for each in clocks_of(self.rules.eligibility, profile) if each.clock == asked.clock)
        today = self.rules.who.local_day(self.ledger.now(), service)
        tally = _Tally(today, random.Random(asked.seed))  # noqa: S311  # samples that anybody can draw again
        with foreseen(self.ledger, replace(self.rules, eligibility=tried), self.records, service) as stretches:
            for each in stretches:
                tally.add(each.pictures, each.moved, [one.due_on for one in each.states if _is_due(one.state)])
        with self.ledger.reading() as connection:
            before = desk_counts(connection, service, today)["by_state"]
            samples = tuple(_sample(connection, moved) for moved in tally.samples)
            late = late_count(connection, service, today)
        return RuleChangeTold(
            pictures=tally.pictures,
            in_force=in_force,
            tried=ClockInForce(clock=asked.clock, length=asked.length),
            before=before,
            after=_after(before, tally.moves),
            moves=_moves(tally.moves),
            late_before=late,
            late_after=tally.late,
            leave_search=sum(n for (old, _), n in tally.moves.items() if old == EligibilityState.ELIGIBLE),
            enter_search=sum(n for (_, new), n in tally.moves.items() if new == EligibilityState.ELIGIBLE),
            samples=samples,
        )


# Private


@dataclass
class _Tally:
    """Counts as stretches come, and a sample in which every moved picture has the same chance."""

    today: date
    chance: random.Random
    pictures: int = 0
    late: int = 0
    seen: int = 0
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    samples: list[Moved] = field(default_factory=list)

    def add(self, pictures: int, moved: tuple[Moved, ...], due: list[str | None]) -> None:
        self.pictures += pictures
        self.late += sum(day is not None and day < self.today.isoformat() for day in due)
        for each in moved:
            self.moves[each[1], each[2]] += 1
            self.seen += 1
            if len(self.samples) < SAMPLES:
                self.samples.append(each)
            elif (place := self.chance.randrange(self.seen)) < SAMPLES:
                self.samples[place] = each


def _is_due(state: str) -> bool:
    return state == EligibilityState.DUE


def _after(before: dict[str, int], moves: Counter[tuple[str, str]]) -> dict[EligibilityState, int]:
    counts = Counter(before)
    for (old, new), count in moves.items():
        counts[old] -= count
        counts[new] += count
    return {EligibilityState(state): count for state, count in sorted(counts.items()) if state and count}


def _moves(moves: Counter[tuple[str, str]]) -> tuple[StateMove, ...]:
    return tuple(
        StateMove(before=EligibilityState(old) if old else None, after=EligibilityState(new), count=count)
        for (old, new), count in sorted(moves.items(), key=lambda each: (-each[1], each[0]))
    )


def _sample(connection: Connection, moved: Moved) -> MovedPicture:
    picture_id, old, new = moved
    event = gallery.event_of_picture(connection, picture_id)
    subject = gallery.subject_by_id(connection, event.subject_id) if event else None
    return MovedPicture(
        subject_number=subject.number if subject else "",
        booking_event=event.number if event else "",
        before=EligibilityState(old) if old else None,
        after=EligibilityState(new),
    )
