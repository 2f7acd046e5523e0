"""Applications of people about their own pictures, their items, letters, and statements of disagreement."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from gallery.records.application_tables import application_items, application_letters, applications, disagreements

STATEMENT_ATTACHED = "The person disagrees with what is recorded and has attached this statement to the picture:"


@dataclass(frozen=True)
class Application:
    """What somebody asked about the pictures of the person of a number, and the answer once there is one."""

    id: str
    number: str
    service: str
    kind: str
    subject_number: str
    language: str
    applicant: str
    received_on: date
    form: Mapping[str, Any]
    fee_cents: int
    recorded_by: str
    recorded_at: datetime
    identity_check: str = ""
    identity_checked_on: date | None = None
    identity_by: str | None = None
    outcome: str = ""
    ground: str = ""
    reasons: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None
    report: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class ItemDecision:
    """Whether an item of a report is withheld, under which section, and why (F-61)."""

    application_id: str
    item: str
    withheld: bool
    section: str
    reasons: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Letter:
    """A letter, notice or severed copy. Its bytes are in `Images` under `lineage_id` and `sha256`."""

    id: str
    application_id: str
    kind: str
    recipient: str
    account_id: str | None
    lineage_id: str
    sha256: str
    bytes: int
    dated: date
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Disagreement:
    """A person's statement that they disagree with what is recorded; it travels with the picture (F-63)."""

    id: str
    application_id: str
    picture_id: str
    statement: str
    attached_by: str
    attached_at: datetime


def next_number(connection: Connection, year: int) -> str:
    """Return the number of the next application of a year."""
    start = f"AP-{year}-"
    made = select(func.count()).select_from(applications).where(applications.c.number.startswith(start))
    return f"{start}{connection.execute(made).scalar_one() + 1:04}"


def add_application(connection: Connection, application: Application) -> None:
    """Keep a new application."""
    connection.execute(insert(applications).values({**vars(application), "form": dict(application.form)}))


def application_by_id(connection: Connection, application_id: str) -> Application | None:
    """Return an application, or None."""
    row = connection.execute(select(applications).where(applications.c.id == application_id)).mappings().one_or_none()
    return Application(**row) if row else None


def applications_in(connection: Connection, service: str) -> tuple[Application, ...]:
    """Return a service's applications, oldest first."""
    found = select(applications).where(applications.c.service == service).order_by(applications.c.id)
    return tuple(Application(**row) for row in connection.execute(found).mappings())


def change_application(connection: Connection, application_id: str, **values: Any) -> None:
    """Set columns of an application: its identity check, its report, its answer."""
    connection.execute(update(applications).where(applications.c.id == application_id).values(values))


def answered_before(connection: Connection, moment: datetime) -> tuple[Application, ...]:
    """Return the applications that were answered before a moment and not forgotten yet, oldest first."""
    found = select(applications).where(applications.c.outcome != "", applications.c.decided_at < moment)
    rows = connection.execute(found.order_by(applications.c.id)).mappings()
    return tuple(each for each in (Application(**row) for row in rows) if each.subject_number)


def forget_application(connection: Connection, application_id: str, nothing: Mapping[str, Any]) -> tuple[str, ...]:
    """Let go of everything in an application that names somebody; return the lineages of its letters.

    `nothing` is the form as one that tells nothing. A statement that is attached to a picture stays with the picture.
    """
    of_it = application_letters.c.application_id == application_id
    lineages = tuple(connection.execute(select(application_letters.c.lineage_id).where(of_it)).scalars())
    connection.execute(delete(application_letters).where(of_it))
    connection.execute(delete(application_items).where(application_items.c.application_id == application_id))
    change_application(connection, application_id, subject_number="", form=dict(nothing), report=None, reasons="")
    return lineages


def set_item(connection: Connection, decision: ItemDecision) -> None:
    """Keep the decision on an item in place of the one before."""
    mine = (application_items.c.application_id == decision.application_id) & (application_items.c.item == decision.item)
    connection.execute(delete(application_items).where(mine))
    connection.execute(insert(application_items).values(vars(decision)))


def items_of(connection: Connection, application_id: str) -> tuple[ItemDecision, ...]:
    """Return the decisions on items of an application, by item."""
    found = select(application_items).where(application_items.c.application_id == application_id)
    rows = connection.execute(found.order_by(application_items.c.item)).mappings()
    return tuple(ItemDecision(**row) for row in rows)


def add_letter(connection: Connection, letter: Letter) -> None:
    """Keep the record of a letter."""
    connection.execute(insert(application_letters).values(vars(letter)))


def letters_of(connection: Connection, application_id: str) -> tuple[Letter, ...]:
    """Return the letters of an application, oldest first."""
    found = select(application_letters).where(application_letters.c.application_id == application_id)
    return tuple(Letter(**row) for row in connection.execute(found.order_by(application_letters.c.id)).mappings())


def attach(connection: Connection, disagreement: Disagreement) -> None:
    """Keep a statement of disagreement with a picture."""
    connection.execute(insert(disagreements).values(vars(disagreement)))


def statements_told(connection: Connection, picture_ids: Collection[str]) -> tuple[str, ...]:
    """Return what is told wherever one of some pictures is named: a fixed sentence, then each statement (F-63)."""
    held = dict.fromkeys(each.statement for each in disagreements_with(connection, picture_ids))
    return (STATEMENT_ATTACHED, *held) if held else ()


def disagreements_with(connection: Connection, picture_ids: Collection[str]) -> tuple[Disagreement, ...]:
    """Return the statements attached to any of some pictures, oldest first."""
    found = select(disagreements).where(disagreements.c.picture_id.in_(list(picture_ids)))
    return tuple(Disagreement(**row) for row in connection.execute(found.order_by(disagreements.c.id)).mappings())
