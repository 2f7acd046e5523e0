"""Reading and adding what decides a picture's state, and putting it together as facts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, bindparam, insert, select, update

from gallery.eligibility.facts import ChargeFacts, Decision, Facts, HoldFacts, Outcome
from gallery.records.held import booking_events, charges, pictures, subjects
from gallery.records.standing_tables import charge_outcomes, retention_decisions, standing_marks
from kernel_lib.vocabulary import CourtDisposition, Election, MarkKind

_AT_ONCE = 500


@dataclass(frozen=True)
class KeptOutcome:
    """An outcome of a charge as it was recorded, by whom and when."""

    id: str
    charge_id: str
    outcome: Outcome
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Mark:
    """A hold, a seal or a withdrawal of one picture, or of all of an event when `picture_id` is None (F-35)."""

    id: str
    kind: MarkKind
    booking_event_id: str
    picture_id: str | None
    since: date
    until: date | None
    look_again_on: date
    ground: str
    note: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None


@dataclass(frozen=True)
class KeptDecision:
    """A decision to keep or to destroy a picture on a service's ground, with its reasons (F-26)."""

    id: str
    picture_id: str
    decided_on: date
    keep: bool
    look_again_on: date
    ground: str
    reasons: str
    decided_by: str
    decided_at: datetime


def add_outcome(connection: Connection, kept: KeptOutcome) -> None:
    """Keep how a charge ended."""
    values = {**vars(kept.outcome), "id": kept.id, "charge_id": kept.charge_id}
    values |= {"recorded_by": kept.recorded_by, "recorded_at": kept.recorded_at}
    connection.execute(insert(charge_outcomes).values(values))


def replace_outcome(connection: Connection, outcome_id: str, now: datetime) -> None:
    """Say that an outcome was recorded wrongly and counts no more."""
    connection.execute(update(charge_outcomes).where(charge_outcomes.c.id == outcome_id).values(replaced_at=now))


def outcomes_of(connection: Connection, charge_id: str) -> tuple[KeptOutcome, ...]:
    """Return the outcomes that count of a charge, the oldest first."""
    mine = (charge_outcomes.c.charge_id == charge_id) & charge_outcomes.c.replaced_at.is_(None)
    found = select(charge_outcomes).where(mine).order_by(charge_outcomes.c.happened, charge_outcomes.c.id)
    return tuple(
        KeptOutcome(row.id, row.charge_id, _outcome(row), row.recorded_by, row.recorded_at)
        for row in connection.execute(found)
    )


def set_election(connection: Connection, charge_id: str, election: str) -> None:
    """Keep how the Crown elected to proceed."""
    connection.execute(update(charges).where(charges.c.id == charge_id).values(election=election))


def set_age(connection: Connection, charge_id: str, age: int) -> None:
    """Keep the age at the offence."""
    connection.execute(update(charges).where(charges.c.id == charge_id).values(years_at_offence=age))


def set_death(connection: Connection, subject_id: str, day: date) -> None:
    """Keep the day of a person's death."""
    connection.execute(update(subjects).where(subjects.c.id == subject_id).values(died_on=day))


def add_mark(connection: Connection, mark: Mark) -> None:
    """Keep a hold, a seal or a withdrawal."""
    connection.execute(insert(standing_marks).values(vars(mark)))


def lift_mark(connection: Connection, mark_id: str, day: date, account_id: str, now: datetime) -> None:
    """End a mark on a day."""
    values = {"until": day, "lifted_by": account_id, "lifted_at": now}
    connection.execute(update(standing_marks).where(standing_marks.c.id == mark_id).values(values))


def mark_by_id(connection: Connection, mark_id: str) -> Mark | None:
    """Return a mark, or None."""
    row = connection.execute(select(standing_marks).where(standing_marks.c.id == mark_id)).mappings().one_or_none()
    return _mark(row) if row else None


def marks_of(connection: Connection, booking_event_id: str) -> tuple[Mark, ...]:
    """Return every mark on an event or on one of its pictures, the oldest first."""
    found = select(standing_marks).where(standing_marks.c.booking_event_id == booking_event_id)
    return tuple(_mark(row) for row in connection.execute(found.order_by(standing_marks.c.id)).mappings())


