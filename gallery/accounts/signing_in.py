"""Signing in: a name and a password become a session, or a refusal that tells nothing about whether the name exists."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from audits.events import AccountChanged, SignedIn, SignInRefused
from gallery.accounts.desk import AccountsDesk
from gallery.accounts.passwords import kept, new_secret
from gallery.accounts.second_factor import accepted, wanted
from gallery.authority import Person
from gallery.ledger import Act, Visitor, one_line
from gallery.records.ids import new_id
from gallery.records.sessions import Session, add_session
from gallery.records.who import Account, account_by_id, account_named, count_failure, keep_password, set_state
from gallery.rules.who import AccountRules
from kernel_lib.errors import NotAllowed, SignInRequired
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.who import SessionGranted, SignIn

_NAMES_LIMIT = 10_000


@dataclass
class UnknownNames:
    """Failures of names that nobody has, locked like accounts: otherwise a lock would say that a name exists."""

    _seen: "OrderedDict[str, tuple[int, datetime | None]]" = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def locked(self, username: str, now: datetime) -> bool:
        """Say whether this name has failed too often."""
        with self._turn:
            until = self._seen.get(sha256_hex(username.encode()), (0, None))[1]
        return until is not None and now < until

    def failed(self, username: str, now: datetime, rules: AccountRules) -> None:
        """Count a failure of this name."""
        key = sha256_hex(username.encode())
        with self._turn:
            count, until = self._seen.pop(key, (0, None))
            count = 1 if until is not None else count + 1
            self._seen[key] = (count, now + rules.lock if count >= rules.failures_before_lock else None)
            if len(self._seen) > _NAMES_LIMIT:
                self._seen.popitem(last=False)


class SigningIn:
    """The act of signing in."""

    def __init__(self, desk: AccountsDesk) -> None:
        self._desk = desk
        self._unknown = UnknownNames()

    def __call__(self, offered: SignIn) -> SessionGranted:
        """Open a session.

        Raises:
            SignInRequired: name, password or code is wrong, which is not said; or the code is missing.
            NotAllowed: the name is locked for a while; or the account is disabled, which only its password tells.
        """
        username, workstation = offered.username.lower(), one_line(offered.workstation, 120)
        with self._desk.ledger.reading() as connection:
            account = account_named(connection, username)
        # Outside the ledger's turn: this is meant to take long.
        fits = self._desk.passwords.fits(account.password_hash if account else None, offered.password)
        if account is None or (account.state is AccountState.DISABLED and not (fits and self._tries_left(username))):
            self._refuse_unknown(username, workstation)
        return self._decide(account, fits, offered, workstation)

    def _tries_left(self, username: str) -> bool:
        return not self._unknown.locked(username, self._desk.ledger.now())

    def _refuse_unknown(self, username: str, workstation: str) -> NoReturn:
        """Refuse in the same steps as for a known name: they take time that could be measured."""
        with self._desk.ledger.act(Visitor(workstation), SignedIn, refused_as=SignInRefused) as act:
            if self._unknown.locked(username, act.now):
                raise _locked()
            self._unknown.failed(username, act.now, self._desk.rules.accounts)
            act.refuse(_wrong())
        raise _wrong()  # not reached: the act ends by raising this refusal with its entry's number

    def _decide(self, found: Account, fits: bool, offered: SignIn, workstation: str) -> SessionGranted:
        session_id = new_id()
        with self._desk.ledger.reading() as connection:
            person = self._desk.person(connection, found, session_id, workstation)
        with self._desk.ledger.act(person, SignedIn, object_id=found.id, refused_as=SignInRefused) as act:
            account = account_by_id(act.connection, found.id) or found
            _demand_open(account, act.now)
            factor = wanted(act.connection, account.id)
            if fits and (factor is None or accepted(self._desk, act, factor, offered.code)):
                return self._open(act, person, account, offered.password)
            if fits and not offered.code:
                raise _code_needed()
            self._count(act, account)
        raise _wrong()  # not reached: the act ends by raising this refusal with its entry's number

    def _count(self, act: Act, account: Account) -> None:
        rules = self._desk.rules.accounts
        act.refuse(_wrong())
        if count_failure(act.connection, account.id) >= rules.failures_before_lock:
            set_state(act.connection, account.id, AccountState.LOCKED, act.now + rules.lock)
            act.also(AccountChanged, state=str(AccountState.LOCKED), minutes=int(rules.lock.total_seconds() // 60))

    def _open(self, act: Act, person: Person, account: Account, password: str) -> SessionGranted:
        rules, secret = self._desk.rules.accounts, new_secret("session")
        if account.state is not AccountState.ACTIVE:
            act.also(AccountChanged, state=str(AccountState.ACTIVE), before=str(account.state))
        set_state(act.connection, account.id, AccountState.ACTIVE, None)
        if self._desk.passwords.outdated(account.password_hash):
            keep_password(act.connection, account.id, self._desk.passwords.hash(password))
        until = act.now + rules.session_longest
        session = Session(person.session_id, kept(secret), account.id, person.workstation, act.now, act.now, until)
        add_session(act.connection, session)
        view = self._desk.view_of(person, AccountState.ACTIVE, act.now.date())
        return SessionGranted(session=secret, expires_at=until, account=view)


def _demand_open(account: Account, now: datetime) -> None:
    if account.state is AccountState.DISABLED:
        raise NotAllowed("signin.disabled", "This account is disabled.", "Ask your administrator.")
    if account.state is AccountState.LOCKED and account.locked_until and now < account.locked_until:
        raise _locked()


def _wrong() -> SignInRequired:
    reason = "Name, password or code is wrong."
    return SignInRequired("signin.wrong", reason, "Try again, or ask your administrator.")


def _code_needed() -> SignInRequired:
    message = "Type the code of your second factor."
    return SignInRequired("signin.code", message, "A recovery code opens once.", fields={"code": message})


def _locked() -> NotAllowed:
    return NotAllowed(
        "signin.locked",
        "Too many wrong passwords: this name is locked for a while.",
        "Wait, then try again, or ask your administrator.",
    )
