"""What every act on accounts needs, and the values that it shows."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from gallery.accounts.passwords import Passwords
from gallery.authority import Authority, Bearer, Person
from gallery.ledger import Ledger
from gallery.records.who import Account, Certificate, certificates_of
from gallery.rules.who import WhoRules
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.who import AccountView, CertificateView


@dataclass(frozen=True)
class AccountsDesk:
    """Ledger, authority, rules, the password hasher and the key of second factors, as they are opened at the start."""

    ledger: Ledger
    authority: Authority
    rules: WhoRules
    passwords: Passwords
    factor_key: bytes = field(repr=False)

    def person(
        self, connection: Connection, account: Account, session_id: str, workstation: str, bearer: Bearer = "session"
    ) -> Person:
        """Return an account as the person who acts, with the certificates of this moment."""
        return Person(
            account_id=account.id,
            username=account.username,
            display_name=account.display_name,
            service=account.service,
            roles=account.roles,
            certificates=certificates_of(connection, account.id),
            session_id=session_id,
            workstation=workstation,
            bearer=bearer,
        )

    def view_of(self, person: Person, state: AccountState, today: date) -> AccountView:
        """Return a person as pages show them."""
        service = self.rules.services.get(person.service)
        return AccountView(
            id=person.account_id,
            username=person.username,
            display_name=person.display_name,
            service=person.service,
            service_name=service.name if service else person.service,
            roles=person.roles,
            certificates=tuple(self.certificate_view(each, today) for each in person.certificates),
            workflow=self.rules.workflow.id,
            state=state,
            second_factor_due=person.lacks_factor,
        )

    def certificate_view(self, certificate: Certificate, today: date) -> CertificateView:
        """Return a certificate, and whether it is in force today (H-03)."""
        return CertificateView(
            scope=certificate.scope,
            provider=certificate.provider,
            passed=certificate.passed,
            expires=certificate.expires,
            in_force=self.authority.in_force(certificate, today),
            course=certificate.course,
            correct=certificate.correct,
            questions=certificate.questions,
            mentor=certificate.mentor,
            missing=self.authority.missing(certificate),
            suspended=certificate.suspended,
            proof_due=self._proof_due(certificate),
        )

    def _proof_due(self, certificate: Certificate) -> date | None:
        rules = self.rules.duties.proficiency
        proven_on = max(certificate.passed, certificate.proven_on or certificate.passed)
        return rules.due(proven_on) if certificate.scope in rules.scopes else None
