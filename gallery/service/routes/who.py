"""Signing in and out, tickets and tokens, accounts and certificates."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.who import (
    AccountMade,
    AccountReason,
    AccountsReview,
    AccountUse,
    AccountView,
    CertificateView,
    NewAccount,
    NewCertificate,
    PasswordChange,
    SessionGranted,
    SignIn,
    TicketAsked,
    TicketGranted,
    TicketOffered,
    TokenGranted,
)

router = APIRouter()

Known = Annotated[Person, permitted("session_own")]


@router.post("/sessions")
def sign_in(offered: SignIn, parts: PartsNow) -> SessionGranted:
    """Open a session. One of two routes that need nobody."""
    return parts.signing_in(offered)


@router.post("/tokens")
def redeem(offered: TicketOffered, parts: PartsNow) -> TokenGranted:
    """Turn a ticket into a token. The other route that needs nobody but the ticket."""
    return parts.sessions.redeem(offered.ticket)


@router.delete("/sessions")
def sign_out(person: Known, parts: PartsNow) -> Recorded:
    """End the session and its tokens."""
    return Recorded(sequence=parts.sessions.sign_out(person))


@router.post("/sessions/tickets")
def ticket(asked: TicketAsked, person: Known, parts: PartsNow) -> TicketGranted:
    """Give a ticket for a page's kernel."""
    return parts.sessions.ticket(person, asked.page)


@router.get("/me")
def me(person: Known, parts: PartsNow) -> AccountView:
    """Say who is signed in."""
    return parts.sessions.me(person)


@router.post("/accounts")
def add_account(
    offered: NewAccount, person: Annotated[Person, permitted("account_changed")], parts: PartsNow
) -> AccountMade:
    """Make an account."""
    return parts.people.add(person, offered)


@router.post("/me/password")
def change_password(offered: PasswordChange, person: Known, parts: PartsNow) -> Recorded:
    """Change one's own password."""
    return Recorded(sequence=parts.changes.password(person, offered))


@router.get("/accounts")
def review(person: Annotated[Person, permitted("account_viewed")], parts: PartsNow) -> AccountsReview:
    """Show every account, and when each was last used."""
    return parts.changes.review(person)


@router.post("/accounts/{username}/disabling")
def disable(
    username: str, given: AccountReason, person: Annotated[Person, permitted("account_changed")], parts: PartsNow
) -> AccountUse:
    """Close an account."""
    return parts.changes.disable(person, username, given.reason)


@router.post("/accounts/{username}/recovery")
def recover(
    username: str, given: AccountReason, person: Annotated[Person, permitted("account_changed")], parts: PartsNow
) -> AccountMade:
    """Give an account a new first password."""
    return parts.changes.recover(person, username, given.reason)


@router.get("/accounts/{username}")
def view_account(username: str, person: Annotated[Person, permitted("account_viewed")], parts: PartsNow) -> AccountView:
    """Show an account."""
    return parts.people.view(person, username)


@router.post("/certificates")
def certify(
    offered: NewCertificate, person: Annotated[Person, permitted("certificate_changed")], parts: PartsNow
) -> CertificateView:
    """Record training."""
    return parts.people.certify(person, offered)
