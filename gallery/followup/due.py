"""What follow-up puts on work lists: open checks, missing outcomes, notices, incidents (E-09, E-12, E-13, E-19)."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.followup.contradictions import open_flags
from gallery.followup.facts import FactKind, Facts
from gallery.followup.notices import request_told
from gallery.records.case_file import incidents_in
from gallery.records.cases import Request, request_by_id
from gallery.records.follow_up import leads_in, unread_notices
from gallery.records.leads import Lead
from kernel_lib.vocabulary import LeadState, WorkKind
from kernel_lib.wire.casework import WorkItem

_WITHOUT_OUTCOME = (LeadState.ISSUED, LeadState.ACKNOWLEDGED, LeadState.RELIED_ON, LeadState.EXPIRED)


def items(connection: Connection, casework: Casework, person: Person, now: datetime) -> list[WorkItem]:
    """Return what waits for this person because of leads of the service."""
    found = _notices(connection, person)
    if casework.authority.allows(person, "incident_viewed"):
        found += _incidents(connection, person)
    reviews = casework.authority.allows(person, "lead_reviewed")
    if not reviews and not casework.authority.allows(person, "lead_followed_up"):
        return found
    for lead in leads_in(connection, person.service, *_WITHOUT_OUTCOME):
        request = request_by_id(connection, lead.request_id)
        if request and (reviews or request.requester_id == person.account_id):
            found += _late(connection, casework, person, lead, request, now)
    return found


def _late(
    connection: Connection, casework: Casework, person: Person, lead: Lead, request: Request, now: datetime
) -> list[WorkItem]:
    rules, facts = casework.rules.follow_up, Facts.of(connection, lead.id)
    own = request.requester_id == person.account_id
    page = f"/leads?lead={lead.id}" if own else f"/case?case={request.case_id}"
    found = []
    flags = open_flags(connection, lead, facts)
    if flags and not own and not facts.stop_answer(flags):
        detail = "Facts contradict it. It is stopped until an approver answers."
        found.append(_item(WorkKind.CHECK_LEAD, request, lead, page, detail, facts.all[-1].recorded_at))
    checks_due = lead.issued_at + timedelta(days=rules.checks_due_days)
    missing = len(rules.checks) - len(facts.checks())
    expired = lead.state is LeadState.EXPIRED or now >= lead.expires_at
    if now >= checks_due and missing and not (own and expired):
        detail = f"{missing} checks that could speak against the person are overdue."
        found.append(_item(WorkKind.CHECK_LEAD, request, lead, page, detail, checks_due))
    outcome_due = lead.issued_at + timedelta(days=rules.outcome_due_days)
    if now >= outcome_due and facts.newest(FactKind.OUTCOME) is None:
        found.append(_item(WorkKind.CLOSE_LEAD, request, lead, page, "Its outcome is overdue.", outcome_due))
    if expired and not own:
        detail = "It has expired. It supports nothing until it is opened again."
        found.append(_item(WorkKind.CHECK_LEAD, request, lead, page, detail, lead.expires_at))
    return found


def _item(kind: WorkKind, request: Request, lead: Lead, page: str, detail: str, since: datetime) -> WorkItem:
    return WorkItem(
        kind=kind, title=f"Lead of request {request.number}", detail=detail, page=page, object_id=lead.id, since=since
    )


def _notices(connection: Connection, person: Person) -> list[WorkItem]:
    found = []
    for each in unread_notices(connection, person.account_id):
        request = request_told(connection, each)
        item = WorkItem(
            kind=WorkKind.READ_NOTICE,
            title=f"Withdrawn: lead of request {request.number}",
            detail="Mark every copy that you hold or gave away, and say so.",
            page=f"/case?case={request.case_id}",
            object_id=each.id,
            since=each.sent_at,
        )
        found.append(item)
    return found


def _incidents(connection: Connection, person: Person) -> list[WorkItem]:
    return [
        WorkItem(
            kind=WorkKind.REPORT_INCIDENT,
            title="Wrongful identification",
            detail="The report is open with its headings; the case is frozen.",
            page=f"/case?case={each.case_id}",
            object_id=each.id,
            since=each.opened_at,
            due=each.due_at,
        )
        for each in incidents_in(connection, person.service)
    ]
