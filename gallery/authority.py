"""Who may do what. Permissions come from `rules/roles.toml`; a permission is named as the act or route it allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gallery.records.who import Certificate
from gallery.rules.duties import DutyRules
from gallery.rules.who import WhoRules
from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import CertificateScope, Role

Bearer = Literal["session", "token"]

OPEN_BEFORE_FACTOR = frozenset({"session_own", "status_viewed"})
"""What stays open to whoever must still set up a second factor: their session, and the line at the foot of pages."""


@dataclass(frozen=True)
class Person:
    """The person behind a request, as the service knows them at this moment.

    `bearer` tells a browser's session from a kernel's token: a token cannot mint anything. `lacks_factor`: a second
    factor is asked for and not set up, so that nothing but that is open (M-03).
    """

    account_id: str
    username: str
    display_name: str
    service: str
    roles: tuple[Role, ...]
    certificates: tuple[Certificate, ...]
    session_id: str
    workstation: str
    bearer: Bearer = "token"
    lacks_factor: bool = False


@dataclass(frozen=True)
class Authority:
    """Permissions by role, and roles that one person may not hold together (H-01, H-02)."""

    permissions: Mapping[Role, frozenset[str]]
    apart: tuple[frozenset[Role], ...]
    mentored: frozenset[CertificateScope]
    duties: DutyRules

    @classmethod
    def of(cls, rules: WhoRules) -> "Authority":
        """Take the rules about people."""
        return cls(rules.permissions, rules.apart, rules.accounts.mentor_needed, rules.duties)

    def allows(self, person: Person, permission: str) -> bool:
        """Say whether one of the person's roles gives the permission."""
        return any(permission in self.permissions[role] for role in person.roles)

    def demand(self, person: Person, permission: str) -> None:
        """Do nothing when the person may.

        Raises:
            NotAllowed: none of the person's roles gives the permission (H-01), or a second factor is due (M-03).
        """
        if person.lacks_factor and permission not in OPEN_BEFORE_FACTOR:
            raise NotAllowed("M-03", "Set up your second factor first.", "Do it on the home page, with your device.")
        if not self.allows(person, permission):
            raise NotAllowed(
                "H-01",
                f"None of your roles allows this act ({permission}).",
                "Ask a person who holds the role, or ask your administrator about your roles.",
            )

    def demand_certificate(self, person: Person, scope: CertificateScope, today: date) -> None:
        """Do nothing when a certificate of this scope is in force.

        Raises:
            NotAllowed: it is missing, incomplete or expired (rule H-03, for the limits training H-05).
        """
        if not any(self.in_force(each, today) for each in person.certificates if each.scope is scope):
            state = certificate_state(person, scope, today)
            raise NotAllowed(
                "H-05" if scope is CertificateScope.LIMITS else "H-03",
                f"This act needs a certificate of training in {scope.value}; yours is: {state}.",
                "Complete the training and ask compliance to record it.",
            )

    def in_force(self, certificate: Certificate, today: date) -> bool:
        """Say whether a certificate is complete, in its time, and its holder's proficiency proven (H-03, H-04)."""
        proven = self.unproven(certificate, today) is False
        return not self.missing(certificate) and proven and certificate.passed <= today <= certificate.expires

    def missing(self, certificate: Certificate) -> tuple[str, ...]:
        """Return the fields that a certificate lacks; one is enough to make it invalid (H-03)."""
        share = certificate.correct / certificate.questions if certificate.questions > 0 else 0.0
        lacking = {
            "provider": not certificate.provider.strip(),
            "course": not certificate.course.strip(),
            "correct": share < self.duties.pass_share,
            "mentor": self.mentor_missing(certificate),
        }
        return tuple(name for name, lacks in lacking.items() if lacks)

    def unproven(self, certificate: Certificate, today: date) -> bool:
        """Say whether its holder is suspended, or the last proof of proficiency is too old (H-04)."""
        rules = self.duties.proficiency
        if certificate.scope not in rules.scopes:
            return False
        proven_on = max(certificate.passed, certificate.proven_on or certificate.passed)
        return certificate.suspended or today > rules.due(proven_on)

    def mentor_missing(self, certificate: Certificate) -> bool:
        """Say whether this scope needs a mentor and none is recorded (H-03)."""
        return certificate.scope in self.mentored and not certificate.mentor.strip()

    def incompatible(self, roles: tuple[Role, ...]) -> frozenset[Role]:
        """Return roles among these that one person may not hold together; empty when there are none (H-02)."""
        held = frozenset(roles)
        return next((pair for pair in self.apart if pair <= held), frozenset())


def certificate_state(person: Person, scope: CertificateScope, today: date) -> str:
    """Return "valid until …", "expired …", "suspended" or "none" for a scope's certificate that expires last (H-08)."""
    latest = next((each for each in person.certificates if each.scope is scope), None)
    if latest is None:
        return "none"
    if latest.suspended and scope is not CertificateScope.LIMITS:
        return "suspended"
    return f"valid until {latest.expires}" if latest.passed <= today <= latest.expires else f"expired {latest.expires}"


def certificates_in_words(person: Person, today: date) -> str:
    """Return the state of every scope that the person holds a certificate of, as the log keeps it (H-08)."""
    states = {scope: certificate_state(person, scope, today) for scope in CertificateScope}
    return "; ".join(f"{scope} {state}" for scope, state in states.items() if state != "none") or "none"
