"""Pictures for which somebody must bring something, by what is awaited (F-21)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from gallery.records.held import booking_events, eligibility, pictures, subjects
from gallery.records.standing_tables import standing_marks
from kernel_lib.vocabulary import EligibilityState

_LINES = 100
_SOON_DAYS = 30


def awaited_counts(connection: Connection, service: str) -> dict[str, int]:
    """Return how many pictures of a service wait for each thing."""
    wanted = _of(service, eligibility.c.waits_for, func.count()).where(eligibility.c.waits_for != "")
    rows = connection.execute(wanted.group_by(eligibility.c.waits_for)).all()
    return {row[0]: row[1] for row in rows}


def awaited_lines(connection: Connection, service: str, waits_for: str) -> Sequence[dict[str, Any]]:
    """Return at most a hundred of them, the longest waiting first; all kinds when `waits_for` is empty."""
    wanted = _of(
        service,
        pictures.c.id.label("picture_id"),
        subjects.c.number.label("subject_number"),
        booking_events.c.number.label("booking_event"),
        booking_events.c.capturing_officer.label("officer"),
        eligibility.c.state,
        eligibility.c.rule,
        eligibility.c.waits_for,
        eligibility.c.computed_at.label("since"),
        eligibility.c.due_on,
    )
    chosen = eligibility.c.waits_for == waits_for if waits_for else eligibility.c.waits_for != ""
    found = wanted.where(chosen).order_by(eligibility.c.computed_at, pictures.c.id).limit(_LINES)
    return [dict(row) for row in connection.execute(found).mappings()]


def desk_counts(connection: Connection, service: str, today: date) -> dict[str, Any]:
    """Return a service's pictures by state, reviews overdue and of the next month, and destruction of the next month.

    Keys: `by_state`, `overdue`, `review_soon`, `due_soon`.
    """
    soon = today + timedelta(days=_SOON_DAYS)

    def number(condition: ColumnElement[bool]) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    review, due = eligibility.c.next_review, eligibility.c.due_on
    wanted = _of(
        service,
        eligibility.c.state,
        func.count().label("count"),
        number(review < today).label("overdue"),
        number((review >= today) & (review <= soon)).label("review_soon"),
        number((due >= today) & (due <= soon)).label("due_soon"),
    )
    rows = connection.execute(wanted.group_by(eligibility.c.state)).mappings().all()
    summed = {name: sum(row[name] for row in rows) for name in ("overdue", "review_soon", "due_soon")}
    return {"by_state": {row["state"]: row["count"] for row in rows}, **summed}


def late_count(connection: Connection, service: str, today: date) -> int:
    """Return how many pictures of a service are due for destruction since before today (F-34)."""
    late = (eligibility.c.state == EligibilityState.DUE) & (eligibility.c.due_on < today)
    number: int = connection.execute(_of(service, func.count()).where(late)).scalar_one()
    return number


def next_due(connection: Connection, service: str, today: date) -> date | None:
    """Return the first day after today on which a picture of a service falls due, or None when no day is set."""
    found = _of(service, func.min(eligibility.c.due_on)).where(eligibility.c.due_on > today)
    day: date | None = connection.execute(found).scalar_one()
    return day


def marks_due(connection: Connection, service: str, today: date) -> Sequence[dict[str, Any]]:
    """Return the open marks of a service whose day of review has come, the longest overdue first (F-35)."""
    marks = standing_marks.c
    names = (marks.id, marks.kind, marks.since, marks.look_again_on, marks.ground)
    wanted = select(*names, subjects.c.number.label("subject_number"), booking_events.c.number.label("booking_event"))
    joined = wanted.join(booking_events, marks.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    open_now = marks.until.is_(None) & (marks.look_again_on <= today) & (subjects.c.service == service)
    found = joined.where(open_now).order_by(marks.look_again_on, marks.id).limit(_LINES)
    return [dict(row) for row in connection.execute(found).mappings()]


# Private


def _of(service: str, *columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(eligibility).join(pictures, eligibility.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    return joined.where(subjects.c.service == service, eligibility.c.current.is_(True))
