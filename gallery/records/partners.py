"""What passed under agreements: searches of another service's gallery, and of whom something was given with a lead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, or_, select, update

from gallery.records.held import subjects
from gallery.records.sharing_tables import partner_identities, partner_searches

UNNAMED = "not released"
"""How somebody of a partner is called of whom nothing was given with a lead."""


@dataclass(frozen=True)
class PartnerSearch:
    """One search as far as it went over the gallery of another service: counts and a case by pseudonym (G-05)."""

    id: str
    search_id: str
    request_id: str
    agreement_id: str
    searcher: str
    owner: str
    case_reference: str
    purpose: str
    searched_by: str
    searched_at: datetime
    compared: int
    listed: int


@dataclass(frozen=True)
class PartnerIdentity:
    """Somebody of another service's gallery of whom a lead was given; `released` is None until the owner decides.

    `pictures` are the ids of the pictures that were given with the lead (G-04, G-06).
    """

    id: str
    request_id: str
    subject_id: str
    agreement_id: str
    searcher: str
    owner: str
    pseudonym: str
    pictures: tuple[str, ...]
    asked_at: datetime
    released: bool | None = None
    reason: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None


def add_partner_search(connection: Connection, kept: PartnerSearch) -> None:
    """Keep that a search went over a partner's gallery."""
    connection.execute(insert(partner_searches).values(vars(kept)))


def searches_by_partners(connection: Connection, owner: str, limit: int) -> tuple[PartnerSearch, ...]:
    """Return the searches of others over a service's gallery, newest first."""
    return _searches(connection, partner_searches.c.owner == owner, limit)


def searches_of_partners(connection: Connection, searcher: str, limit: int) -> tuple[PartnerSearch, ...]:
    """Return a service's own searches over the galleries of others, newest first."""
    return _searches(connection, partner_searches.c.searcher == searcher, limit)


def searches_for(connection: Connection, request_id: str) -> tuple[PartnerSearch, ...]:
    """Return the searches of one request over other galleries, newest first."""
    return _searches(connection, partner_searches.c.request_id == request_id, 1_000)


def add_identity(connection: Connection, identity: PartnerIdentity) -> None:
    """Keep that somebody of another service stands in a lead."""
    values = {**vars(identity), "pictures": list(identity.pictures)}
    connection.execute(insert(partner_identities).values(values))


def pictures_given(connection: Connection) -> frozenset[str]:
    """Return the id of every picture that was given to another service with a lead."""
    lists = connection.execute(select(partner_identities.c.pictures)).scalars()
    return frozenset(picture_id for some in lists for picture_id in some)


def decide_identity(connection: Connection, identity_id: str, **values: Any) -> None:
    """Keep the owner's decision."""
    connection.execute(update(partner_identities).where(partner_identities.c.id == identity_id).values(values))


def identity_by_id(connection: Connection, identity_id: str) -> PartnerIdentity | None:
    """Return one, or None."""
    return next(iter(_identities(connection, partner_identities.c.id == identity_id)), None)


def identity_of(connection: Connection, request_id: str, subject_id: str) -> PartnerIdentity | None:
    """Return what was given of somebody in a request, or None."""
    mine = (partner_identities.c.request_id == request_id) & (partner_identities.c.subject_id == subject_id)
    return next(iter(_identities(connection, mine)), None)


def identities_between(connection: Connection, service: str) -> tuple[PartnerIdentity, ...]:
    """Return everybody whom a service gave or was given, newest first."""
    party = or_(partner_identities.c.searcher == service, partner_identities.c.owner == service)
    return _identities(connection, party)


def identities_given(connection: Connection) -> tuple[PartnerIdentity, ...]:
    """Return everybody of whom something was given to another service."""
    return _identities(connection, partner_identities.c.id.is_not(None))


def number_shown(connection: Connection, service: str, request_id: str | None, subject_id: str) -> str | None:
    """Return how a service may call somebody: the number of its own, else a pseudonym until the owner released it.

    None for nobody.
    """
    row = connection.execute(select(subjects.c.service, subjects.c.number).where(subjects.c.id == subject_id)).first()
    if row is None:
        return None
    owner, number = row
    if owner == service:
        return str(number)
    given = identity_of(connection, request_id, subject_id) if request_id else None
    if given is None:
        return UNNAMED
    return str(number) if given.released else given.pseudonym


def owners_of(connection: Connection, subject_ids: Collection[str]) -> dict[str, str]:
    """Return the owning service of each of some subjects."""
    found = select(subjects.c.id, subjects.c.service).where(subjects.c.id.in_(list(subject_ids)))
    return {row.id: row.service for row in connection.execute(found)}


# Private


def _searches(connection: Connection, condition: Any, limit: int) -> tuple[PartnerSearch, ...]:
    found = select(partner_searches).where(condition).order_by(partner_searches.c.id.desc()).limit(limit)
    return tuple(PartnerSearch(**row) for row in connection.execute(found).mappings())


def _identities(connection: Connection, condition: Any) -> tuple[PartnerIdentity, ...]:
    found: Select[Any] = select(partner_identities).where(condition).order_by(partner_identities.c.id.desc())
    return tuple(_identity(row) for row in connection.execute(found).mappings())


def _identity(row: RowMapping) -> PartnerIdentity:
    return PartnerIdentity(**{**row, "pictures": tuple(row["pictures"])})
