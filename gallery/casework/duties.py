"""Who may do what with one request: duties that must be kept apart, and certificates that must be in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from gallery.authority import Authority, Person
from gallery.records.cases import Approval, Request, approval_of, request_by_id
from gallery.records.examinations import Examination, examination_by_id
from gallery.records.terms import terms_of
from gallery.records.who import Account, Certificate
from gallery.rules.who import ProfileRule
from kernel_lib.errors import NotAllowed, NotFound
from kernel_lib.vocabulary import AccountState, CertificateScope, RequestState, Role

_COVERS = {
    CertificateScope.LIMITS: (CertificateScope.LIMITS,),
    CertificateScope.REVIEW: (CertificateScope.REVIEW, CertificateScope.EXAMINATION),
    CertificateScope.EXAMINATION: (CertificateScope.EXAMINATION,),
}
"""Who is trained for the full examination is trained for the review."""


@dataclass(frozen=True)
class Duties:
    """What people already did with a request: nobody does two of these (H-02)."""

    requester_id: str
    approver_id: str | None
    examiner_ids: frozenset[str]

    @classmethod
    def of(cls, request: Request, approval: Approval | None, examinations: Iterable[Examination]) -> "Duties":
        """Collect them from the records."""
        examiners = frozenset(each.examiner_id for each in examinations)
        return cls(request.requester_id, approval.decided_by if approval else None, examiners)


def held_request(connection: Connection, person: Person, request_id: str) -> Request:
    """Return a request of the person's own service. Raises NotFound for any other (G-01)."""
    request = request_by_id(connection, request_id)
    if request is None or request.service != person.service:
        raise nothing_there("request")
    return request


def own_request(connection: Connection, person: Person, request_id: str) -> Request:
    """Return a request that this person made. Raises NotFound for any other."""
    request = held_request(connection, person, request_id)
    if request.requester_id != person.account_id:
        raise nothing_there("request")
    return request


def readable_request(connection: Connection, authority: Authority, person: Person, request_id: str) -> Request:
    """Return a request that this person made, may decide on, or decided. Raises NotFound for any other.

    Examiners see no request: its narrative would lead them (D-09).
    """
    request = held_request(connection, person, request_id)
    if request.requester_id == person.account_id:
        return request
    approval = approval_of(connection, request_id)
    if authority.allows(person, "request_decided") and _awaits_decision(connection, request, approval):
        return request
    if approval and approval.decided_by == person.account_id:
        return request
    raise nothing_there("request")


def demand_apart(person: Person, examinations: Iterable[Examination]) -> None:
    """Do nothing unless the person examined in the request that is to be decided. Raises NotAllowed (H-02)."""
    if any(each.examiner_id == person.account_id for each in examinations):
        raise NotAllowed("H-02", "Nobody approves what they examined.", "Another approver must decide on it.")


def own_examination(connection: Connection, person: Person, examination_id: str) -> Examination:
    """Return an examination that is this person's. Raises NotFound for any other (D-09)."""
    examination = examination_by_id(connection, examination_id)
    if examination is None or examination.examiner_id != person.account_id:
        raise nothing_there("examination")
    return examination


def demand_other_approver(person: Person, request: Request) -> None:
    """Do nothing unless the person asked for it. Raises NotAllowed (A-11)."""
    if request.requester_id == person.account_id:
        raise NotAllowed(
            "A-11", "Nobody decides on their own request.", "Another approver of your service must decide on it."
        )


def demand_first_examiner(
    authority: Authority, profile: ProfileRule, person: Person, request: Request, duties: Duties, today: date
) -> None:
    """Do nothing when the person may take the first examination under the service's workflow profile.

    Raises:
        NotAllowed: another role is needed (H-01), the certificate is not in force (B-01), or the person has another
            duty in this request (H-02).
    """
    examines = Role.EXAMINER in person.roles and Role.EXAMINER in profile.first_examiner_roles
    asked = request.requester_id == person.account_id
    leads = asked and Role.INVESTIGATOR in person.roles and Role.INVESTIGATOR in profile.first_examiner_roles
    if duties.approver_id == person.account_id:
        raise NotAllowed("H-02", "Nobody examines what they approved.", "Another examiner must take it.")
    if person.account_id in duties.examiner_ids:
        raise NotAllowed("D-15", "You stepped back from this examination.", "Another examiner must take it.")
    if asked and not leads:
        raise NotAllowed("H-02", "Here nobody examines their own request.", "An examiner of the unit must take it.")
    if not leads and not examines:
        raise nothing_there("request") if not asked else NotAllowed("H-01", "You may not examine.", "Ask an examiner.")
    demand_certificate(authority, person, profile.first_examiner_certificate, today)


def demand_certificate(authority: Authority, person: Person, scope: CertificateScope, today: date) -> None:
    """Do nothing when training that covers a scope is in force at this moment. Raises NotAllowed (B-01, H-05)."""
    if not certified(authority, person.certificates, scope, today):
        authority.demand_certificate(person, scope, today)


def certified(authority: Authority, held: Iterable[Certificate], scope: CertificateScope, today: date) -> bool:
    """Say whether training that covers a scope is in force on a day."""
    return any(each.scope in _COVERS[scope] and authority.in_force(each, today) for each in held)


def may_verify(
    authority: Authority,
    profile: ProfileRule,
    account: Account,
    held: Iterable[Certificate],
    duties: Duties,
    today: date,
) -> bool:
    """Say whether an account may take the next blind examination of a request (D-08, H-02)."""
    apart = account.id not in {duties.requester_id, duties.approver_id, *duties.examiner_ids}
    roles = bool(profile.verifier_roles & set(account.roles)) and account.state is AccountState.ACTIVE
    return apart and roles and certified(authority, held, profile.verifier_certificate, today)


def _awaits_decision(connection: Connection, request: Request, approval: Approval | None) -> bool:
    if request.state is RequestState.SUBMITTED:
        return True
    terms = terms_of(connection, request.id)
    return approval is None and terms is not None and terms.due_at is not None


def nothing_there(noun: str) -> NotFound:
    """Return the refusal for a thing that does not exist or is not this person's to know of."""
    return NotFound("G-01", f"There is no such {noun}, or it is not yours to see.", "Go back to your work list.")
