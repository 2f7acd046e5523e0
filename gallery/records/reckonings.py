"""Under which rules all states were last reckoned, and how far a run has come; states of many people read and written.

Whoever reads here may be another process: states come as plain values, with the inputs as the text that is on file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Insert,
    Integer,
    String,
    Table,
    Update,
    bindparam,
    cast,
    column,
    false,
    insert,
    select,
    table,
    update,
)

from gallery.records.changes import note_chosen
from gallery.records.held import booking_events, eligibility, pictures, references, subjects
from gallery.records.ids import new_ids
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


class KeptState(NamedTuple):
    """A state as it is on file under an id, or one that is to follow it, with its facts as JSON and its days as text.

    A tuple of texts: a million of them go from one process to another, and as rows to the database.
    """

    picture_id: str
    id: str | None
    state: str
    rule: str
    rule_version: str
    inputs: str
    next_review: str
    due_on: str | None
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


def kept_between(connection: Connection, first: str, last: str) -> dict[str, KeptState]:
    """Return the current state of each picture of some people that has one, by picture."""
    kept = eligibility.c
    named = (kept.picture_id, kept.id, kept.state, kept.rule, kept.rule_version, cast(kept.inputs, String))
    days = (cast(kept.next_review, String), cast(kept.due_on, String))
    wanted = select(*named, *days, kept.waits_for).select_from(booking_events)
    # Outer joins keep their order: SQLite would else begin with everybody's current states, at every stretch.
    joined = wanted.outerjoin(pictures, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.outerjoin(eligibility, (kept.picture_id == pictures.c.id) & kept.current.is_(True))
    rows = connection.execute(joined.where(booking_events.c.subject_id.between(first, last))).all()
    return {row[0]: KeptState(*row) for row in rows if row[0]}


def keep_states(connection: Connection, states: Sequence[KeptState], now: datetime) -> None:
    """Keep many new states, each in place of the one under its id, and say so to whoever remembers states."""
    if not states:
        return
    followed = [(each.id,) for each in states if each.id]
    if followed:
        _execute(connection, _FOLLOWED, ("row",), followed)
    moment = UtcTime().dialect_impl(connection.dialect).bind_processor(connection.dialect)
    written = moment(now) if moment else now
    rows = [
        (row_id, each[0], True, *each[2:6], written, *each[6:])
        for row_id, each in zip(new_ids(len(states)), states, strict=True)
    ]
    _execute(connection, insert(_WRITTEN), tuple(_WRITTEN.c.keys()), rows)
    ids = [each.picture_id for each in states]
    parts = (references.c.picture_id.in_(ids[start : start + _AT_ONCE]) for start in range(0, len(ids), _AT_ONCE))
    note_chosen(connection, (select(references.c.number).where(mine) for mine in parts))


# Private

_AT_ONCE = 1_000
_FOLLOWED = update(eligibility).where(eligibility.c.id == bindparam("row")).values(current=false())

# As `held.eligibility`, but days and inputs are text already: turning them back and forth takes longer than writing.
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


def _execute(
    connection: Connection, statement: Insert | Update, names: Sequence[str], rows: list[tuple[Any, ...]]
) -> None:
    """Execute once for each row of values that the driver takes as they are, in the order of the names."""
    compiled = statement.compile(dialect=connection.dialect)
    given = rows if compiled.positional else [dict(zip(names, row, strict=True)) for row in rows]
    connection.exec_driver_sql(str(compiled), given)