def add_decision(connection: Connection, decision: KeptDecision) -> None:
    """Keep a decision on a ground."""
    connection.execute(insert(retention_decisions).values(vars(decision)))


def decisions_of(connection: Connection, picture_id: str) -> tuple[KeptDecision, ...]:
    """Return the decisions on a picture, the oldest first."""
    found = select(retention_decisions).where(retention_decisions.c.picture_id == picture_id)
    rows = connection.execute(found.order_by(retention_decisions.c.id)).mappings()
    return tuple(KeptDecision(**row) for row in rows)


def facts_of_subjects(
    connection: Connection, subject_ids: Collection[str], profiles: Mapping[str, str]
) -> dict[str, Facts]:
    """Return the facts of every picture of some subjects, by picture.

    `profiles` gives the profile of clocks of each owning service (F-24).
    """
    found: dict[str, Facts] = {}
    for some in _parts(sorted(subject_ids)):
        found.update(_facts(connection, _AMONG, {"some": some}, profiles))
    return found


def facts_between(connection: Connection, first: str, last: str, profiles: Mapping[str, str]) -> dict[str, Facts]:
    """Return the facts of every picture of all subjects from one id to another, both included; else as above."""
    return _facts(connection, _BETWEEN, {"first": first, "last": last}, profiles)


# Private

# Only what decides: reading and turning the rest into values takes as long again.
_CHARGE = (
    charges.c.booking_event_id,
    charges.c.id,
    charges.c.offence_id,
    charges.c.charged_on,
    charges.c.election,
    charges.c.years_at_offence,
)
_OUTCOME = tuple(charge_outcomes.c[name] for name in Outcome.__dataclass_fields__)
_ELECTIONS: dict[str | None, Election | None] = {None: None, "": None, **{str(each): each for each in Election}}
_DISPOSITIONS = {str(each): each for each in CourtDisposition}
_NONE: frozenset[Outcome] = frozenset()


@dataclass(frozen=True)
class _Reading:
    """The statements that read what decides of some people. Made once: to make them costs more than to run them."""

    people: Select[Any]
    events: Select[Any]
    charges: Select[Any]
    outcomes: Select[Any]
    marks: Select[Any]
    decisions: Select[Any]
    pictures: Select[Any]

    @classmethod
    def of(cls, chosen: Callable[[Any], ColumnElement[bool]]) -> "_Reading":
        """`chosen` says which people are meant, as a condition on the column that holds a subject's id."""
        events, decided = booking_events.c, retention_decisions.c
        mine = chosen(events.subject_id)
        ended = select(charge_outcomes.c.charge_id, *_OUTCOME).join(
            charges, charge_outcomes.c.charge_id == charges.c.id
        )
        ended = ended.join(booking_events, charges.c.booking_event_id == events.id)
        decisions = select(decided.picture_id, decided.decided_on, decided.keep, decided.look_again_on)
        decisions = decisions.join(pictures, decided.picture_id == pictures.c.id)
        shown = select(pictures.c.id, events.id, events.subject_id, pictures.c.captured_on, events.demonstration)
        of_event = pictures.c.booking_event_id == events.id
        return cls(
            people=select(subjects.c.id, subjects.c.service, subjects.c.died_on).where(chosen(subjects.c.id)),
            events=select(events.id, events.subject_id).where(mine),
            charges=select(*_CHARGE).join(booking_events, charges.c.booking_event_id == events.id).where(mine),
            outcomes=ended.where(mine, charge_outcomes.c.replaced_at.is_(None)),
            marks=select(standing_marks)
            .join(booking_events, standing_marks.c.booking_event_id == events.id)
            .where(mine),
            decisions=decisions.join(booking_events, of_event).where(mine),
            pictures=shown.select_from(pictures).join(booking_events, of_event).where(mine),
        )


_AMONG = _Reading.of(lambda subject_id: subject_id.in_(bindparam("some", expanding=True)))
_BETWEEN = _Reading.of(lambda subject_id: subject_id.between(bindparam("first"), bindparam("last")))


