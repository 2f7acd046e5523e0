"""Reviews of access: compliance confirms or ends each account's roles at an interval; late ones are closed (H-07)."""

from datetime import date

from sqlalchemy import Connection

from audits.events import AccessReviewed, AccountChanged
from gallery.accounts.changes import Changes, other_account
from gallery.accounts.desk import AccountsDesk
from gallery.authority import Person
from gallery.records.access import AccessReview, add_access_review, last_reviews
from gallery.records.ids import new_id
from gallery.records.who import Account, accounts_in
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.who import AccessReviewGiven, AccountUse


class Access:
    """Acts of compliance on who may still do what, and of the service on reviews that nobody made."""

    def __init__(self, desk: AccountsDesk, changes: Changes) -> None:
        self._desk = desk
        self._changes = changes

    def review(self, person: Person, username: str, given: AccessReviewGiven) -> AccountUse:
        """Confirm the roles of an account, or end it; its sessions end with it.

        Raises:
            NotFound: there is no such account.
            NotAllowed: it is one's own.
            WrongState: it is disabled, or nobody else could administer.
            Unacceptable: the reason is too short.
        """
        with self._desk.ledger.act(person, AccessReviewed) as act:
            account = other_account(self._desk, act, person, username, given.reason)
            act.note(confirmed=given.confirmed, roles=[str(role) for role in account.roles])
            if account.state is AccountState.DISABLED:
                raise WrongState("H-07", "This account is disabled.", "There is nothing to review.")
            if not given.confirmed:
                self._changes.close(act, account, "review")
            review = AccessReview(
                new_id(), account.id, account.roles, given.confirmed, given.reason, person.account_id, act.now
            )
            add_access_review(act.connection, review)
            return self._changes.use(act.connection, account.id)

    def disable_late(self) -> int:
        """Close accounts whose review is later than the days of grace, each with its entry; return how many."""
        today = self._desk.ledger.now().date()
        with self._desk.ledger.reading() as connection:
            late = [each for each in self._late(connection, today) if not self._changes.alone(connection, each)]
        for account in late:
            with self._desk.ledger.act(None, AccountChanged) as act:
                act.decided_by("H-07")
                self._changes.close(act, account, "not reviewed")
        return len(late)

    def _late(self, connection: Connection, today: date) -> list[Account]:
        rules, reviewed = self._desk.rules.duties.access, last_reviews(connection)
        return [
            each
            for each in accounts_in(connection)
            if each.state is not AccountState.DISABLED
            and today > rules.due(reviewed.get(each.id, each.made_at)) + rules.grace
        ]
