"""Messages of an owner to a partner that was given something: destroyed, sealed, withdrawn, corrected (G-06)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from gallery.records.sharing_tables import partner_messages


@dataclass(frozen=True)
class PartnerMessage:
    """One thing that a partner must know and acknowledge until `due_at`; `attempts` counts how often it was asked."""

    id: str
    identity_id: str
    picture_id: str
    kind: str
    owner: str
    partner: str
    made_at: datetime
    due_at: datetime
    attempts: int
    next_at: datetime
    received_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None


def add_message(connection: Connection, message: PartnerMessage) -> None:
    """Put a message into the outbox of its owner."""
    connection.execute(insert(partner_messages).values(vars(message)))


def change_message(connection: Connection, message_id: str, **values: Any) -> None:
    """Set a further attempt, the receipt or the acknowledgement."""
    connection.execute(update(partner_messages).where(partner_messages.c.id == message_id).values(values))


def message_by_id(connection: Connection, message_id: str) -> PartnerMessage | None:
    """Return a message, or None."""
    row = connection.execute(select(partner_messages).where(partner_messages.c.id == message_id)).mappings()
    found = row.one_or_none()
    return PartnerMessage(**found) if found else None


def messages_of(connection: Connection, service: str) -> tuple[PartnerMessage, ...]:
    """Return what a service sent or was sent, the oldest first."""
    party = or_(partner_messages.c.owner == service, partner_messages.c.partner == service)
    return _messages(connection, party)


def messages_open(connection: Connection) -> tuple[PartnerMessage, ...]:
    """Return every message that is not acknowledged, the oldest first."""
    return _messages(connection, partner_messages.c.acknowledged_at.is_(None))


def messages_known(connection: Connection) -> frozenset[tuple[str, str, str]]:
    """Return identity, picture and kind of every message that was ever made."""
    columns = (partner_messages.c.identity_id, partner_messages.c.picture_id, partner_messages.c.kind)
    return frozenset((row[0], row[1], row[2]) for row in connection.execute(select(*columns)))


def _messages(connection: Connection, condition: Any) -> tuple[PartnerMessage, ...]:
    found = select(partner_messages).where(condition).order_by(partner_messages.c.id)
    return tuple(PartnerMessage(**row) for row in connection.execute(found).mappings())
