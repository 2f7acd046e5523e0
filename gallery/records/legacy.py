"""Booking events of a gallery taken over: kept out of search by a mark until somebody's facts say otherwise (F-37)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from gallery.records.held import booking_events, subjects
from gallery.records.ids import new_id
from gallery.records.standing_tables import standing_marks
from gallery.records.standings import Mark, add_mark
from kernel_lib.vocabulary import MarkKind

GROUND = "legacy_unclassified"
_NOTE = "Taken over from an older gallery; not searched before it is positively classified as eligible."
_LOOK_AGAIN = timedelta(days=365)


@dataclass(frozen=True)
class Waiting:
    """An event that was not classified yet: its open mark and whose it is."""

    mark_id: str
    subject_id: str
    booking_event_id: str


def keep_out(connection: Connection, booking_event_id: str, today: date, account_id: str, now: datetime) -> None:
    """Lay the mark on an event that was taken over."""
    mark = Mark(
        id=new_id(),
        kind=MarkKind.WITHDRAWAL,
        booking_event_id=booking_event_id,
        picture_id=None,
        since=today,
        until=None,
        look_again_on=today + _LOOK_AGAIN,
        ground=GROUND,
        note=_NOTE,
        placed_by=account_id,
        placed_at=now,
    )
    add_mark(connection, mark)


def waiting(connection: Connection, service: str, after: str, limit: int) -> tuple[Waiting, ...]:
    """Return events of a service that wait, in the order of their marks, from the one after a mark."""
    joined = (
        select(standing_marks.c.id, booking_events.c.subject_id, standing_marks.c.booking_event_id)
        .join(booking_events, booking_events.c.id == standing_marks.c.booking_event_id)
        .join(subjects, subjects.c.id == booking_events.c.subject_id)
        .where(_open(service), standing_marks.c.id > after)
        .order_by(standing_marks.c.id)
        .limit(limit)
    )
    return tuple(Waiting(*row) for row in connection.execute(joined))


def is_taken_over(connection: Connection, booking_event_id: str) -> bool:
    """Say whether an event came in under the mark, whether or not it was lifted since."""
    mine = (standing_marks.c.booking_event_id == booking_event_id) & (standing_marks.c.ground == GROUND)
    return connection.execute(select(standing_marks.c.id).where(mine).limit(1)).first() is not None


def count_waiting(connection: Connection, service: str) -> int:
    """Return how many events of a service wait."""
    joined = (
        select(func.count())
        .select_from(standing_marks)
        .join(booking_events, booking_events.c.id == standing_marks.c.booking_event_id)
        .join(subjects, subjects.c.id == booking_events.c.subject_id)
    )
    return connection.execute(joined.where(_open(service))).scalar_one()


def _open(service: str) -> ColumnElement[bool]:
    return (standing_marks.c.ground == GROUND) & standing_marks.c.until.is_(None) & (subjects.c.service == service)
