"""Reading and adding what `held` keeps: subjects, events, pictures, references, eligibility."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, delete, func, insert, or_, select, update

from gallery.records.changes import note_changes
from gallery.records.held import booking_events, charges, eligibility, pictures, references, subjects
from gallery.records.numbers import subject_once_numbered
from kernel_lib.vocabulary import EligibilityState

_AT_ONCE = 1_000
"""References asked for in one statement."""

# Statements of every enrolment, made once: to make one costs three times what it costs to run it.
_SUBJECT = select(subjects).where(subjects.c.service == bindparam("of"), subjects.c.number == bindparam("numbered"))
_EVENT = select(booking_events).where(
    booking_events.c.subject_id == bindparam("of"), booking_events.c.number == bindparam("numbered")
)
_CHARGES = select(charges).where(charges.c.booking_event_id == bindparam("of")).order_by(charges.c.id)
_PICTURE = select(pictures).where(pictures.c.sha256 == bindparam("named"))
_STATES = select(eligibility).where(
    eligibility.c.picture_id.in_(bindparam("some", expanding=True)), eligibility.c.current.is_(True)
)
_FORMER_STATES = (
    update(eligibility).where(eligibility.c.picture_id == bindparam("of"), eligibility.c.current.is_(True))
).values(current=False)
_NUMBERS = select(references.c.number).where(references.c.picture_id == bindparam("of"))
_ADD_SUBJECT, _ADD_EVENT, _ADD_CHARGE = insert(subjects), insert(booking_events), insert(charges)
_ADD_PICTURE, _ADD_STATE = insert(pictures), insert(eligibility)
_ADD_REFERENCE = insert(references).returning(references.c.number)


@dataclass(frozen=True)
class Subject:
    """A person whose pictures are held, under the owning service's number."""

    id: str
    service: str
    number: str
    fps_number: str
    birth_year: int | None
    made_at: datetime
    died_on: date | None = None


@dataclass(frozen=True)
class BookingEvent:
    """The arrest or appearance at which pictures were taken, and under which authority."""

    id: str
    subject_id: str
    number: str
    ica_authority: str
    capturing_officer: str
    demonstration: bool
    made_at: datetime
    authority_cited: str = ""


@dataclass(frozen=True)
class Charge:
    """An offence charged at a booking event, by its id in the dated list of that version."""

    id: str
    booking_event_id: str
    offence_id: str
    offences_version: str
    charged_on: date
    election: str | None = None
    years_at_offence: int | None = None


@dataclass(frozen=True)
class Picture:
    """One stored booking picture; `sha256` with `lineage_id` fetches its bytes from `Images`."""

    id: str
    lineage_id: str
    booking_event_id: str
    sha256: str
    record_sha256: str
    bytes: int
    format: str
    width: int
    height: int
    pose: str
    captured_on: date
    findings: list[dict[str, Any]]
    box: list[float]
    enrolled_by: str
    enrolled_at: datetime
    transaction_sha256: str | None = None


@dataclass(frozen=True)
class Eligibility:
    """A computed state of a picture: by which rule, from which inputs, and when it is looked at again (F-20)."""

    id: str
    picture_id: str
    current: bool
    state: EligibilityState
    rule: str
    rule_version: str
    inputs: Mapping[str, Any]
    computed_at: datetime
    next_review: date
    due_on: date | None = None
    waits_for: str = ""


@dataclass(frozen=True)
class Reference:
    """A searchable picture of a subject. `number` is its id in the index."""

    number: int
    id: str
    picture_id: str
    model_id: str
    subject_id: str
    lineage_id: str
    picture_sha256: str
    captured_on: date


@dataclass(frozen=True)
class SealedTemplate:
    """A reference's template as the records keep it, under its lineage's key."""

    number: int
    lineage_id: str
    sealed: bytes


def subject_by_id(connection: Connection, subject_id: str) -> Subject | None:
    """Return a subject, or None."""
    row = connection.execute(select(subjects).where(subjects.c.id == subject_id)).mappings().one_or_none()
    return Subject(**row) if row else None


def subject_numbered(connection: Connection, service: str, number: str) -> Subject | None:
    """Return the subject that has a service's number, or once had it; or None (F-09)."""
    row = connection.execute(_SUBJECT, {"of": service, "numbered": number}).mappings().one_or_none()
    if row:
        return Subject(**row)
    before = subject_once_numbered(connection, service, number)
    return subject_by_id(connection, before) if before else None


def event_of_picture(connection: Connection, picture_id: str) -> BookingEvent | None:
    """Return the booking event at which a picture was taken."""
    found = select(booking_events).join(pictures).where(pictures.c.id == picture_id)
    row = connection.execute(found).mappings().one_or_none()
    return BookingEvent(**row) if row else None


def event_by_id(connection: Connection, event_id: str) -> BookingEvent | None:
    """Return a booking event, or None."""
    row = connection.execute(select(booking_events).where(booking_events.c.id == event_id)).mappings().one_or_none()
    return BookingEvent(**row) if row else None


