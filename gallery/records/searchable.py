"""What a search runs over: which references of a service may be compared today, and why others may not."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from gallery.records.held import booking_events, eligibility, pictures, references, subjects
from kernel_lib.vocabulary import EligibilityState

OVERDUE = "review_overdue"
"""Class of reason for a picture whose eligibility should have been looked at again."""


def searchable_numbers(connection: Connection, service: str, model_id: str, today: date) -> tuple[int, ...]:
    """Return the numbers of a service's references that may be compared today, ascending (B-02, B-08)."""
    may = and_(eligibility.c.state == EligibilityState.ELIGIBLE, eligibility.c.next_review >= today)
    found = _references(service, model_id, references.c.number).where(may).order_by(references.c.number)
    return tuple(connection.execute(found).scalars())


def excluded_counts(connection: Connection, service: str, model_id: str, today: date) -> dict[str, int]:
    """Return how many references are left out of a search, by class of reason (B-09)."""
    eligible = EligibilityState.ELIGIBLE
    left_out = or_(eligibility.c.state != eligible, eligibility.c.next_review < today)
    wanted = _references(service, model_id, eligibility.c.state, func.count()).where(left_out)
    rows = connection.execute(wanted.group_by(eligibility.c.state)).all()
    return {OVERDUE if state == eligible else str(state): count for state, count in rows}


def numbers_of_subjects(
    connection: Connection, subject_ids: Collection[str], among: Collection[int]
) -> tuple[int, ...]:
    """Return the references of some subjects, only those that are `among` the ones that may be compared."""
    joined = select(references.c.number).join(pictures, references.c.picture_id == pictures.c.id)
    found = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    numbers = connection.execute(found.where(booking_events.c.subject_id.in_(subject_ids))).scalars()
    allowed = frozenset(among)
    return tuple(number for number in numbers if number in allowed)


def standing_of(connection: Connection, service: str, model_id: str, today: date) -> dict[int, str]:
    """Return every reference of a service with its state today, ascending: `eligible`, or the class of reason."""
    wanted = _references(service, model_id, references.c.number, eligibility.c.state, eligibility.c.next_review)
    rows = connection.execute(wanted.order_by(references.c.number)).all()
    overdue = EligibilityState.ELIGIBLE
    return {number: OVERDUE if state == overdue and due < today else str(state) for number, state, due in rows}


def numbered_since(connection: Connection, model_id: str, moment: datetime) -> frozenset[int]:
    """Return the references whose pictures were enrolled after a moment."""
    joined = select(references.c.number).join(pictures, references.c.picture_id == pictures.c.id)
    found = joined.where(references.c.model_id == model_id, pictures.c.enrolled_at > moment)
    return frozenset(connection.execute(found).scalars())


def people_counted(connection: Connection, service: str) -> int:
    """Return how many people a service's gallery holds, searchable today or not."""
    counted = select(func.count()).select_from(subjects).where(subjects.c.service == service)
    return connection.execute(counted).scalar_one()


def runs_of(numbers: Sequence[int]) -> list[list[int]]:
    """Return ascending numbers as runs of [first, last]: few, since numbers are given one after another."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs


# Private


def _references(service: str, model_id: str, *columns: Any) -> Select[Any]:
    """Select columns over a service's references of one model, joined to picture, event, subject and current state."""
    joined = select(*columns).select_from(references).join(pictures, references.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    now = and_(eligibility.c.picture_id == pictures.c.id, eligibility.c.current.is_(True))
    return joined.join(eligibility, now).where(subjects.c.service == service, references.c.model_id == model_id)
