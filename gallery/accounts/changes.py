"""What changes of an account after it was made: its password, its use, who may still sign in (H-07, I-02)."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import Connection

from audits.events import AccountChanged, AccountViewed
from gallery.accounts.desk import AccountsDesk
from gallery.accounts.passwords import new_password
from gallery.accounts.second_factor import wanted
from gallery.authority import Person
from gallery.ledger import Act
from gallery.records.access import last_reviews
from gallery.records.second_factors import forget_second_factor
from gallery.records.sessions import end_sessions_of, last_seen
from gallery.records.who import (
    Account,
    account_by_id,
    account_named,
    accounts_in,
    count_failure,
    keep_password,
    set_state,
)
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import AccountState, Role
from kernel_lib.wire.who import AccountMade, AccountsReview, AccountUse, PasswordChange

_IN_USE = (AccountState.INVITED, AccountState.ACTIVE, AccountState.LOCKED)


class Changes:
    """Acts of a person on their own account, of an administrator on others', and of the service on unused ones."""

    def __init__(self, desk: AccountsDesk) -> None:
        self._desk = desk

    def password(self, person: Person, offered: PasswordChange) -> int:
        """Change one's own password and end one's other sessions; return the entry's sequence.

        Raises:
            NotAllowed: the old password is wrong; as often as at signing in, and the account is locked and signed out.
            Unacceptable: the new one is too short, or is the old one.
        """
        with self._desk.ledger.reading() as connection:
            found = account_by_id(connection, person.account_id)
        # Outside the ledger's turn: this is meant to take long.
        fits = found is not None and self._desk.passwords.fits(found.password_hash, offered.old)
        hashed = self._desk.passwords.hash(offered.new)
        with self._desk.ledger.act(person, AccountChanged, object_id=person.account_id) as act:
            act.note(what="own password")
            if not fits:
                self._count(act, person)
                return act.sequence
            self._demand_new(offered)
            keep_password(act.connection, person.account_id, hashed)
            ended = end_sessions_of(act.connection, person.account_id, act.now, "password", but=person.session_id)
            act.note(sessions_ended=ended)
        return act.sequence

    def disable(self, person: Person, username: str, reason: str) -> AccountUse:
        """Close an account at once and end its sessions.

        Raises:
            NotFound: there is no such account.
            NotAllowed: it is one's own.
            WrongState: it is disabled already, or nobody else could administer.
            Unacceptable: the reason is too short.
        """
        with self._desk.ledger.act(person, AccountChanged) as act:
            account = other_account(self._desk, act, person, username, reason)
            if account.state is AccountState.DISABLED:
                raise WrongState("accounts.state", "This account is disabled already.", "Nothing was changed.")
            self.close(act, account, "disabled")
            return self.use(act.connection, account.id)

    def recover(self, person: Person, username: str, reason: str) -> AccountMade:
        """Give an account a new first password, told once, and open it again; its sessions end.

        Raises:
            NotFound, NotAllowed, Unacceptable: as `disable` does.
        """
        password = new_password()
        hashed = self._desk.passwords.hash(password)
        with self._desk.ledger.act(person, AccountChanged) as act:
            account = other_account(self._desk, act, person, username, reason)
            keep_password(act.connection, account.id, hashed)
            forget_second_factor(act.connection, account.id)
            set_state(act.connection, account.id, AccountState.INVITED, None)
            ended = end_sessions_of(act.connection, account.id, act.now, "recovered")
            act.note(state=str(AccountState.INVITED), before=str(account.state), sessions_ended=ended)
            shown = self._desk.person(act.connection, account, "", "")
            view = self._desk.view_of(shown, AccountState.INVITED, act.now.date())
        return AccountMade(account=view, password=password)

    def review(self, person: Person) -> AccountsReview:
        """Return every account with its roles and when it was last used, for the review of access (H-07)."""
        with self._desk.ledger.act(person, AccountViewed) as act:
            accounts = accounts_in(act.connection)
            act.note(accounts=len(accounts))
            return AccountsReview(
                accounts=tuple(self.use(act.connection, each.id) for each in accounts),
                idle_days=self._desk.rules.accounts.unused.days,
            )

    def disable_unused(self) -> int:
        """Close accounts that nobody used for the days of the rules, each with its entry; return how many (H-07)."""
        now = self._desk.ledger.now()
        with self._desk.ledger.reading() as connection:
            unused = [each for each in accounts_in(connection) if self._unused(connection, each, now)]
        closed = 0
        for account in unused:
            with self._desk.ledger.reading() as connection:
                if self.alone(connection, account):
                    continue
            with self._desk.ledger.act(None, AccountChanged) as act:
                act.decided_by("H-07")
                self.close(act, account, "unused")
                closed += 1
        return closed

    def close(self, act: Act, account: Account, because: str) -> None:
        """Disable an account within an act and end its sessions. Raises WrongState for the only administrator."""
        act.about(object_id=account.id)
        if self.alone(act.connection, account):
            reason = "Nobody else could administer accounts."
            raise WrongState("accounts.administrator", reason, "Make another administrator first.")
        set_state(act.connection, account.id, AccountState.DISABLED, None)
        ended = end_sessions_of(act.connection, account.id, act.now, because)
        act.note(state=str(AccountState.DISABLED), before=str(account.state), sessions_ended=ended)

    def alone(self, connection: Connection, account: Account) -> bool:
        """Say whether an account is the only one that can administer."""
        able = {
            each.id for each in accounts_in(connection) if Role.ADMINISTRATOR in each.roles and each.state in _IN_USE
        }
        return able == {account.id}

    def use(self, connection: Connection, account_id: str) -> AccountUse:
        """Return an account as a review of access looks at it. Raises NotFound."""
        account = account_by_id(connection, account_id)
        if account is None:
            raise NotFound("accounts.unknown", "There is no such account.", "Check the name.")
        reviewed = last_reviews(connection).get(account.id)
        due = self._desk.rules.duties.access.due(reviewed or account.made_at)
        return AccountUse(
            username=account.username,
            display_name=account.display_name,
            roles=account.roles,
            state=account.state,
            made_at=account.made_at,
            last_used_at=last_seen(connection, account.id),
            reviewed_at=reviewed,
            review_due=due,
            review_overdue=self._desk.ledger.now().date() > due and account.state is not AccountState.DISABLED,
            second_factor=wanted(connection, account.id) is not None,
        )

    # Private

    def _unused(self, connection: Connection, account: Account, now: datetime) -> bool:
        used = last_seen(connection, account.id) or account.made_at
        return account.state in _IN_USE and now - used >= self._desk.rules.accounts.unused

    def _demand_new(self, offered: PasswordChange) -> None:
        shortest = self._desk.rules.accounts.password_min_length
        if len(offered.new) < shortest:
            self._refuse_new(f"A password has at least {shortest} characters.")
        if offered.new == offered.old:
            self._refuse_new("The new password is the old one.")

    def _refuse_new(self, message: str) -> NoReturn:
        raise Unacceptable(
            "accounts.password", message, "Choose another; nothing was changed.", fields={"new": message}
        )

    def _count(self, act: Act, person: Person) -> None:
        """Count a wrong old password as a failure to sign in: a session left open is no way to guess it."""
        rules = self._desk.rules.accounts
        message = "The old password is wrong."
        following = "Try again, or ask your administrator."
        act.refuse(NotAllowed("accounts.password", message, following, fields={"old": message}))
        if count_failure(act.connection, person.account_id) >= rules.failures_before_lock:
            set_state(act.connection, person.account_id, AccountState.LOCKED, act.now + rules.lock)
            end_sessions_of(act.connection, person.account_id, act.now, "locked")
            act.also(AccountChanged, state=str(AccountState.LOCKED), minutes=int(rules.lock.total_seconds() // 60))


def other_account(desk: AccountsDesk, act: Act, person: Person, username: str, reason: str) -> Account:
    """Return somebody else's account, with a reason for changing it, whose hash the act keeps.

    Raises:
        NotFound: there is no such account.
        NotAllowed: it is one's own.
        Unacceptable: the reason is too short.
    """
    account = account_named(act.connection, username)
    if account is None:
        raise NotFound("accounts.unknown", "There is no such account.", "Check the name.")
    act.about(object_id=account.id)
    if account.id == person.account_id:
        raise NotAllowed("H-02", "Nobody changes their own account so.", "Ask another administrator.")
    shortest = desk.rules.accounts.reason_min_length
    if len(reason) < shortest:
        message = f"Give the reason in at least {shortest} characters."
        raise Unacceptable("I-02", message, "Nothing was changed.", fields={"reason": message})
    act.note(reason_sha256=sha256_hex(reason.encode()))
    return account
