"""Under which rules all states were last reckoned, and how far a run has come; states of many people read and written.

Whoever reads here may be another process: states come as plain values, with the inputs as the text that is on file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    String,
    Table,
    bindparam,
    column,
    insert,
    select,
    table,
    type_coerce,
    update,
)

from gallery.records.changes import note_changes
from gallery.records.held import booking_events, eligibility, pictures, references, subjects
from gallery.records.ids import new_id
from gallery.records.schema import UtcTime, metadata

reckonings = Table(
    "reckonings",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("rule_version", String(64), nullable=False),
    Column("reached", String(36), nullable=False),
    Column("finished", Boolean, nullable=False),
)
"""One row: the rules of the last run over everybody, and the last subject that it did."""


@dataclass(frozen=True)
class Reached:
    """How far the last run over everybody came; `reached` is a subject's id, empty before the first."""

    rule_version: str = ""
    reached: str = ""
    finished: bool = False


@dataclass(frozen=True)
class Stretch:
    """People whose ids follow one another, both ends included."""

    first: str
    last: str
    people: int


@dataclass(frozen=True)
class NewState:
    """A state to keep: `replaces` is the id of the row that it follows, `inputs` its facts as JSON."""

    picture_id: str
    replaces: str | None
    state: str
    rule: str
    rule_version: str
    inputs: str
    next_review: date
    due_on: date | None
    waits_for: str


def reached(connection: Connection) -> Reached:
    """Return how far the last run came."""
    columns = (reckonings.c.rule_version, reckonings.c.reached, reckonings.c.finished)
    row = connection.execute(select(*columns)).mappings().one_or_none()
    return Reached(**row) if row else Reached()


def set_reached(connection: Connection, now: Reached) -> None:
    """Keep how far a run has come."""
    if connection.execute(update(reckonings).values(vars(now))).rowcount == 0:
        connection.execute(insert(reckonings).values(place=1, **vars(now)))


def stretches(connection: Connection, after: str, at_once: int) -> tuple[Stretch, ...]:
    """Return everybody after a subject, in stretches of so many people in the order of their ids."""
    found = select(subjects.c.id).where(subjects.c.id > after).order_by(subjects.c.id)
    parts = connection.execute(found).scalars().partitions(at_once)
    return tuple(Stretch(part[0], part[-1], len(part)) for part in parts)


def kept_between(connection: Connection, first: str, last: str) -> dict[str, tuple[Any, ...]]:
    """Return the current state of each picture of some people that has one.

    By picture: id of the row, state, rule, rule version, inputs as text, next review, due on, waits for.
    """
    kept = eligibility.c
    names = (kept.picture_id, kept.id, kept.state, kept.rule, kept.rule_version, type_coerce(kept.inputs, String))
    wanted = select(*names, kept.next_review, kept.due_on, kept.waits_for).select_from(booking_events)
    # Outer joins keep their order: SQLite would else begin with everybody's current states, at every stretch.
    joined = wanted.outerjoin(pictures, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.outerjoin(eligibility, (kept.picture_id == pictures.c.id) & kept.current.is_(True))
    rows = connection.execute(joined.where(booking_events.c.subject_id.between(first, last)))
    return {row[0]: tuple(row)[1:] for row in rows if row[0]}


def keep_states(connection: Connection, states: Sequence[NewState], now: datetime) -> None:
    """Keep many new states beside the ones they follow, and say so to whoever remembers states."""
    if not states:
        return
    followed = [{"row": each.replaces} for each in states if each.replaces]
    if followed:
        connection.execute(_FOLLOWED, followed)
    connection.execute(insert(_WRITTEN), [_row(each, now) for each in states])
    ids = [each.picture_id for each in states]
    for start in range(0, len(ids), _AT_ONCE):
        mine = references.c.picture_id.in_(ids[start : start + _AT_ONCE])
        note_changes(connection, connection.execute(select(references.c.number).where(mine)).scalars().all())


# Private

_AT_ONCE = 1_000
_FOLLOWED = update(eligibility).where(eligibility.c.id == bindparam("row")).values(current=False)

# As `held.eligibility`, but its inputs are text already: turning them into values and back would take longer.
_WRITTEN = table(
    "eligibility",
    column("id"),
    column("picture_id"),
    column("current", Boolean),
    column("state"),
    column("rule"),
    column("rule_version"),
    column("inputs"),
    column("computed_at", UtcTime),
    column("next_review", Date),
    column("due_on", Date),
    column("waits_for"),
)


def _row(state: NewState, now: datetime) -> Mapping[str, Any]:
    values = dict(vars(state))
    del values["replaces"]
    return {**values, "id": new_id(), "current": True, "computed_at": now}
