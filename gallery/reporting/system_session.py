"""Sessions in which the service runs reports: its own account's, and a person's own for what they asked for.

Nobody can sign in to the service's account, and it may run reports only (J-14).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from audits.events import AccountChanged, SignedIn, SignedOut
from gallery.accounts.passwords import kept, new_secret
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.ids import new_id
from gallery.records.sessions import Session, add_session, end_session
from gallery.records.who import Account, account_named, add_account
from gallery.rules import Rules
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import AccountState, Role

_LONGEST = timedelta(minutes=30)
_NO_PASSWORD = "!"  # noqa: S105  # no hash, so that no password fits
_WORKSTATION = "service"


@contextmanager
def own_session(ledger: Ledger, person: Person) -> Iterator[str]:
    """Give the secret of a further session of a person, for one report that they asked for; it ends with the context.

    It is at most half an hour long. Both its begin and its end are entries of the log, at the workstation "service".
    """
    secret, session_id = new_secret("session"), new_id()
    there = replace(person, session_id=session_id, workstation=_WORKSTATION)
    with ledger.act(there, SignedIn, object_id=session_id) as act:
        until = act.now + _LONGEST
        session = Session(session_id, kept(secret), person.account_id, _WORKSTATION, act.now, act.now, until)
        add_session(act.connection, session)
    try:
        yield secret
    finally:
        with ledger.act(there, SignedOut, object_id=session_id) as act:
            act.note(ended_by="service")
            end_session(act.connection, session_id, act.now, "service")


@contextmanager
def system_session(ledger: Ledger, rules: Rules) -> Iterator[str]:
    """Give the secret of a session of the service's own account; it ends with the context."""
    account = _account(ledger, rules)
    person = Person(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        service=account.service,
        roles=account.roles,
        certificates=(),
        session_id="",
        workstation=_WORKSTATION,
    )
    with own_session(ledger, person) as secret:
        yield secret


# Private


def _account(ledger: Ledger, rules: Rules) -> Account:
    """Return the account, made the first time. Its password is no hash, so that no password opens it."""
    name = rules.figures.account
    with ledger.reading() as connection:
        held = account_named(connection, name)
    if held is not None:
        if (held.roles, held.password_hash) != ((Role.REPORTER,), _NO_PASSWORD):
            reason = f"The account {name} is not the service's own."
            raise WrongState("J-14", reason, "Rename it, or name another account in the rules of figures.")
        return held
    with ledger.act(None, AccountChanged) as act:
        account = Account(
            id=new_id(),
            username=name,
            display_name="Scheduled reports",
            service=rules.who.home.code,
            roles=(Role.REPORTER,),
            state=AccountState.ACTIVE,
            password_hash=_NO_PASSWORD,
            failures=0,
            locked_until=None,
            made_by=None,
            made_at=act.now,
        )
        add_account(act.connection, account)
        act.about(object_id=account.id)
        act.note(change="made", roles=[str(role) for role in account.roles])
    return account
