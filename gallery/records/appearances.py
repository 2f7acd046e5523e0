"""Where a person appeared: on candidate lists, in conclusions, as the person of a lead, and what was given to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, String, cast, or_, select

from gallery.records.arrays import photo_arrays
from gallery.records.case_file import disclosures
from gallery.records.case_tables import candidates, examinations, leads, requests, searches
from gallery.records.follow_up import lead_copies
from gallery.records.packs import packs

LocalDay = Callable[[datetime], date]
"""The day of a moment by the calendar of the service that answers."""


@dataclass(frozen=True)
class LeadAbout:
    """A lead about the person: when it was issued, and when and by whom it was opened."""

    lead_id: str
    case_id: str | None
    issued_at: datetime
    opened_at: datetime | None
    requester_id: str


@dataclass(frozen=True)
class Giving:
    """That something about the person was given: to whom by the rules' id of a recipient, how, and on which day.

    `account_id` is set where it went to somebody of the service; `lead_id` where it was a lead.
    """

    recipient: str
    how: str
    on: date
    account_id: str | None = None


def listed_at(connection: Connection, subject_id: str) -> tuple[datetime, ...]:
    """Return the moment of each search that listed the person, oldest first."""
    found = select(searches.c.started_at).join(candidates, candidates.c.search_id == searches.c.id)
    mine = found.where(candidates.c.subject_id == subject_id, candidates.c.listed.is_(True))
    return tuple(connection.execute(mine.order_by(searches.c.started_at)).scalars())


def selected_at(connection: Connection, subject_id: str) -> tuple[datetime, ...]:
    """Return the moment of each locked conclusion that speaks for the person, oldest first."""
    mine = select(examinations.c.locked_at).where(
        examinations.c.subject_id == subject_id, examinations.c.locked_at.is_not(None)
    )
    return tuple(connection.execute(mine.order_by(examinations.c.locked_at)).scalars())


def leads_about(connection: Connection, subject_id: str) -> tuple[LeadAbout, ...]:
    """Return the leads whose person it is, oldest first."""
    found = (
        select(
            leads.c.id.label("lead_id"),
            requests.c.case_id,
            leads.c.issued_at,
            leads.c.acknowledged_at.label("opened_at"),
            requests.c.requester_id,
        )
        .join(requests, leads.c.request_id == requests.c.id)
        .join(candidates, leads.c.candidate_id == candidates.c.id)
        .where(candidates.c.subject_id == subject_id)
    )
    return tuple(LeadAbout(**row) for row in connection.execute(found.order_by(leads.c.id)).mappings())


def givings(connection: Connection, subject_id: str, local: LocalDay) -> tuple[Giving, ...]:
    """Return everything about the person that was given to somebody, oldest first; days by the service's calendar."""
    about = leads_about(connection, subject_id)
    found = [Giving("requester", "lead", local(each.opened_at), each.requester_id) for each in about if each.opened_at]
    found += _copies(connection, [each.lead_id for each in about], local)
    cases = {each.case_id for each in about if each.case_id}
    found += _disclosures(connection, cases)
    found += _packs(connection, subject_id, cases, local)
    found += _arrays(connection, subject_id, [each.lead_id for each in about], local)
    return tuple(sorted(found, key=lambda each: (each.on, each.recipient, each.how)))


# Private


def _copies(connection: Connection, lead_ids: list[str], local: LocalDay) -> list[Giving]:
    wanted = select(lead_copies.c.kind, lead_copies.c.made_at, lead_copies.c.account_id)
    rows = connection.execute(wanted.where(lead_copies.c.lead_id.in_(lead_ids), lead_copies.c.kind != "pack"))
    return [Giving("requester", kind, local(made), account_id) for kind, made, account_id in rows]


def _disclosures(connection: Connection, case_ids: set[str]) -> list[Giving]:
    wanted = select(disclosures.c.recipient, disclosures.c.method, disclosures.c.disclosed_on)
    return [Giving(*row) for row in connection.execute(wanted.where(disclosures.c.case_id.in_(case_ids)))]


def _packs(connection: Connection, subject_id: str, lead_cases: set[str], local: LocalDay) -> list[Giving]:
    """A pack shows the person of a lead, and anybody who was listed where a legal basis lifted the masks."""
    listed = (
        select(requests.c.case_id)
        .join(searches, searches.c.request_id == requests.c.id)
        .join(candidates, candidates.c.search_id == searches.c.id)
        .where(candidates.c.subject_id == subject_id, candidates.c.listed.is_(True))
    )
    unmasked = packs.c.case_id.in_(listed) & (packs.c.basis_kind != "")
    rows = connection.execute(
        select(packs.c.made_at, packs.c.made_by).where(or_(packs.c.case_id.in_(lead_cases), unmasked))
    )
    return [Giving("pack", "pack", local(made), account_id) for made, account_id in rows]


def _arrays(connection: Connection, subject_id: str, lead_ids: list[str], local: LocalDay) -> list[Giving]:
    filler = cast(photo_arrays.c.fillers, String).contains(subject_id)
    shown = select(photo_arrays.c.started_at).where(
        photo_arrays.c.started_at.is_not(None), or_(photo_arrays.c.lead_id.in_(lead_ids), filler)
    )
    return [Giving("witness", "array", local(started)) for started in connection.execute(shown).scalars()]
