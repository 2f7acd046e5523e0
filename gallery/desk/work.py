"""The home page: what waits for a person, what they wait for, and what is done."""

from datetime import datetime

from sqlalchemy import Connection

from audits.events import WorkListed
from gallery.authority import Person
from gallery.casework.assignment import assign_waiting
from gallery.casework.case_duties import demand_apart_in_case
from gallery.casework.description import compare_waits_for, held_back_for
from gallery.casework.duties import Duties, demand_first_examiner
from gallery.casework.intake import waiting_for_approval
from gallery.casework.means import Casework
from gallery.casework.stages import EXAMINATION, REQUEST
from gallery.desk import waiting
from gallery.followup.due import items as follow_up_items
from gallery.records.cases import Request, approval_of, requests_in, requests_of
from gallery.records.examinations import examinations_by, given_back_of
from gallery.records.leads import Lead, leads_for
from gallery.records.terms import terms_of
from kernel_lib.errors import Refused
from kernel_lib.vocabulary import ExaminationState, LeadState, RequestState, WorkKind
from kernel_lib.wire.casework import Work, WorkItem

RECENT = 20

_NOT_BEGUN = "Examination"
"""What is to be taken and what was given out read alike: neither tells a first from a later examination (D-09)."""
_OVER = (RequestState.REFUSED, RequestState.EXPIRED, RequestState.UNSUITABLE, RequestState.NO_LEAD, RequestState.CLOSED)


def listed(casework: Casework, person: Person) -> Work:
    """Return the three lists, newest first; examinations that wait for an examiner are given out before (D-08).

    Titles are neutral: nothing tells a first from a later examination (D-09).
    """
    with casework.ledger.reading() as connection:
        at_desks = waiting.items(connection, casework, person, casework.ledger.now())
    with casework.ledger.act(person, WorkListed) as act:
        assigned = assign_waiting(act, casework, person.service)
        connection, today = act.connection, act.now
        mine = [
            *_drafts(connection, person),
            *_approvals(connection, casework, person),
            *_contradictions(connection, casework, person),
            *_examinations(connection, casework, person, today),
            *_comparisons(connection, casework, person),
            *_leads(connection, person, today),
            *follow_up_items(connection, casework, person, today),
            *at_desks,
        ]
        act.note(waiting=len(mine), assigned=assigned)
        return Work(
            mine=tuple(mine),
            others=tuple(_others(connection, person)),
            recent=tuple(_recent(connection, person))[:RECENT],
        )


# Private


def _drafts(connection: Connection, person: Person) -> list[WorkItem]:
    drafts = (each for each in requests_of(connection, person.account_id) if each.state is RequestState.DRAFT)
    return [
        _item(WorkKind.FINISH_REQUEST, f"Request {each.number}", _about(each), each, each.changed_at) for each in drafts
    ]


def _approvals(connection: Connection, casework: Casework, person: Person) -> list[WorkItem]:
    return [
        WorkItem(
            kind=WorkKind.APPROVE,
            title=f"Request {each.number}",
            detail=_about(each) if due is None else f"{_about(each)}. Urgent: searched before your decision.",
            page=f"/approvals?request={each.id}",
            object_id=each.id,
            since=each.submitted_at or each.changed_at,
            due=due,
        )
        for each in waiting_for_approval(connection, casework, person)
        for terms in (terms_of(connection, each.id),)
        for due in (terms.due_at if terms else None,)
    ]


def _contradictions(connection: Connection, casework: Casework, person: Person) -> list[WorkItem]:
    """Leads that a contradiction of descriptions holds back (D-07)."""
    if not casework.authority.allows(person, "request_decided"):
        return []
    return [
        WorkItem(
            kind=WorkKind.APPROVE,
            title=f"Request {request.number}",
            detail="A description contradicts what is held; the lead waits for your reason.",
            page="/approvals",
            object_id=request.id,
            since=held.filled_at,
        )
        for request, held in held_back_for(connection, person)
    ]


def _comparisons(connection: Connection, casework: Casework, person: Person) -> list[WorkItem]:
    """Locked examinations whose lead waits until the description on file is compared (D-07)."""
    return [
        WorkItem(
            kind=WorkKind.EXAMINE,
            title=f"Examination {each.number}",
            detail="A description of the person is on file; the lead waits for your comparison.",
            page=f"/review?examination={each.id}",
            object_id=each.id,
            since=each.locked_at or each.assigned_at,
        )
        for each in compare_waits_for(connection, casework, person)
    ]