def events_of(connection: Connection, subject_id: str) -> tuple[BookingEvent, ...]:
    """Return every booking event of a subject, oldest first."""
    found = select(booking_events).where(booking_events.c.subject_id == subject_id).order_by(booking_events.c.id)
    return tuple(BookingEvent(**row) for row in connection.execute(found).mappings())


def event_numbered(connection: Connection, subject_id: str, number: str) -> BookingEvent | None:
    """Return a subject's booking event by its number, or None."""
    row = connection.execute(_EVENT, {"of": subject_id, "numbered": number}).mappings().one_or_none()
    return BookingEvent(**row) if row else None


def event_of(connection: Connection, service: str, subject_number: str, number: str) -> BookingEvent | None:
    """Return the booking event of the subject that has a service's number, or once had it; or None."""
    subject = subject_numbered(connection, service, subject_number)
    return event_numbered(connection, subject.id, number) if subject else None


def charges_of(connection: Connection, booking_event_id: str) -> tuple[Charge, ...]:
    """Return the charges of a booking event, in the order in which they came."""
    return tuple(Charge(**row) for row in connection.execute(_CHARGES, {"of": booking_event_id}).mappings())


def picture_by_id(connection: Connection, picture_id: str) -> Picture | None:
    """Return a picture, or None."""
    row = connection.execute(select(pictures).where(pictures.c.id == picture_id)).mappings().one_or_none()
    return Picture(**row) if row else None


def picture_by_sha256(connection: Connection, sha256: str) -> Picture | None:
    """Return the picture with these bytes, or None."""
    row = connection.execute(_PICTURE, {"named": sha256}).mappings().one_or_none()
    return Picture(**row) if row else None


def holds_picture(connection: Connection, booking_event_id: str) -> bool:
    """Say whether an event has a picture in the gallery."""
    found = select(pictures.c.id).where(pictures.c.booking_event_id == booking_event_id).limit(1)
    return connection.execute(found).first() is not None


def pictures_of(connection: Connection, subject_id: str) -> tuple[Picture, ...]:
    """Return every picture of a subject, newest first."""
    found = select(pictures).join(booking_events).where(booking_events.c.subject_id == subject_id)
    rows = connection.execute(found.order_by(pictures.c.captured_on.desc(), pictures.c.id)).mappings()
    return tuple(Picture(**row) for row in rows)


def references_numbered(connection: Connection, numbers: Iterable[int]) -> dict[int, Reference]:
    """Return references by number; those not held are left out."""
    found = _references().where(references.c.number.in_(list(numbers)))
    return {row["number"]: Reference(**row) for row in connection.execute(found).mappings()}


def has_reference(connection: Connection, picture_id: str) -> bool:
    """Say whether a picture has a template."""
    found = select(references.c.number).where(references.c.picture_id == picture_id).limit(1)
    return connection.execute(found).first() is not None


def reference_numbers(connection: Connection, model_id: str) -> tuple[int, ...]:
    """Return the number of every reference made by a model, in no order."""
    return tuple(connection.execute(select(references.c.number).where(references.c.model_id == model_id)).scalars())


def count_eligible(connection: Connection, model_id: str, today: date) -> int:
    """Return how many references may be searched today; one whose review is overdue may not be."""
    found = (
        select(func.count())
        .select_from(references)
        .join(eligibility, eligibility.c.picture_id == references.c.picture_id)
        .where(
            references.c.model_id == model_id,
            eligibility.c.current.is_(True),
            eligibility.c.state == EligibilityState.ELIGIBLE,
            eligibility.c.next_review >= today,
        )
    )
    return connection.execute(found).scalar_one()


def sealed_templates(connection: Connection, model_id: str, numbers: Sequence[int]) -> Iterator[SealedTemplate]:
    """Give the templates of some references of a model, sealed, by number; `numbers` ascend."""
    found = (
        select(references.c.number, pictures.c.lineage_id, references.c.sealed_template.label("sealed"))
        .join(pictures)
        .where(references.c.model_id == model_id)
        .order_by(references.c.number)
    )
    for start in range(0, len(numbers), _AT_ONCE):
        some = found.where(references.c.number.in_(numbers[start : start + _AT_ONCE]))
        for row in connection.execute(some).mappings():
            yield SealedTemplate(**row)


def models_of_references(connection: Connection) -> frozenset[str]:
    """Return the models of the oldest and the newest reference: those of a simulation stand in no other gallery."""
    ends = (references.c.number.asc(), references.c.number.desc())
    found = (connection.execute(select(references.c.model_id).order_by(end).limit(1)).scalar() for end in ends)
    return frozenset(each for each in found if each)


def counts_by_eligibility(connection: Connection) -> dict[EligibilityState, int]:
    """Return how many pictures are in each state now."""
    found = select(eligibility.c.state, func.count()).where(eligibility.c.current.is_(True))
    rows = connection.execute(found.group_by(eligibility.c.state))
    return {EligibilityState(state): count for state, count in rows}


