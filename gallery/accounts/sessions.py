"""Sessions after signing in: whose secret is it, one-time tickets, tokens for kernels, signing out."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from audits.events import AccessRefused, SignedOut, TokenIssued
from gallery.accounts.desk import AccountsDesk
from gallery.accounts.passwords import SecretKind, kept, kind_of, new_secret, same
from gallery.accounts.second_factor import required, wanted
from gallery.authority import Bearer, Person
from gallery.ledger import Visitor
from gallery.records.ids import new_id
from gallery.records.sessions import (
    Session,
    Ticket,
    Token,
    add_ticket,
    add_token,
    end_session,
    open_sessions,
    session_by_hash,
    session_by_id,
    ticket_by_hash,
    token_by_hash,
    touch_session,
    use_ticket,
)
from gallery.records.who import account_by_id
from kernel_lib.errors import NotAllowed, SignInRequired
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.who import AccountView, TicketGranted, TokenGranted

_TOUCH_EVERY = timedelta(seconds=20)
"""How much of a session's idle time may go uncounted, so that not every request writes."""


class Sessions:
    """Everything that is done with a session's, ticket's or token's secret."""

    def __init__(self, desk: AccountsDesk) -> None:
        self._desk = desk

    def resolve(self, secret: str | None) -> Person:
        """Return the person behind a session or a token; a session's time begins again.

        Raises:
            SignInRequired: there is none, it is unknown, it has ended, or its account is no longer active.
        """
        kind = kind_of(secret) if secret else None
        if not secret or kind not in ("session", "token"):
            raise _refused("session.none", "Nobody is signed in here.")
        with self._desk.ledger.reading() as connection:
            session = _session_of(connection, secret, kind)
            if session is None:
                raise _refused("session.unknown", "This session is not known.")
            person = self._person(connection, session, kind)
        self._demand_open(session, person)
        if person is None:
            raise _refused("session.account", "This account is not active.")
        self._touch(session, kind)
        return person

    def me(self, person: Person) -> AccountView:
        """Return the person as pages show them."""
        return self._desk.view_of(person, AccountState.ACTIVE, self._desk.ledger.now().date())

    def ticket(self, person: Person, page: str) -> TicketGranted:
        """Give a one-time ticket for a page's kernel.

        A ticket alone opens nothing: turning it into a token is what the log records.

        Raises:
            NotAllowed: the asker holds a token, which can mint nothing.
        """
        self._demand_session(person)
        secret, now = new_secret("ticket"), self._desk.ledger.now()
        ticket = Ticket(new_id(), kept(secret), person.session_id, page, now + self._desk.rules.accounts.ticket)
        with self._desk.ledger.unrecorded() as connection:
            add_ticket(connection, ticket)
        return TicketGranted(ticket=secret)

    def redeem(self, secret: str) -> TokenGranted:
        """Turn a ticket into a token, once.

        Raises:
            SignInRequired: the ticket is forged, used or expired, or its session has ended.
        """
        with self._desk.ledger.reading() as connection:
            ticket = ticket_by_hash(connection, kept(secret))
            session = session_by_id(connection, ticket.session_id) if ticket else None
            person = self._person(connection, session, "token") if session else None
        if ticket is None or session is None or person is None or not same(ticket.secret_sha256, kept(secret)):
            forged = _refused("ticket.unknown", "This ticket is not known.")
            raise self._desk.ledger.refusal_recorded(Visitor(), AccessRefused, forged)
        with self._desk.ledger.act(person, TokenIssued, object_id=session.id, refused_as=AccessRefused) as act:
            act.note(page=ticket.page)
            if self._ended_by(session, act.now):
                raise _refused("session.expired", "The session of this ticket has ended.")
            if act.now >= ticket.expires_at or not use_ticket(act.connection, ticket.id, act.now):
                raise _refused("ticket.used", "This ticket was used before, or its minute is over.")
            token = new_secret("token")
            add_token(act.connection, Token(new_id(), kept(token), session.id, ticket.page, act.now))
        return TokenGranted(token=token, expires_at=self._until(session))

    def sign_out(self, person: Person) -> int:
        """End the person's session and every token bound to it; return the entry's sequence. Raises NotAllowed."""
        self._demand_session(person)
        with self._desk.ledger.act(person, SignedOut, object_id=person.session_id) as act:
            act.note(ended_by="person")
            end_session(act.connection, person.session_id, act.now, "person")
        return act.sequence

    def end_expired(self) -> int:
        """End every session whose time is over, each with its entry; return how many."""
        with self._desk.ledger.reading() as connection:
            found = [(each, self._person(connection, each, "session")) for each in open_sessions(connection)]
        over = [(session, person) for session, person in found if self._ended_by(session, self._desk.ledger.now())]
        for session, person in over:
            self._end(session, person)
        return len(over)

    def _demand_open(self, session: Session, person: Person | None) -> None:
        if session.ended_at is not None:
            raise _refused("session.ended", "This session has ended.")
        if self._ended_by(session, self._desk.ledger.now()):
            self._end(session, person)
            raise _refused("session.expired", "This session has ended, because it was idle or its day was over.")

    def _end(self, session: Session, person: Person | None) -> None:
        with self._desk.ledger.act(person, SignedOut, object_id=session.id) as act:
            reason = self._ended_by(session, act.now) or "idle"
            act.note(ended_by=reason)
            end_session(act.connection, session.id, act.now, reason)

    def _ended_by(self, session: Session, now: datetime) -> str | None:
        if session.ended_at is not None:
            return session.ended_by
        if now >= session.absolute_until:
            return "absolute"
        return "idle" if now >= session.last_seen_at + self._desk.rules.accounts.session_idle else None

    def _until(self, session: Session) -> datetime:
        return min(session.last_seen_at + self._desk.rules.accounts.session_idle, session.absolute_until)

    def _touch(self, session: Session, kind: SecretKind) -> None:
        now = self._desk.ledger.now()
        if kind == "session" and now - session.last_seen_at >= _TOUCH_EVERY:
            with self._desk.ledger.unrecorded() as connection:
                touch_session(connection, session.id, now)

    def _person(self, connection: Connection, session: Session, kind: SecretKind) -> Person | None:
        account = account_by_id(connection, session.account_id)
        # A lock keeps new sessions out. It ends none: otherwise wrong passwords could stop somebody's work.
        if account is None or account.state not in (AccountState.ACTIVE, AccountState.LOCKED):
            return None
        bearer: Bearer = "session" if kind == "session" else "token"
        person = self._desk.person(connection, account, session.id, session.workstation, bearer)
        due = required(self._desk, account.service, self._desk.ledger.now())
        return replace(person, lacks_factor=due and wanted(connection, account.id) is None)

    def _demand_session(self, person: Person) -> None:
        if person.bearer != "session":
            raise NotAllowed(
                "token.limits", "A kernel's token cannot do this.", "Use the page itself, which holds the session."
            )


def _session_of(connection: Connection, secret: str, kind: SecretKind) -> Session | None:
    if kind == "session":
        session = session_by_hash(connection, kept(secret))
        return session if session and same(session.secret_sha256, kept(secret)) else None
    token = token_by_hash(connection, kept(secret))
    known = token is not None and same(token.secret_sha256, kept(secret))
    return session_by_id(connection, token.session_id) if token and known else None


def _refused(rule: str, reason: str) -> SignInRequired:
    return SignInRequired(rule, reason, "Sign in again.")
