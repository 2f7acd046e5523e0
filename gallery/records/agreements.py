"""Agreements by which one service lets another search its gallery (G-02)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from gallery.records.sharing_tables import agreements

_LISTS = ("purposes", "offences", "data_classes")


@dataclass(frozen=True)
class Agreement:
    """What `owner` lets `searcher` search, until the day before `expires_on`.

    Proposing signs for one side, `proposed_for`; `signed_at` is the signature of the other side.
    """

    id: str
    searcher: str
    owner: str
    purposes: tuple[str, ...]
    offences: tuple[str, ...]
    data_classes: tuple[str, ...]
    retention: str
    audit: str
    breach: str
    exit: str
    begins_on: date
    expires_on: date
    sha256: str
    proposed_for: str
    proposed_by: str
    proposed_at: datetime
    signed_by: str | None = None
    signed_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None

    def in_force(self, today: date) -> bool:
        """Say whether both sides signed, nobody ended it, and the day is one of its days."""
        agreed = self.signed_at is not None and self.ended_at is None
        return agreed and self.begins_on <= today < self.expires_on

    @property
    def parties(self) -> tuple[str, str]:
        """The two services."""
        return self.searcher, self.owner


def add_agreement(connection: Connection, agreement: Agreement) -> None:
    """Keep a proposed agreement."""
    values: dict[str, Any] = {**vars(agreement), **{name: list(getattr(agreement, name)) for name in _LISTS}}
    connection.execute(insert(agreements).values(values))


def change_agreement(connection: Connection, agreement_id: str, **values: Any) -> None:
    """Set the signature of the other side, or the end."""
    connection.execute(update(agreements).where(agreements.c.id == agreement_id).values(values))


def agreement_by_id(connection: Connection, agreement_id: str) -> Agreement | None:
    """Return an agreement, or None."""
    row = connection.execute(select(agreements).where(agreements.c.id == agreement_id)).mappings().one_or_none()
    return _agreement(row) if row else None


def agreements_of(connection: Connection, service: str) -> tuple[Agreement, ...]:
    """Return the agreements to which a service is a party, newest first."""
    party = or_(agreements.c.searcher == service, agreements.c.owner == service)
    rows = connection.execute(select(agreements).where(party).order_by(agreements.c.id.desc())).mappings()
    return tuple(map(_agreement, rows))


def agreement_between(connection: Connection, searcher: str, owner: str, today: date) -> Agreement | None:
    """Return the newest agreement in force by which one service may search another's gallery today, or None."""
    held = agreements_of(connection, searcher)
    allowing = (each for each in held if each.searcher == searcher and each.owner == owner)
    return next((each for each in allowing if each.in_force(today)), None)


def agreed_galleries(connection: Connection, service: str) -> tuple[str, ...]:
    """Return a service and every owner whose signed agreement lets it search, begun or not: to be evaluated as one."""
    signed = [each for each in agreements_of(connection, service) if each.signed_at and each.ended_at is None]
    return (service, *sorted({each.owner for each in signed if each.searcher == service}))


def _agreement(row: RowMapping) -> Agreement:
    return Agreement(**{**row, **{name: tuple(row[name]) for name in _LISTS}})
