"""Of whom another picture is wanted: somebody with pictures of a searchable pose and no template at all (F-07)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from gallery.records.held import booking_events, pictures, references, subjects


@dataclass(frozen=True)
class Wanted:
    """The newest picture of somebody of whom another is wanted."""

    subject_number: str
    booking_event: str
    captured_on: date
    findings: list[dict[str, Any]]


def count_wanted(connection: Connection, service: str, poses: Collection[str]) -> int:
    """Return of how many people of a service another picture is wanted."""
    people = _without_template(service, poses).with_only_columns(booking_events.c.subject_id).distinct()
    return connection.execute(select(func.count()).select_from(people.subquery())).scalar_one()


def wanted(connection: Connection, service: str, poses: Collection[str], limit: int) -> tuple[Wanted, ...]:
    """Return the newest such picture of each of these people, the oldest first, at most so many."""
    place = func.row_number().over(
        partition_by=booking_events.c.subject_id, order_by=(pictures.c.captured_on.desc(), pictures.c.id.desc())
    )
    ranked = _without_template(service, poses).add_columns(place.label("place")).subquery()
    newest = select(ranked).where(ranked.c.place == 1).order_by(ranked.c.captured_on, ranked.c.picture_id)
    rows = connection.execute(newest.limit(limit))
    return tuple(Wanted(row.subject_number, row.booking_event, row.captured_on, row.findings) for row in rows)


def _without_template(service: str, poses: Collection[str]) -> Select[Any]:
    shown, events = pictures.alias(), booking_events.alias()
    searched = (
        select(references.c.number)
        .join(shown, shown.c.id == references.c.picture_id)
        .join(events, events.c.id == shown.c.booking_event_id)
        .where(events.c.subject_id == subjects.c.id)
    )
    return (
        select(
            subjects.c.number.label("subject_number"),
            booking_events.c.number.label("booking_event"),
            pictures.c.id.label("picture_id"),
            pictures.c.captured_on,
            pictures.c.findings,
        )
        .select_from(pictures)
        .join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
        .join(subjects, subjects.c.id == booking_events.c.subject_id)
        .where(subjects.c.service == service, pictures.c.pose.in_(sorted(poses)), ~searched.exists())
    )
