"""The people who work in the simulated services: invented, each with one duty, the training for it, and a shift."""

from dataclasses import dataclass

from gallery.simulated.services import SERVICES
from kernel_lib.vocabulary import CertificateScope, Role

ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class Persona:
    """A sign-in name, what pages call the person, the service, the duty, and the training passed."""

    username: str
    display_name: str
    service: str
    role: Role
    scopes: tuple[CertificateScope, ...] = ()


@dataclass(frozen=True)
class Cast:
    """Everybody, and who holds which duty in a service."""

    people: tuple[Persona, ...]

    def names(self, service: str, role: Role) -> tuple[str, ...]:
        """User names of a duty in a service, in order."""
        return tuple(each.username for each in self.people if (each.service, each.role) == (service, role))

    def one(self, service: str, role: Role, place: int = 0) -> str:
        """One user name of a duty in a service, counted around."""
        names = self.names(service, role)
        return names[place % len(names)]


def cast_for(people: int) -> Cast:
    """Return the staff of three services for galleries of so many people: larger ones have more investigators."""
    investigators = max(3, min(12, people // 40))
    return Cast(tuple(each for service in SERVICES for each in _staff(service, investigators)))


# Private

_DUTIES: tuple[tuple[str, str, Role, int, tuple[CertificateScope, ...]], ...] = (
    ("approver", "Approver", Role.APPROVER, 3, ()),
    ("higher", "Higher approver", Role.HIGHER_APPROVER, 1, ()),
    ("examiner", "Examiner", Role.EXAMINER, 4, (CertificateScope.EXAMINATION,)),
    ("clerk", "Records clerk", Role.RECORDS_CLERK, 2, ()),
    ("compliance", "Compliance officer", Role.COMPLIANCE, 2, ()),
    ("analyst", "Analyst", Role.ANALYST, 1, ()),
    ("auditor", "Auditor", Role.AUDITOR, 1, ()),
    ("admin", "Administrator", Role.ADMINISTRATOR, 1, ()),
)


def _staff(service: str, investigators: int) -> list[Persona]:
    first = ("investigator", "Investigator", Role.INVESTIGATOR, investigators, (CertificateScope.LIMITS,))
    return [
        Persona(f"{service}.{name}{place}", f"{title} {place} ({service})", service, role, scopes)
        for name, title, role, count, scopes in (first, *_DUTIES)
        for place in range(1, count + 1)
    ]
