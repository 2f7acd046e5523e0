"""Which model is in use, and what was reckoned of another one before it was taken into use (F-11, W-19)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, Select, String, Table, Text, func, insert, select

from gallery.records.case_tables import candidates, leads, requests, searches
from gallery.records.held import booking_events, eligibility, pictures, references, subjects
from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import EligibilityState, RequestState

_ID = String(36)
_AT_ONCE = 5_000

model_impacts = Table(
    "model_impacts",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("service", String(32), nullable=False, index=True),
    Column("old_model_id", String(120), nullable=False),
    Column("new_model_id", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("filed_by", ForeignKey("accounts.id"), nullable=False),
    Column("filed_at", UtcTime, nullable=False),
)
"""Impact reports, each a whole document under its hash, never changed."""

models_in_use = Table(
    "models_in_use",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("model", String(80), nullable=False),
    Column("model_id", String(120), nullable=False),
    Column("before_id", String(120), nullable=False),
    Column("changed_by", ForeignKey("accounts.id"), nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)
"""Every change of the model; the last one holds from the service's next start on."""


@dataclass(frozen=True)
class Impact:
    """One report of a service; `body` is its canonical JSON and `sha256` that of these bytes."""

    id: str
    number: int
    service: str
    old_model_id: str
    new_model_id: str
    body: str
    sha256: str
    filed_by: str
    filed_at: datetime


@dataclass(frozen=True)
class ModelInUse:
    """One change: the model's registered name and its id, and the id of the one before."""

    number: int
    model: str
    model_id: str
    before_id: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class PastSearch:
    """A search of casework, and the subject of the lead that its request led to, if to one."""

    id: str
    request_id: str
    lead_subject_id: str | None


@dataclass(frozen=True)
class EligibleTemplate:
    """A sealed template of a picture that may be searched, and whose it is."""

    number: int
    subject_id: str
    lineage_id: str
    sealed: bytes


def add_impact(connection: Connection, impact: Impact) -> None:
    """Keep a report."""
    connection.execute(insert(model_impacts).values(vars(impact)))


def next_impact_number(connection: Connection) -> int:
    """Return the number of the next report."""
    return (connection.execute(select(func.max(model_impacts.c.number))).scalar_one() or 0) + 1


def impacts_of(connection: Connection, service: str, most: int) -> tuple[Impact, ...]:
    """Return the reports of a service, newest first."""
    found = select(model_impacts).where(model_impacts.c.service == service).order_by(model_impacts.c.number.desc())
    return tuple(Impact(**row) for row in connection.execute(found.limit(most)).mappings())


def services_without_report(connection: Connection, old_model_id: str, new_model_id: str) -> tuple[str, ...]:
    """Return the services that searched before and have no report on a change from one model to another."""
    mine = (model_impacts.c.old_model_id == old_model_id) & (model_impacts.c.new_model_id == new_model_id)
    told = set(connection.execute(select(model_impacts.c.service).where(mine)).scalars())
    searched = select(requests.c.service).join(searches, searches.c.request_id == requests.c.id).distinct()
    searched = searched.where(requests.c.state != RequestState.KNOWN_TASK)
    return tuple(sorted(set(connection.execute(searched).scalars()) - told))


def add_change(connection: Connection, change: ModelInUse) -> None:
    """Keep a change of the model."""
    connection.execute(insert(models_in_use).values(vars(change)))


def model_changes(connection: Connection) -> tuple[ModelInUse, ...]:
    """Return every change of the model, newest first."""
    found = select(models_in_use).order_by(models_in_use.c.number.desc())
    return tuple(ModelInUse(**row) for row in connection.execute(found).mappings())


def model_of_last_search(connection: Connection) -> str | None:
    """Return the id of the model of the newest search, or None."""
    found = select(searches.c.model_id).order_by(searches.c.started_at.desc(), searches.c.id.desc()).limit(1)
    return connection.execute(found).scalar_one_or_none()


def past_searches(connection: Connection, service: str, most: int) -> tuple[PastSearch, ...]:
    """Return the searches of a service's casework, newest first. Known tasks are no casework."""
    found = (
        select(searches.c.id, searches.c.request_id, candidates.c.subject_id)
        .join(requests, requests.c.id == searches.c.request_id)
        .outerjoin(leads, leads.c.search_id == searches.c.id)
        .outerjoin(candidates, candidates.c.id == leads.c.candidate_id)
        .where(requests.c.service == service, requests.c.state != RequestState.KNOWN_TASK)
        .order_by(searches.c.started_at.desc(), searches.c.id)
    )
    return tuple(PastSearch(*row) for row in connection.execute(found.limit(most)))


def count_eligible_pictures(connection: Connection, service: str, model_id: str, today: date) -> int:
    """Return how many pictures of a service may be searched and have a template of a model."""
    found = _eligible(service, model_id, today).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def eligible_templates(
    connection: Connection, service: str, model_id: str, today: date
) -> Iterator[Sequence[EligibleTemplate]]:
    """Give every template of a model that may be searched today, in the order of its number, in parts."""
    rows = connection.execute(_eligible(service, model_id, today).order_by(references.c.number))
    for part in rows.partitions(_AT_ONCE):
        yield [EligibleTemplate(*row) for row in part]


def former_numbers(connection: Connection, service: str, model_id: str) -> tuple[int, ...]:
    """Return the templates of a service that models made which were in use before, where one of this model stands."""
    former = {each.before_id for each in model_changes(connection)} - {model_id}
    has_new = references.alias()
    newer = select(has_new.c.number).where(
        has_new.c.picture_id == references.c.picture_id, has_new.c.model_id == model_id
    )
    found = (
        select(references.c.number)
        .join(pictures, pictures.c.id == references.c.picture_id)
        .join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
        .join(subjects, subjects.c.id == booking_events.c.subject_id)
        .where(subjects.c.service == service, references.c.model_id.in_(sorted(former)), newer.exists())
    )
    return tuple(connection.execute(found).scalars())


# Private


def _eligible(service: str, model_id: str, today: date) -> Select[Any]:
    return (
        select(references.c.number, subjects.c.id, pictures.c.lineage_id, references.c.sealed_template)
        .select_from(references)
        .join(pictures, pictures.c.id == references.c.picture_id)
        .join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
        .join(subjects, subjects.c.id == booking_events.c.subject_id)
        .join(eligibility, eligibility.c.picture_id == pictures.c.id)
        .where(
            subjects.c.service == service,
            references.c.model_id == model_id,
            eligibility.c.current.is_(True),
            eligibility.c.state == EligibilityState.ELIGIBLE,
            eligibility.c.next_review >= today,
        )
    )
