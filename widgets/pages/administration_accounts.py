"""Accounts and other roles on the page of administration: closed and recovered, reviewed, given by two people."""

from functools import partial

from kernel_lib.client import Client
from kernel_lib.vocabulary import Role
from kernel_lib.wire.who import (
    AccessReviewGiven,
    AccountUse,
    RoleChangeAsked,
    RoleChangeDecision,
    RoleChangeView,
)
from widgets.pages.panel import Panel
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.field import Field
from widgets.parts.form import Answers, Form
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.wording import day, moment
from widgets.words.language import say, told


class AccountsPanel(Panel):
    """Every account; an administrator closes, recovers and proposes roles, compliance confirms or ends."""

    def __init__(self, acts: Acts, client: Client, roles: frozenset[Role]) -> None:
        super().__init__(acts, say("Accounts"), (say("An account that nobody confirms in time is closed (H-07)."),))
        self._client = client
        self._administers = Role.ADMINISTRATOR in roles
        columns = [say("Name"), say("Roles"), say("State"), say("Last used"), say("To be reviewed by")]
        self.accounts = self.listing(say("Accounts"), columns, "", self.open)
        self._show()

    def open(self, username: str) -> None:
        """Open one account with what this person may do about it."""
        account = next(each for each in self.view.accounts if each.username == username)
        forms = self._of_administrators(account) if self._administers else (self._review(account),)
        self.place(_facts(account), *forms)

    # Private

    def _show(self, shown: Markup | None = None) -> None:
        self.view = self._client.accounts.review()
        self.accounts.show((each.username, _row(each)) for each in self.view.accounts)
        self.place(shown)

    def _of_administrators(self, account: AccountUse) -> tuple[Form, ...]:
        name = account.username
        other = field.several("roles", say("Other roles"), required=True)
        field.offer(other, [(_role(each), each) for each in Role])
        return (
            Form(
                self.acts,
                say("Propose other roles"),
                (other, _reason()),
                say("Propose"),
                partial(self._propose, name),
                say("The roles of now stay until another person agrees."),
            ),
            Form(
                self.acts,
                say("New first password"),
                (_reason("recovery_reason"),),
                say("Recover this account"),
                partial(self._recover, name),
                say("Its sessions end and its second factor is taken away. The password is told once."),
            ),
            Form(
                self.acts,
                say("Close this account"),
                (_reason("closing_reason"),),
                say("Close it now"),
                partial(self._disable, name),
            ),
        )

    def _review(self, account: AccountUse) -> Form:
        answers = [(say("The roles stay as they are"), True), (say("The account is ended"), False)]
        fields = (field.radios("confirmed", say("What you decide"), answers, required=True), _reason())
        return Form(
            self.acts, say("Review of access"), fields, say("Record the review"), partial(self._send, account.username)
        )

    def _send(self, username: str, given: Answers) -> None:
        self._client.administration.review(username, AccessReviewGiven(**given))
        self._show(element("p", say("The review is recorded."), role="status"))

    def _propose(self, username: str, given: Answers) -> None:
        self._client.administration.propose_roles(username, RoleChangeAsked(**given))
        self._show(element("p", say("Proposed. Another person decides."), role="status"))

    def _recover(self, username: str, given: Answers) -> None:
        made = self._client.accounts.recover(username, given["recovery_reason"])
        told_once = say("First password, told once: {password}", password=made.password)
        self._show(element("p", told_once, role="status"))

    def _disable(self, username: str, given: Answers) -> None:
        self._client.accounts.disable(username, given["closing_reason"])
        self._show(element("p", say("The account is closed."), role="status"))


class RolesPanel(Panel):
    """Proposals of other roles, those that wait first."""

    def __init__(self, acts: Acts, client: Client) -> None:
        super().__init__(acts, say("Roles that wait for a second person"))
        self._client = client
        columns = [say("Name"), say("Roles of now"), say("Other roles"), say("Proposed by"), say("State")]
        empty = say("Nobody proposed other roles.")
        self.changes = self.listing(say("Proposals of other roles"), columns, empty, self.open)
        self._show()

    def open(self, change_id: str) -> None:
        """Open one proposal, with the decision when it waits for one."""
        change = next(each for each in self.view.changes if each.id == change_id)
        pairs = [(say("Reason"), change.reason), (say("Proposed"), moment(change.proposed_at))]
        if change.approved is not None:
            pairs += [(say("Decided by"), change.decided_by), (say("Reason of the decision"), change.decision_reason)]
            self.place(facts(pairs))
            return
        answers = [(say("Agree"), True), (say("Turn down"), False)]
        fields = (field.radios("approved", say("What you decide"), answers, required=True), _reason())
        form = Form(self.acts, say("Your decision"), fields, say("Decide"), partial(self._decide, change.id))
        self.place(facts(pairs), form)

    # Private

    def _decide(self, change_id: str, given: Answers) -> None:
        self._client.administration.decide_roles(change_id, RoleChangeDecision(**given))
        self._show()

    def _show(self) -> None:
        self.view = self._client.administration.role_changes()
        self.changes.show((each.id, _change(each)) for each in self.view.changes)
        self.place()


def _reason(name: str = "reason") -> Field:
    return field.text(name, say("Reason"), say("It is kept in the record."), required=True, rows=3)


def _role(role: Role) -> str:
    return told(role.value.replace("_", " "))


def _roles(roles: tuple[Role, ...]) -> str:
    return ", ".join(map(_role, roles))


def _row(account: AccountUse) -> tuple[str, ...]:
    due = day(account.review_due)
    return (
        account.display_name,
        _roles(account.roles),
        told(account.state.value),
        moment(account.last_used_at),
        say("{due}, overdue", due=due) if account.review_overdue else due,
    )


def _facts(account: AccountUse) -> Markup:
    pairs = [
        (say("User name"), account.username),
        (say("Roles"), _roles(account.roles)),
        (say("State"), told(account.state.value)),
        (say("Made"), moment(account.made_at)),
        (say("Last used"), moment(account.last_used_at)),
        (say("Last reviewed"), moment(account.reviewed_at)),
        (say("Second factor"), say("set up") if account.second_factor else say("none")),
    ]
    return joined((element("h3", account.display_name), facts(pairs)))


def _change(change: RoleChangeView) -> tuple[str, ...]:
    state = say("waits")
    if change.approved is not None:
        state = say("agreed") if change.approved else say("turned down")
    return change.person, _roles(change.before), _roles(change.after), change.proposed_by, state
