"""Pictures whose template was made by another model than the one in use (F-11)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from gallery.records.held import booking_events, eligibility, pictures, references, subjects
from kernel_lib.vocabulary import EligibilityState


@dataclass(frozen=True)
class OldTemplate:
    """An eligible picture with templates of other models alone."""

    picture_id: str
    lineage_id: str
    sha256: str
    pose: str


def old_templates(
    connection: Connection, service: str, model_id: str, today: date, after: str, limit: int
) -> tuple[OldTemplate, ...]:
    """Return eligible pictures of a service without a template of a model, in the order of their ids."""
    found = _old(service, model_id, today).where(pictures.c.id > after).order_by(pictures.c.id).limit(limit)
    return tuple(OldTemplate(*row) for row in connection.execute(found))


def still_old(
    connection: Connection, service: str, model_id: str, today: date, picture_ids: Collection[str]
) -> frozenset[str]:
    """Return those of some pictures that are eligible now and still without a template of a model."""
    found = _old(service, model_id, today).where(pictures.c.id.in_(list(picture_ids)))
    return frozenset(connection.execute(found.with_only_columns(pictures.c.id)).scalars())


def count_old(connection: Connection, service: str, model_id: str, today: date) -> int:
    """Return how many there are."""
    found = _old(service, model_id, today).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def other_numbers(connection: Connection, picture_ids: Collection[str], model_id: str) -> tuple[int, ...]:
    """Return the numbers of the templates of some pictures that other models made."""
    mine = references.c.picture_id.in_(list(picture_ids)) & (references.c.model_id != model_id)
    return tuple(connection.execute(select(references.c.number).where(mine)).scalars())


def _old(service: str, model_id: str, today: date) -> Select[Any]:
    new, old = references.alias(), references.alias()
    has_new = select(new.c.number).where(new.c.picture_id == pictures.c.id, new.c.model_id == model_id).exists()
    has_old = select(old.c.number).where(old.c.picture_id == pictures.c.id, old.c.model_id != model_id).exists()
    return (
        select(pictures.c.id, pictures.c.lineage_id, pictures.c.sha256, pictures.c.pose)
        .join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
        .join(subjects, subjects.c.id == booking_events.c.subject_id)
        .join(eligibility, eligibility.c.picture_id == pictures.c.id)
        .where(
            subjects.c.service == service,
            eligibility.c.current.is_(True),
            eligibility.c.state == EligibilityState.ELIGIBLE,
            eligibility.c.next_review >= today,
            has_old,
            ~has_new,
        )
    )
