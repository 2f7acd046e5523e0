"""Other roles for an account: proposed by one person, decided by another (H-02)."""

from sqlalchemy import Connection

from audits.events import AdministrationViewed, RoleChangeDecided, RoleChangeProposed
from gallery.accounts.changes import Changes, other_account
from gallery.accounts.desk import AccountsDesk
from gallery.authority import Person
from gallery.ledger import Act
from gallery.records.access import (
    RoleChange,
    add_role_change,
    decide_role_change,
    role_change_by_id,
    role_changes_held,
    waits_for_roles,
)
from gallery.records.ids import new_id
from gallery.records.sessions import end_sessions_of
from gallery.records.who import account_by_id, set_roles
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import AccountState, Role
from kernel_lib.wire.who import RoleChangeAsked, RoleChangeDecision, RoleChanges, RoleChangeView

_SHOWN = 50


class Roles:
    """Acts of administrators, and of compliance as the second person."""

    def __init__(self, desk: AccountsDesk, changes: Changes) -> None:
        self._desk = desk
        self._changes = changes

    def propose(self, person: Person, username: str, asked: RoleChangeAsked) -> RoleChangeView:
        """Propose other roles; those of now stay until somebody else agrees.

        Raises:
            NotFound: there is no such account.
            NotAllowed: it is one's own.
            WrongState: it is disabled, or another change of it waits.
            Unacceptable: the roles may not be held together, are the present ones, or the reason is too short.
        """
        with self._desk.ledger.act(person, RoleChangeProposed) as act:
            account = other_account(self._desk, act, person, username, asked.reason)
            after = tuple(dict.fromkeys(asked.roles))
            act.note(before=[str(role) for role in account.roles], after=[str(role) for role in after])
            if account.state is AccountState.DISABLED or waits_for_roles(act.connection, account.id):
                raise WrongState("H-02", "This account is disabled, or a change of it waits.", "Decide on that first.")
            self._demand_acceptable(account.roles, after)
            change = RoleChange(new_id(), account.id, account.roles, after, asked.reason, person.account_id, act.now)
            add_role_change(act.connection, change)
            return self._view(act.connection, change)

    def decide(self, person: Person, change_id: str, decision: RoleChangeDecision) -> RoleChangeView:
        """Agree, and the roles hold from the next request on, or turn the change down.

        Raises:
            NotFound: there is no such proposal.
            NotAllowed: one proposed it, or it is about oneself.
            WrongState: it was decided, the account changed meanwhile, or nobody else could administer.
            Unacceptable: the reason is too short.
        """
        with self._desk.ledger.act(person, RoleChangeDecided, object_id=change_id) as act:
            change = self._waiting(act, person, change_id)
            self._demand_reason(decision.reason)
            act.note(approved=decision.approved, account_id=change.account_id)
            act.note(reason_sha256=sha256_hex(decision.reason.encode()))
            if decision.approved:
                self._give(act, change)
            decide_role_change(
                act.connection,
                change.id,
                approved=decision.approved,
                reason=decision.reason,
                decided_by=person.account_id,
                now=act.now,
            )
            return self._view(act.connection, role_change_by_id(act.connection, change.id) or change)

    def listed(self, person: Person) -> RoleChanges:
        """Return proposals, for whoever may decide on them."""
        with self._desk.ledger.act(person, AdministrationViewed) as act:
            found = self.held(act.connection)
            act.note(role_changes=len(found))
            return RoleChanges(changes=found)

    def held(self, connection: Connection) -> tuple[RoleChangeView, ...]:
        """Return proposals, those that wait first."""
        return tuple(self._view(connection, each) for each in role_changes_held(connection, _SHOWN))

    # Private

    def _waiting(self, act: Act, person: Person, change_id: str) -> RoleChange:
        change = role_change_by_id(act.connection, change_id)
        if change is None:
            raise NotFound("H-02", "There is no such proposal.", "Open the page of administration again.")
        if change.decided_at:
            raise WrongState("H-02", "This proposal was decided already.", "Read the decision.")
        if person.account_id in (change.proposed_by, change.account_id):
            raise NotAllowed("H-02", "Another person decides on this.", "Ask a colleague, or compliance.")
        return change

    def _give(self, act: Act, change: RoleChange) -> None:
        account = account_by_id(act.connection, change.account_id)
        if account is None or account.roles != change.before or account.state is AccountState.DISABLED:
            raise WrongState("H-02", "The account changed meanwhile.", "Propose the change again.")
        if Role.ADMINISTRATOR not in change.after and self._changes.alone(act.connection, account):
            reason = "Nobody else could administer accounts."
            raise WrongState("accounts.administrator", reason, "Make another administrator first.")
        set_roles(act.connection, account.id, change.after)
        act.note(sessions_ended=end_sessions_of(act.connection, account.id, act.now, "roles"))

    def _demand_acceptable(self, before: tuple[Role, ...], after: tuple[Role, ...]) -> None:
        clash = self._desk.authority.incompatible(after)
        reason = ""
        if clash:
            reason = f"One person may not hold these roles together: {' and '.join(sorted(clash))}."
        elif set(before) == set(after):
            reason = "These are the roles of now."
        if reason:
            raise Unacceptable("H-02", reason, "Choose other roles; nothing was changed.", fields={"roles": reason})

    def _demand_reason(self, reason: str) -> None:
        shortest = self._desk.rules.accounts.reason_min_length
        if len(reason) < shortest:
            message = f"Give the reason in at least {shortest} characters."
            raise Unacceptable("I-02", message, "Nothing was changed.", fields={"reason": message})

    def _view(self, connection: Connection, change: RoleChange) -> RoleChangeView:
        named = {
            each: account.display_name
            for each in (change.account_id, change.proposed_by, change.decided_by)
            if each and (account := account_by_id(connection, each))
        }
        return RoleChangeView(
            id=change.id,
            person=named.get(change.account_id, ""),
            before=change.before,
            after=change.after,
            reason=change.reason,
            proposed_by=named.get(change.proposed_by, ""),
            proposed_at=change.proposed_at,
            approved=change.approved,
            decision_reason=change.decision_reason,
            decided_by=named.get(change.decided_by or "", ""),
            decided_at=change.decided_at,
        )
