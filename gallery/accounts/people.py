"""Accounts and certificates: made, shown and recorded by those whose duty it is."""

from sqlalchemy import Connection

from audits.events import AccountChanged, AccountViewed, CertificateChanged
from gallery.accounts.desk import AccountsDesk
from gallery.accounts.passwords import new_password
from gallery.authority import Person
from gallery.ledger import Actor
from gallery.records.ids import new_id
from gallery.records.who import (
    Account,
    Certificate,
    account_named,
    add_account,
    add_certificate,
    certificates_of,
    count_accounts,
)
from kernel_lib.errors import NotAllowed, NotFound, Refused, Unacceptable, WrongState
from kernel_lib.vocabulary import AccountState, Role
from kernel_lib.wire.who import AccountMade, AccountView, CertificateView, NewAccount, NewCertificate

_ELEMENTS = {
    "provider": "Name who gave the course.",
    "course": "Name the course.",
    "correct": "Give a test that was passed: right answers, and how many were asked.",
    "mentor": "Name the mentor.",
}


class People:
    """Acts of administrators (accounts) and of compliance (certificates)."""

    def __init__(self, desk: AccountsDesk) -> None:
        self._desk = desk

    def bootstrap(self, username: str) -> AccountMade:
        """Make the first administrator of an installation that has no account yet.

        Raises:
            WrongState: there is an account already.
        """
        offered = NewAccount(
            username=username,
            display_name="First administrator",
            service=self._desk.rules.home.code,
            roles=(Role.ADMINISTRATOR,),
        )
        return self._make(None, offered, first=True)

    def add(self, person: Person, offered: NewAccount) -> AccountMade:
        """Make an account and return its first password, which is told once.

        Raises:
            Unacceptable: the name is taken, the service unknown, or the roles may not be held together (H-02).
        """
        return self._make(person, offered)

    def view(self, person: Person, username: str) -> AccountView:
        """Return one account. Raises NotFound."""
        with self._desk.ledger.act(person, AccountViewed) as act:
            account = self._named(act.connection, username)
            act.about(object_id=account.id)
            shown = self._desk.person(act.connection, account, "", "")
            return self._desk.view_of(shown, account.state, act.now.date())

    def certify(self, person: Person, offered: NewCertificate) -> CertificateView:
        """Record training that somebody else passed (H-03).

        Raises:
            NotFound: there is no such account.
            NotAllowed: it would be one's own certificate (H-02).
            Unacceptable: the dates do not hold, or an element is missing: provider, course, test or mentor.
        """
        with self._desk.ledger.act(person, CertificateChanged) as act:
            account = self._named(act.connection, offered.username)
            act.about(object_id=account.id)
            act.note(scope=str(offered.scope), passed=str(offered.passed), expires=str(offered.expires))
            if account.id == person.account_id:
                raise NotAllowed("H-02", "Nobody records their own training.", "Ask a colleague of compliance.")
            certificate = Certificate(
                id=new_id(),
                account_id=account.id,
                scope=offered.scope,
                provider=offered.provider,
                passed=offered.passed,
                expires=offered.expires,
                mentor=offered.mentor,
                recorded_by=person.account_id,
                recorded_at=act.now,
                course=offered.course,
                correct=offered.correct,
                questions=offered.questions,
            )
            self._demand_complete(certificate)
            add_certificate(act.connection, certificate)
            kept = next(each for each in certificates_of(act.connection, account.id) if each.id == certificate.id)
            return self._desk.certificate_view(kept, act.now.date())

    def _make(self, actor: Actor, offered: NewAccount, *, first: bool = False) -> AccountMade:
        password = new_password()
        password_hash = self._desk.passwords.hash(password)
        with self._desk.ledger.act(actor, AccountChanged) as act:
            self._demand_acceptable(act.connection, offered, first=first)
            account = Account(
                id=new_id(),
                username=offered.username,
                display_name=offered.display_name,
                service=offered.service,
                roles=tuple(dict.fromkeys(offered.roles)),
                state=AccountState.INVITED,
                password_hash=password_hash,
                failures=0,
                locked_until=None,
                made_by=actor.account_id if isinstance(actor, Person) else None,
                made_at=act.now,
            )
            add_account(act.connection, account)
            act.about(object_id=account.id)
            act.note(state=str(account.state), roles=[str(role) for role in account.roles])
            shown = self._desk.person(act.connection, account, "", "")
            view = self._desk.view_of(shown, account.state, act.now.date())
        return AccountMade(account=view, password=password)

    def _demand_acceptable(self, connection: Connection, offered: NewAccount, *, first: bool) -> None:
        if first and count_accounts(connection)[""]:
            raise WrongState(
                "accounts.first", "This installation has accounts already.", "Ask an administrator for an account."
            )
        if account_named(connection, offered.username):
            raise _unacceptable("accounts.username", "username", "This name is taken.", "Choose another name.")
        if offered.service not in self._desk.rules.services:
            known = ", ".join(self._desk.rules.services)
            raise _unacceptable("accounts.service", "service", "This service is not known.", f"Choose one of: {known}.")
        clash = self._desk.authority.incompatible(offered.roles)
        if clash:
            reason = f"One person may not hold these roles together: {' and '.join(sorted(clash))}."
            raise _unacceptable("H-02", "roles", reason, "Give these duties to two people.")

    def _demand_complete(self, certificate: Certificate) -> None:
        if certificate.passed > certificate.recorded_at.date():
            raise _unacceptable("H-03", "passed", "Training cannot be passed in the future.", "Correct the date.")
        if certificate.expires <= certificate.passed:
            raise _unacceptable("H-03", "expires", "A certificate expires after it was passed.", "Correct the date.")
        lacking = self._desk.authority.missing(certificate)
        if lacking:
            fields = {name: _ELEMENTS[name] for name in lacking}
            reason = "A certificate without each of its elements is none."
            raise Unacceptable("H-03", reason, "Complete it; nothing was recorded.", fields=fields)

    def _named(self, connection: Connection, username: str) -> Account:
        account = account_named(connection, username)
        if account is None:
            raise NotFound("accounts.unknown", "There is no such account.", "Check the name.")
        return account


def _unacceptable(rule: str, field: str, reason: str, next_step: str) -> Refused:
    return Unacceptable(rule, reason, next_step, fields={field: reason})
