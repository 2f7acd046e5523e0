"""The states of a stretch of people, reckoned from the records alone: in this process or in one beside it."""

import gc
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from gallery.eligibility.facts import Facts
from gallery.eligibility.inputs import inputs_text
from gallery.eligibility.standing import state_of
from gallery.ledger import mark_of
from gallery.records.database import Database, Place
from gallery.records.reckonings import KeptState, Stretch, kept_between
from gallery.records.standings import facts_between
from gallery.rules.eligibility import EligibilityRules, build
from gallery.rules.reading import RuleFile

Move = tuple[str, str]
"""State before (empty for none) and after."""

Moved = tuple[str, str, str]
"""A picture with its move."""


@dataclass(frozen=True)
class Given:
    """What decides beside the records: the rules, today by the calendar of each service, each service's profile.

    `service` limits it to the pictures of one service; empty means everybody's.
    """

    rules: EligibilityRules
    today: Mapping[str, date]
    profiles: Mapping[str, str]
    service: str = ""


@dataclass(frozen=True)
class Prepared:
    """What a stretch comes to: states that differ from those on file, and the last log entry that the reader saw."""

    stretch: Stretch
    mark: int
    pictures: int
    states: tuple[KeptState, ...]
    moved: tuple[Moved, ...]

    @property
    def moves(self) -> Mapping[Move, int]:
        """How many pictures go from which state into which."""
        return Counter((before, after) for _, before, after in self.moved)


def prepare(connection: Connection, stretch: Stretch, given: Given) -> Prepared:
    """Reckon the pictures of a stretch; nothing is written."""
    mark = mark_of(connection)
    facts = facts_between(connection, stretch.first, stretch.last, given.profiles)
    kept = kept_between(connection, stretch.first, stretch.last)
    states, moved, pictures = [], [], 0
    for picture_id, known in facts.items():
        if given.service and known.service != given.service:
            continue
        pictures += 1
        old = kept.get(picture_id)
        new = _state(picture_id, known, given, old)
        if new != old:
            states.append(new)
            before = old.state if old else ""
            if before != new.state:
                moved.append((picture_id, before, new.state))
    return Prepared(stretch, mark, pictures, tuple(states), tuple(moved))


@dataclass(frozen=True)
class Beside:
    """What a process beside this one is started with; rule files travel, as rules hold what cannot."""

    records: Place
    files: tuple[tuple[Any, ...], ...]
    today: Mapping[str, date]
    profiles: Mapping[str, str]
    service: str

    @classmethod
    def of(cls, records: Place, given: Given) -> "Beside":
        """Pack what is given."""
        files = tuple(tuple({**vars(each), "data": dict(each.data)}.values()) for each in given.rules.files)
        return cls(records, files, dict(given.today), dict(given.profiles), given.service)

    def given(self) -> Given:
        """Unpack it on the other side."""
        clocks, youth, charges, reasons = (RuleFile(*each) for each in self.files)
        return Given(build(clocks, youth, charges, reasons), self.today, self.profiles, self.service)


def start_beside(beside: Beside) -> None:
    """Begin a process beside: open the records to read, and let no collection of cycles, of which there are none."""
    gc.disable()
    _here["way"] = (Database.beside(beside.records), beside.given())


def prepare_beside(stretch: Stretch) -> Prepared:
    """Reckon a stretch in a process that `start_beside` began."""
    database, given = _here["way"]
    with database.reading() as connection:
        return prepare(connection, stretch, given)


# Private

_here: dict[str, tuple[Database, Given]] = {}


def _state(picture_id: str, facts: Facts, given: Given, old: KeptState | None) -> KeptState:
    state = state_of(facts, given.rules, given.today[facts.service])
    return KeptState(
        picture_id=picture_id,
        id=old.id if old else None,
        state=str(state.state),
        rule=state.rule,
        rule_version=state.rule_version,
        inputs=inputs_text(facts),
        next_review=state.next_review.isoformat(),
        due_on=state.due_on.isoformat() if state.due_on else None,
        waits_for=state.waits_for,
    )
