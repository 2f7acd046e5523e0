"""What checks laid before compliance, and what became of it. Nobody else is told, not even whose picture it was."""

from sqlalchemy import Connection

from audits.events import StaffChecksViewed, StaffFindingAnswered
from gallery.authority import Person
from gallery.breach.opening import Found, open_beside
from gallery.control.means import display_name
from gallery.ledger import Act
from gallery.records.cases import request_by_id
from gallery.records.searches import search_by_id
from gallery.records.staff import (
    Check,
    Finding,
    answer_finding,
    checks_held,
    consents_held,
    finding_by_id,
    findings_held,
)
from gallery.staff.check import run
from gallery.staff.means import Staff
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.staff import FindingAnswer, StaffChecks, StaffCheckView, StaffFindingView

_CHECKS_SHOWN, _FINDINGS_SHOWN = 12, 100


def checks(staff: Staff, person: Person) -> StaffChecks:
    """Return the latest checks and findings."""
    with staff.casework.ledger.act(person, StaffChecksViewed) as act:
        return _view(act.connection, staff)


def check_now(staff: Staff, person: Person) -> StaffChecks:
    """Run a check at once. Raises WrongState as `check.run` does."""
    run(staff, person)
    with staff.casework.ledger.reading() as connection:
        return _view(connection, staff)


def answer(staff: Staff, person: Person, finding_id: str, given: FindingAnswer) -> StaffChecks:
    """Say whether a search was proper, and how that is known.

    Raises:
        NotFound: there is no such finding.
        NotAllowed: it is about a search by oneself, or one's own picture.
        WrongState: it was answered already.
        Unacceptable: the reason is too short.
    """
    with staff.casework.ledger.act(person, StaffFindingAnswered, object_id=finding_id) as act:
        finding = finding_by_id(act.connection, finding_id)
        if finding is None:
            raise NotFound("B-11", "There is no such finding.", "Open the page of controls again.")
        _demand_somebody_else(act, person, finding)
        if finding.answered_at:
            raise WrongState("B-11", "This finding was answered already.", "Read the answer.")
        shortest = staff.rules.reason_min_length
        if len(given.reason) < shortest:
            message = f"Say in at least {shortest} characters how that is known."
            raise Unacceptable("B-11", message, "Nothing was recorded.", fields={"reason": message})
        answer_finding(
            act.connection,
            finding.id,
            proper=given.proper,
            reason=given.reason,
            answered_by=person.account_id,
            answered_at=act.now,
        )
        act.note(proper=given.proper, reason_sha256=sha256_hex(given.reason.encode()))
        if not given.proper:
            act.note(search_id=finding.search_id)
            open_beside(act, person, _breach(act.connection, finding, given.reason))
        return _view(act.connection, staff)


# Private


def _breach(connection: Connection, finding: Finding, reason: str) -> Found:
    """What an improper search is as a breach of privacy, opened with the answer itself (M-07)."""
    search = search_by_id(connection, finding.search_id)
    request = request_by_id(connection, search.request_id)
    own = finding.account_id in (search.examiner_id, request.requester_id if request else None)
    return Found(
        kind="self_search" if finding.account_id and own else "unauthorised_search",
        occurred_on=search.started_at.date(),
        source="finding",
        words=reason,
        finding_id=finding.id,
        more={"request_number": request.number if request else ""},
    )


def _demand_somebody_else(act: Act, person: Person, finding: Finding) -> None:
    search = search_by_id(act.connection, finding.search_id)
    request = request_by_id(act.connection, search.request_id)
    concerned = {finding.account_id, search.examiner_id, request.requester_id if request else None}
    if person.account_id in concerned:
        raise NotAllowed("B-11", "This finding concerns you.", "A colleague of compliance answers it.")


def _view(connection: Connection, staff: Staff) -> StaffChecks:
    held = checks_held(connection, _CHECKS_SHOWN)
    return StaffChecks(
        checks=tuple(map(_check, held)),
        findings=tuple(_finding(connection, each) for each in findings_held(connection, _FINDINGS_SHOWN)),
        consents=len(consents_held(connection)),
        due_at=held[0].until + staff.rules.every if held else None,
        reason_min_length=staff.rules.reason_min_length,
    )


def _check(check: Check) -> StaffCheckView:
    return StaffCheckView(
        ran_at=check.until,
        since=check.since,
        by_service=check.ran_by is None,
        people=check.people,
        searches=check.searches,
        compared=check.compared,
        seed=check.seed,
    )


def _finding(connection: Connection, finding: Finding) -> StaffFindingView:
    search = search_by_id(connection, finding.search_id)
    request = request_by_id(connection, search.request_id)
    return StaffFindingView(
        id=finding.id,
        raised_at=finding.raised_at,
        request_number=request.number if request else "",
        occurrence_number=str(request.draft.get("occurrence_number", "")) if request else "",
        requester=display_name(connection, request.requester_id if request else None),
        searched_by=display_name(connection, search.examiner_id),
        resembles=display_name(connection, finding.account_id),
        proper=finding.proper,
        reason=finding.reason,
        answered_by=display_name(connection, finding.answered_by),
        answered_at=finding.answered_at,
    )
