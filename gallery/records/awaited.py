"""Pictures for which somebody must bring something, by what is awaited (F-21)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from gallery.records.held import booking_events, eligibility, pictures, subjects

_LINES = 100


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
        eligibility.c.state,
        eligibility.c.rule,
        eligibility.c.waits_for,
        eligibility.c.computed_at.label("since"),
        eligibility.c.due_on,
    )
    chosen = eligibility.c.waits_for == waits_for if waits_for else eligibility.c.waits_for != ""
    found = wanted.where(chosen).order_by(eligibility.c.computed_at, pictures.c.id).limit(_LINES)
    return [dict(row) for row in connection.execute(found).mappings()]


def _of(service: str, *columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(eligibility).join(pictures, eligibility.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    return joined.where(subjects.c.service == service, eligibility.c.current.is_(True))
