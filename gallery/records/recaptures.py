"""Of whom another picture is wanted: somebody with pictures of a searchable pose and no template at all (F-07).

The wish is met by a picture that was taken into the gallery later and has a template.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from gallery.records.held import booking_events, pictures, references, subjects


@dataclass(frozen=True)
class Wanted:
    """The newest picture of somebody of whom another is wanted; `done_at` is when a searchable one came."""

    subject_number: str
    booking_event: str
    captured_on: date
    findings: list[dict[str, Any]]
    since: datetime
    done_at: datetime | None = None


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
    return tuple(
        Wanted(row.subject_number, row.booking_event, row.captured_on, row.findings, row.since) for row in rows
    )


def met(connection: Connection, service: str, poses: Collection[str], limit: int) -> tuple[Wanted, ...]:
    """Return the pictures without a template after which a searchable one came, the one met last first."""
    better, events = pictures.alias(), booking_events.alias()
    done = (
        select(func.min(better.c.enrolled_at))
        .join(events, events.c.id == better.c.booking_event_id)
        .join(references, references.c.picture_id == better.c.id)
        .where(events.c.subject_id == subjects.c.id, better.c.enrolled_at >= pictures.c.enrolled_at)
        .correlate(subjects, pictures)
        .scalar_subquery()
        .label("done_at")
    )
    own = select(references.c.number).where(references.c.picture_id == pictures.c.id)
    found = _of_pose(service, poses).add_columns(done).where(~own.exists()).subquery()
    rows = connection.execute(
        select(found).where(found.c.done_at.is_not(None)).order_by(found.c.done_at.desc()).limit(limit)
    )
    return tuple(
        Wanted(row.subject_number, row.booking_event, row.captured_on, row.findings, row.since, row.done_at)
        for row in rows
    )


def _without_template(service: str, poses: Collection[str]) -> Select[Any]:
    shown, events = pictures.alias(), booking_events.alias()
    searched = (
        select(references.c.number)
        .join(shown, shown.c.id == references.c.picture_id)
        .join(events, events.c.id == shown.c.booking_event_id)
        .where(events.c.subject_id == subjects.c.id)
    )
    return _of_pose(service, poses).where(~searched.exists())


def _of_pose(service: str, poses: Collection[str]) -> Select[Any]:
    return (
        select(
            subjects.c.number.label("subject_number"),
            booking_events.c.number.label("booking_event"),
            pictures.c.id.label("picture_id"),
            pictures.c.captured_on,
            pictures.c.findings,
            pictures.c.enrolled_at.label("since"),
        )
        .select_from(pictures)
        .join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
        .join(subjects, subjects.c.id == booking_events.c.subject_id)
        .where(subjects.c.service == service, pictures.c.pose.in_(sorted(poses)))
    )
