"""What a search needs of the gallery: which references may be compared, and what stands behind a number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from gallery.records.held import booking_events, eligibility, pictures, references, subjects
from kernel_lib.vocabulary import EligibilityState


@dataclass(frozen=True)
class Referenced:
    """A reference by its number in the index: its picture, when that was taken, and the subject it shows."""

    number: int
    picture_id: str
    subject_id: str
    captured_on: date


@dataclass(frozen=True)
class StoredPicture:
    """Where a picture's bytes are: its lineage and the hash of the original."""

    picture_id: str
    lineage_id: str
    sha256: str


@dataclass(frozen=True)
class SubjectFacts:
    """A subject as a lead names it: the owning service and its number there, never a name."""

    id: str
    service: str
    number: str


def eligible_numbers(connection: Connection, service: str, model_id: str) -> tuple[int, ...]:
    """Return the numbers of a service's references that may be compared now, ascending (B-02, B-08)."""
    may = (eligibility.c.current.is_(True)) & (eligibility.c.state == EligibilityState.ELIGIBLE)
    found = _references(service, model_id, references.c.number).where(may).order_by(references.c.number)
    return tuple(connection.execute(found).scalars())


def excluded_counts(connection: Connection, service: str, model_id: str) -> dict[str, int]:
    """Return how many references are left out of a search, by class of reason (B-09)."""
    wanted = _references(service, model_id, eligibility.c.state, func.count()).where(eligibility.c.current.is_(True))
    rows = connection.execute(wanted.group_by(eligibility.c.state)).all()
    return {str(state): count for state, count in rows if state != EligibilityState.ELIGIBLE}


def referenced(connection: Connection, numbers: Collection[int]) -> dict[int, Referenced]:
    """Return what stands behind each number."""
    columns = (references.c.number, pictures.c.id, booking_events.c.subject_id, pictures.c.captured_on)
    joined = select(*columns).join(pictures, references.c.picture_id == pictures.c.id)
    found = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    rows = connection.execute(found.where(references.c.number.in_(numbers))).all()
    return {row[0]: Referenced(row[0], row[1], row[2], row[3]) for row in rows}


def numbers_of_subjects(
    connection: Connection, subject_ids: Collection[str], among: Collection[int]
) -> tuple[int, ...]:
    """Return the references of some subjects, only those that are `among` the eligible ones."""
    joined = select(references.c.number).join(pictures, references.c.picture_id == pictures.c.id)
    found = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    numbers = connection.execute(found.where(booking_events.c.subject_id.in_(subject_ids))).scalars()
    allowed = frozenset(among)
    return tuple(number for number in numbers if number in allowed)


def stored_picture(connection: Connection, picture_id: str) -> StoredPicture:
    """Return where a picture's bytes are. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
    found = select(pictures.c.id, pictures.c.lineage_id, pictures.c.sha256).where(pictures.c.id == picture_id)
    return StoredPicture(*connection.execute(found).one())


def subject_facts(connection: Connection, subject_id: str) -> SubjectFacts:
    """Return a subject's service and number. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
    found = select(subjects.c.id, subjects.c.service, subjects.c.number).where(subjects.c.id == subject_id)
    return SubjectFacts(*connection.execute(found).one())


# Private


def _references(service: str, model_id: str, *columns: Any) -> Select[Any]:
    """Select columns over a service's references of one model, joined to picture, event, subject and eligibility."""
    joined = select(*columns).select_from(references).join(pictures, references.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    joined = joined.join(eligibility, eligibility.c.picture_id == pictures.c.id)
    return joined.where(subjects.c.service == service, references.c.model_id == model_id)