def _examinations(connection: Connection, casework: Casework, person: Person, now: datetime) -> list[WorkItem]:
    own = [
        WorkItem(
            kind=WorkKind.EXAMINE,
            title=_NOT_BEGUN if each.state is EXAMINATION.start else f"Examination {each.number}",
            detail=_sentence(EXAMINATION.words[each.state]),
            page=f"/review?examination={each.id}",
            object_id=each.id,
            since=each.assigned_at,
        )
        for each in examinations_by(connection, person.account_id)
        if each.state not in (ExaminationState.LOCKED, ExaminationState.RECUSED)
    ]
    takeable = (
        WorkItem(
            kind=WorkKind.EXAMINE,
            title=_NOT_BEGUN,
            detail=_sentence(EXAMINATION.words[EXAMINATION.start]),
            page=f"/review?examination={each.id}",
            object_id=each.id,
            since=each.changed_at,
        )
        for each in requests_in(connection, person.service, RequestState.APPROVED)
        if _may_take(connection, casework, person, each, now)
    )
    return [*own, *takeable]


def _may_take(connection: Connection, casework: Casework, person: Person, request: Request, now: datetime) -> bool:
    if not casework.authority.allows(person, "examination_first"):
        return False
    duties = Duties.of(request, approval_of(connection, request.id), given_back_of(connection, request.id))
    profile = casework.rules.who.workflow
    try:
        demand_first_examiner(casework.authority, profile, person, request, duties, now.date())
        duty = frozenset({"examiner"})
        demand_apart_in_case(connection, casework.rules.who, request.case_id, person.account_id, duty)
    except Refused:
        return False
    return True


def _leads(connection: Connection, person: Person, now: datetime) -> list[WorkItem]:
    kinds = {LeadState.ISSUED: WorkKind.ACKNOWLEDGE_LEAD, LeadState.ACKNOWLEDGED: WorkKind.READ_LEAD}
    kinds[LeadState.RELIED_ON] = WorkKind.READ_LEAD
    details = {LeadState.ISSUED: "Read its limits first.", LeadState.ACKNOWLEDGED: "Open until it expires."}
    details[LeadState.RELIED_ON] = "Relied on. Its outcome is to be recorded."
    return [
        _lead_item(each, kinds[each.state], details[each.state])
        for each in leads_for(connection, person.account_id)
        if each.state in kinds and now < each.expires_at
    ]


def _lead_item(lead: Lead, kind: WorkKind, detail: str) -> WorkItem:
    return WorkItem(
        kind=kind,
        title="Lead",
        detail=detail,
        page=f"/leads?lead={lead.id}",
        object_id=lead.id,
        since=lead.acknowledged_at or lead.issued_at,
        due=lead.expires_at,
    )


def _others(connection: Connection, person: Person) -> list[WorkItem]:
    """What this person waits for: their own requests on their way."""
    done = (RequestState.DRAFT, RequestState.LEAD, *_OVER)
    waiting = (each for each in requests_of(connection, person.account_id) if each.state not in done)
    return [
        _item(WorkKind.WAIT, f"Request {each.number}", _sentence(REQUEST.words[each.state]), each, each.changed_at)
        for each in waiting
    ]


def _recent(connection: Connection, person: Person) -> list[WorkItem]:
    ended = [
        _item(WorkKind.DONE, f"Request {each.number}", _sentence(REQUEST.words[each.state]), each, each.changed_at)
        for each in requests_of(connection, person.account_id)
        if each.state in (RequestState.LEAD, *_OVER)
    ]
    locked = [
        WorkItem(
            kind=WorkKind.DONE,
            title=f"Examination {each.number}",
            detail=_sentence(EXAMINATION.words[each.state]),
            page=f"/review?examination={each.id}",
            object_id=each.id,
            since=each.locked_at or each.assigned_at,
        )
        for each in examinations_by(connection, person.account_id)
        if each.state is ExaminationState.LOCKED
    ]
    return sorted([*ended, *locked], key=lambda item: item.since, reverse=True)


def _item(kind: WorkKind, title: str, detail: str, request: Request, since: datetime) -> WorkItem:
    page = f"/search?request={request.id}"
    return WorkItem(kind=kind, title=title, detail=detail, page=page, object_id=request.id, since=since)


def _about(request: Request) -> str:
    number = str(request.draft.get("occurrence_number", ""))
    return f"Occurrence {number}" if number else "No occurrence number yet"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