def count_held(connection: Connection) -> dict[str, int]:
    """Return how many subjects, pictures, references and demonstration events are held."""
    demonstration = select(func.count()).select_from(booking_events).where(booking_events.c.demonstration.is_(True))
    counted = {"subjects": subjects, "booking_events": booking_events, "pictures": pictures, "references": references}
    counts = {name: select(func.count()).select_from(table) for name, table in counted.items()}
    counts["demonstration_events"] = demonstration
    return {name: connection.execute(statement).scalar_one() for name, statement in counts.items()}


def current_eligibility(connection: Connection, picture_id: str) -> Eligibility | None:
    """Return a picture's state now."""
    found = select(eligibility).where(eligibility.c.picture_id == picture_id, eligibility.c.current.is_(True))
    row = connection.execute(found).mappings().one_or_none()
    return _eligibility(row) if row else None


def current_eligibilities(connection: Connection, picture_ids: Sequence[str]) -> dict[str, Eligibility]:
    """Return the state now of each of some pictures that has one."""
    found: dict[str, Eligibility] = {}
    for start in range(0, len(picture_ids), _AT_ONCE):
        rows = connection.execute(_STATES, {"some": picture_ids[start : start + _AT_ONCE]}).mappings()
        found.update({row["picture_id"]: _eligibility(row) for row in rows})
    return found


def states_of_picture(connection: Connection, picture_id: str) -> tuple[Eligibility, ...]:
    """Return every state ever reckoned of a picture, the one now first."""
    found = select(eligibility).where(eligibility.c.picture_id == picture_id)
    rows = connection.execute(found.order_by(eligibility.c.current.desc(), eligibility.c.id.desc())).mappings()
    return tuple(_eligibility(row) for row in rows)


def subjects_due(connection: Connection, today: Mapping[str, date], limit: int) -> tuple[str, ...]:
    """Return people of whom a state's review day has passed by their service's calendar, at most so many."""
    overdue = or_(*(and_(subjects.c.service == code, eligibility.c.next_review < day) for code, day in today.items()))
    joined = select(booking_events.c.subject_id).distinct().select_from(eligibility)
    joined = joined.join(pictures, eligibility.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    # Bounded by the latest day of all services, so that the index of review days is used.
    found = joined.where(eligibility.c.current.is_(True), eligibility.c.next_review < max(today.values()), overdue)
    return tuple(connection.execute(found.limit(limit)).scalars())


def add_subject(connection: Connection, subject: Subject) -> None:
    """Keep a new subject."""
    connection.execute(_ADD_SUBJECT, vars(subject))


def add_event(connection: Connection, event: BookingEvent) -> None:
    """Keep a new booking event."""
    connection.execute(_ADD_EVENT, vars(event))


def add_charge(connection: Connection, charge: Charge) -> None:
    """Keep a new charge."""
    connection.execute(_ADD_CHARGE, vars(charge))


def add_picture(connection: Connection, picture: Picture) -> None:
    """Keep a new picture's record."""
    connection.execute(_ADD_PICTURE, vars(picture))


def add_reference(connection: Connection, reference_id: str, picture_id: str, model_id: str, sealed: bytes) -> int:
    """Keep a picture's template and return its number, which no other reference ever had or will have."""
    values = {"id": reference_id, "picture_id": picture_id, "model_id": model_id, "sealed_template": sealed}
    number: int = connection.execute(_ADD_REFERENCE, values).scalar_one()
    note_changes(connection, [number])
    return number


def remove_references(connection: Connection, numbers: Sequence[int]) -> int:
    """Delete the templates of some references; return how many there were. The index is told by who calls this."""
    note_changes(connection, numbers)
    found = (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
    return sum(connection.execute(delete(references).where(references.c.number.in_(some))).rowcount for some in found)


def set_eligibility(connection: Connection, state: Eligibility, *, first: bool = False) -> None:
    """Keep a newly computed state, which replaces the one before as current; there is none if it is the `first`."""
    if not first:
        connection.execute(_FORMER_STATES, {"of": state.picture_id})
    connection.execute(_ADD_STATE, {**vars(state), "inputs": dict(state.inputs)})
    note_changes(connection, connection.execute(_NUMBERS, {"of": state.picture_id}).scalars().all())


def _eligibility(row: RowMapping) -> Eligibility:
    return Eligibility(**{**row, "state": EligibilityState(row["state"])})


def _references() -> Select[Any]:
    return (
        select(
            references.c.number,
            references.c.id,
            references.c.picture_id,
            references.c.model_id,
            booking_events.c.subject_id,
            pictures.c.lineage_id,
            pictures.c.sha256.label("picture_sha256"),
            pictures.c.captured_on,
        )
        .join(pictures, pictures.c.id == references.c.picture_id)
        .join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
    )
