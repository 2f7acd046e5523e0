"""The state of each reference, as the records hold it: whose it is, whether it may be compared, and until when."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, and_, cast, select

from gallery.records.held import booking_events, eligibility, pictures, references, subjects

Row = tuple[int, str, str, str]
"""Number, service, state, and the last day on which the state may be relied on, as YYYY-MM-DD."""

_AT_ONCE = 50_000
_ASKED_AT_ONCE = 1_000


def states_of(connection: Connection, model_id: str) -> Iterator[Sequence[Row]]:
    """Give the current state of every reference of a model, in parts, in no order."""
    yield from connection.execute(_states(model_id)).partitions(_AT_ONCE)


def states_numbered(connection: Connection, model_id: str, numbers: Collection[int]) -> Iterator[Sequence[Row]]:
    """Give the current state of some references of a model; those that are not held are left out."""
    asked = sorted(numbers)
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        some = _states(model_id).where(references.c.number.in_(asked[start : start + _ASKED_AT_ONCE]))
        yield connection.execute(some).all()


def numbers_of_subjects(connection: Connection, subject_ids: Collection[str]) -> tuple[int, ...]:
    """Return the number of every reference of some subjects."""
    joined = select(references.c.number).join(pictures, references.c.picture_id == pictures.c.id)
    found = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    return tuple(connection.execute(found.where(booking_events.c.subject_id.in_(subject_ids))).scalars())


def numbered_since(connection: Connection, model_id: str, moment: datetime) -> tuple[int, ...]:
    """Return the references whose pictures were enrolled after a moment."""
    joined = select(references.c.number).join(pictures, references.c.picture_id == pictures.c.id)
    found = joined.where(references.c.model_id == model_id, pictures.c.enrolled_at > moment)
    return tuple(connection.execute(found).scalars())


# Private


def _states(model_id: str) -> Any:
    wanted = (
        references.c.number,
        subjects.c.service,
        eligibility.c.state,
        # As text: making a date of each would take longer than reading it.
        cast(eligibility.c.next_review, String),
    )
    joined = select(*wanted).select_from(references).join(pictures, references.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    now = and_(eligibility.c.picture_id == pictures.c.id, eligibility.c.current.is_(True))
    return joined.join(eligibility, now).where(references.c.model_id == model_id)
