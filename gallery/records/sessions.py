"""Sessions, tickets and tokens, each known by the SHA-256 of a secret that is kept nowhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, String, Table, func, insert, select, update

from gallery.records.schema import UtcTime, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("workstation", String(120), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
    Column("absolute_until", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("ended_by", String(16)),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("session_id", ForeignKey("sessions.id"), nullable=False),
    Column("page", String(64), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("session_id", ForeignKey("sessions.id"), nullable=False),
    Column("page", String(64), nullable=False),
    Column("issued_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class Session:
    """A person's time at a workstation. Tokens live as long as it does."""

    id: str
    secret_sha256: str
    account_id: str
    workstation: str
    started_at: datetime
    last_seen_at: datetime
    absolute_until: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True)
class Ticket:
    """A page's right to one token."""

    id: str
    secret_sha256: str
    session_id: str
    page: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class Token:
    """A kernel's short-lived right to speak for the person of one session."""

    id: str
    secret_sha256: str
    session_id: str
    page: str
    issued_at: datetime


def add_session(connection: Connection, session: Session) -> None:
    """Keep a new session."""
    connection.execute(insert(sessions).values(vars(session)))


def session_by_hash(connection: Connection, secret_sha256: str) -> Session | None:
    """Return the session of a secret's hash, ended or not."""
    found = select(sessions).where(sessions.c.secret_sha256 == secret_sha256)
    row = connection.execute(found).mappings().one_or_none()
    return Session(**row) if row else None


def session_by_id(connection: Connection, session_id: str) -> Session | None:
    """Return a session, ended or not."""
    row = connection.execute(select(sessions).where(sessions.c.id == session_id)).mappings().one_or_none()
    return Session(**row) if row else None


def open_sessions(connection: Connection) -> tuple[Session, ...]:
    """Return every session that has not ended."""
    rows = connection.execute(select(sessions).where(sessions.c.ended_at.is_(None))).mappings()
    return tuple(Session(**row) for row in rows)


def touch_session(connection: Connection, session_id: str, now: datetime) -> None:
    """Say that a session was used by its browser."""
    connection.execute(update(sessions).where(sessions.c.id == session_id).values(last_seen_at=now))


def end_session(connection: Connection, session_id: str, now: datetime, ended_by: str) -> None:
    """End a session, and with it every token bound to it."""
    ended = update(sessions).where(sessions.c.id == session_id, sessions.c.ended_at.is_(None))
    connection.execute(ended.values(ended_at=now, ended_by=ended_by))


def end_sessions_of(connection: Connection, account_id: str, now: datetime, ended_by: str, *, but: str = "") -> int:
    """End every open session of an account except one, with their tokens; return how many."""
    mine = (sessions.c.account_id == account_id) & sessions.c.ended_at.is_(None) & (sessions.c.id != but)
    return connection.execute(update(sessions).where(mine).values(ended_at=now, ended_by=ended_by)).rowcount


def last_seen(connection: Connection, account_id: str) -> datetime | None:
    """Return when an account was last used, or None when it never was."""
    mine = select(func.max(sessions.c.last_seen_at)).where(sessions.c.account_id == account_id)
    seen: datetime | None = connection.execute(mine).scalar_one()
    return seen


def add_ticket(connection: Connection, ticket: Ticket) -> None:
    """Keep a new ticket."""
    connection.execute(insert(tickets).values(vars(ticket)))


def ticket_by_hash(connection: Connection, secret_sha256: str) -> Ticket | None:
    """Return the ticket of a secret's hash, used or not."""
    found = select(tickets).where(tickets.c.secret_sha256 == secret_sha256)
    row = connection.execute(found).mappings().one_or_none()
    return Ticket(**row) if row else None


def use_ticket(connection: Connection, ticket_id: str, now: datetime) -> bool:
    """Use a ticket up; say whether it was still unused."""
    used = update(tickets).where(tickets.c.id == ticket_id, tickets.c.used_at.is_(None)).values(used_at=now)
    return connection.execute(used).rowcount == 1


def add_token(connection: Connection, token: Token) -> None:
    """Keep a new token."""
    connection.execute(insert(tokens).values(vars(token)))


def token_by_hash(connection: Connection, secret_sha256: str) -> Token | None:
    """Return the token of a secret's hash; whether it still holds is its session's matter."""
    found = select(tokens).where(tokens.c.secret_sha256 == secret_sha256)
    row = connection.execute(found).mappings().one_or_none()
    return Token(**row) if row else None