def _facts(
    connection: Connection, reading: _Reading, given: Mapping[str, Any], profiles: Mapping[str, str]
) -> dict[str, Facts]:
    people = {row[0]: row for row in connection.execute(reading.people, given).all()}
    charged = _charged(connection, reading, given)
    of_person: dict[str, list[str]] = defaultdict(list)
    for event_id, subject_id in connection.execute(reading.events, given).all():
        of_person[subject_id].append(event_id)
    marked = _by(connection.execute(reading.marks, given), "booking_event_id")
    decided = _decided(connection, reading, given)
    facts: dict[str, Facts] = {}
    rows = connection.execute(reading.pictures, given).all()
    for picture_id, event_id, subject_id, captured_on, demonstration in rows:
        _, service, died_on = people[subject_id]
        events = of_person[subject_id]
        bare = Facts(
            service=service,
            profile=profiles[service],
            captured_on=captured_on,
            charges=charged.get(event_id, ()),
            elsewhere=_elsewhere(event_id, events, charged) if len(events) > 1 else (),
            demonstration=demonstration,
            died_on=died_on,
            decisions=decided.get(picture_id, frozenset()),
        )
        marks_on = marked.get(event_id)
        facts[picture_id] = _with_marks(bare, picture_id, marks_on) if marks_on else bare
    return facts


def _elsewhere(
    event_id: str, events: Sequence[str], charged: Mapping[str, tuple[ChargeFacts, ...]]
) -> tuple[ChargeFacts, ...]:
    return tuple(charge for other in events if other != event_id for charge in charged.get(other, ()))


def _charged(connection: Connection, reading: _Reading, given: Mapping[str, Any]) -> dict[str, tuple[ChargeFacts, ...]]:
    """The charges of each event, with the outcomes that count."""
    ended: dict[str, frozenset[Outcome]] = {}
    for charge_id, happened, disposition, *rest in connection.execute(reading.outcomes, given).all():
        ended[charge_id] = ended.get(charge_id, _NONE) | {Outcome(happened, _DISPOSITIONS[disposition], *rest)}
    found: dict[str, tuple[ChargeFacts, ...]] = {}
    for event_id, charge_id, offence, charged_on, election, age in connection.execute(reading.charges, given).all():
        outcomes = ended.get(charge_id, _NONE)
        charge = ChargeFacts(charge_id, offence, charged_on, _ELECTIONS[election], age, outcomes)
        found[event_id] = (*found.get(event_id, ()), charge)
    return found


def _decided(connection: Connection, reading: _Reading, given: Mapping[str, Any]) -> dict[str, frozenset[Decision]]:
    found: dict[str, frozenset[Decision]] = defaultdict(frozenset)
    for picture_id, *decision in connection.execute(reading.decisions, given):
        found[picture_id] |= {Decision(*decision)}
    return found


def _with_marks(facts: Facts, picture_id: str, marks: Sequence[Any]) -> Facts:
    """The facts with the marks of an event that are on all its pictures or on this one."""
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for mark in marks:
        if mark.picture_id in (None, picture_id):
            by_kind[mark.kind].append(mark)
    holds = frozenset(HoldFacts(mark.since, mark.until) for mark in by_kind[MarkKind.HOLD])
    sealed = min((mark.since for mark in by_kind[MarkKind.SEAL] if mark.until is None), default=None)
    withdrawn = min((mark.since for mark in by_kind[MarkKind.WITHDRAWAL] if mark.until is None), default=None)
    return Facts(**{**vars(facts), "holds": holds, "sealed_on": sealed, "withdrawn_on": withdrawn})


def _by(rows: Iterable[Any], name: str) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _outcome(row: Any) -> Outcome:
    return Outcome(
        happened=row.happened,
        disposition=CourtDisposition(row.disposition),
        appeal_until=row.appeal_until,
        appealed=row.appealed,
        appeal_ended=row.appeal_ended,
        order_expires=row.order_expires,
        sentence_done=row.sentence_done,
        as_adult=row.as_adult,
    )


def _mark(row: RowMapping) -> Mark:
    return Mark(**{**row, "kind": MarkKind(row["kind"])})
