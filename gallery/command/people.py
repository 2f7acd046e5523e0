"""The people of the demonstration: one for each duty, with the training that the duty needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from kernel_lib.client import Client
from kernel_lib.vocabulary import CertificateScope, Role
from kernel_lib.wire.who import NewAccount, NewCertificate

SERVICE = "demo"
ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class Persona:
    """A sign-in name, what pages call the person, the duty, and the training passed."""

    username: str
    display_name: str
    role: Role
    scopes: tuple[CertificateScope, ...] = ()


PEOPLE = (
    Persona("investigator", "Investigator", Role.INVESTIGATOR, (CertificateScope.LIMITS,)),
    Persona("approver", "Approver", Role.APPROVER),
    Persona("higher", "Higher approver", Role.HIGHER_APPROVER),
    Persona("examiner1", "Examiner 1", Role.EXAMINER, (CertificateScope.EXAMINATION,)),
    Persona("examiner2", "Examiner 2", Role.EXAMINER, (CertificateScope.EXAMINATION,)),
    Persona("examiner3", "Examiner 3", Role.EXAMINER, (CertificateScope.EXAMINATION,)),
    Persona("clerk", "Records clerk", Role.RECORDS_CLERK),
    Persona("compliance", "Compliance officer", Role.COMPLIANCE),
    Persona("analyst", "Analyst", Role.ANALYST),
    Persona("auditor", "Auditor", Role.AUDITOR),
)


def make_people(administrator: Client) -> dict[str, str]:
    """Make every account; return the passwords by user name."""
    passwords = {}
    for persona in PEOPLE:
        account = NewAccount(
            username=persona.username, display_name=persona.display_name, service=SERVICE, roles=(persona.role,)
        )
        passwords[persona.username] = administrator.accounts.add(account).password
    return passwords


def certify_people(compliance: Client, today: date) -> None:
    """Record the training of everybody who needs some: passed today, in force for a year."""
    for persona in PEOPLE:
        for scope in persona.scopes:
            compliance.accounts.certify(
                NewCertificate(
                    username=persona.username,
                    scope=scope,
                    provider="Demonstration provider",
                    passed=today,
                    expires=today + timedelta(days=365),
                    mentor="Demonstration mentor",
                    course="Demonstration course",
                    correct=46,
                    questions=50,
                )
            )
