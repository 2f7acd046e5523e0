"""A case as a whole: requests, searches, examinations, leads, disclosures, packs, notices (E-15, E-17, E-19)."""

import json
from datetime import datetime

from sqlalchemy import Connection

from audits.events import CaseViewed
from gallery.authority import Person
from gallery.casework.lead import current
from gallery.casework.means import Casework
from gallery.casework.quality import LOW_QUALITY
from gallery.casework.stages import EXAMINATION, LEAD, REQUEST
from gallery.followup.case_access import readable_case, requests_in_case
from gallery.followup.contradictions import open_flags
from gallery.followup.facts import FactKind, Facts
from gallery.followup.view import check_views, choice_views
from gallery.ledger import Act
from gallery.records.case_file import disclosures_of, freeze_of, incidents_of
from gallery.records.cases import Request, approval_of
from gallery.records.examinations import examinations_of
from gallery.records.follow_up import notices_of
from gallery.records.leads import lead_of
from gallery.records.packs import Case, packs_of, search_ids_of
from gallery.records.searches import search_by_id
from gallery.records.who import account_by_id
from kernel_lib.vocabulary import LeadState
from kernel_lib.wire.case import (
    CaseLead,
    CaseRequest,
    CaseSearch,
    CaseView,
    DisclosureView,
    IncidentView,
    NoticeView,
)
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.disclosure import PackView


def get(casework: Casework, person: Person, called: str) -> CaseView:
    """Return a case, called by its id or occurrence number. It names nobody and shows no list (E-04, C-10).

    Raises:
        NotFound: there is no such case of this person (G-01).
        WrongState: the person examines in it (D-09).
    """
    with casework.ledger.act(person, CaseViewed) as act:
        casework.authority.demand(person, "case_viewed")
        case = readable_case(act, casework, person, called)
        requests = requests_in_case(act.connection, case)
        act.note(requests=len(requests))
        return _view(act, casework, person, case, requests)


# Private


def _view(act: Act, casework: Casework, person: Person, case: Case, requests: tuple[Request, ...]) -> CaseView:
    rules, connection = casework.rules.follow_up, act.connection
    allows = casework.authority.allows
    freeze = freeze_of(connection, case.id)
    shown = tuple(_request(act, casework, each) for each in requests)
    reports = incidents_of(connection, case.id) if allows(person, "incident_viewed") else ()
    return CaseView(
        id=case.id,
        occurrence_number=case.occurrence_number,
        opened_by_service=casework.rules.who.services[case.service].name,
        requests=shown,
        disclosures=_disclosures(connection, casework, case, requests),
        packs=_packs(connection, case),
        frozen_since=freeze.placed_at if freeze else None,
        notices=_notices(connection, person, requests),
        incidents=tuple(
            IncidentView(opened_at=each.opened_at, due_at=each.due_at, template=each.template) for each in reports
        ),
        bases=_bases(casework, person),
        recipients=choice_views(rules.recipients),
        methods=choice_views(rules.methods),
        outcomes=choice_views(rules.outcomes),
        may_disclose=allows(person, "disclosure_recorded"),
        may_review=allows(person, "lead_reviewed"),
        may_build=allows(person, "pack_built"),
        may_hold=allows(person, "hold_placed"),
    )


def _request(act: Act, casework: Casework, request: Request) -> CaseRequest:
    connection = act.connection
    approval = approval_of(connection, request.id)
    decided = ("approved" if approval.approved else "refused") if approval else "not decided"
    held = examinations_of(connection, request.id)
    runs = (search_by_id(connection, each) for each in search_ids_of(connection, request.id))
    return CaseRequest(
        id=request.id,
        number=request.number,
        state=request.state,
        state_words=_sentence(REQUEST.words[request.state]),
        offence_title=request.offence_title,
        requester=_display_name(connection, request.requester_id),
        submitted_at=request.submitted_at,
        approval=decided,
        # By place and not by number: an examiner who names theirs would learn whose request it is, or that it is none.
        examinations=tuple(f"Examination {each.place}: {EXAMINATION.words[each.state]}" for each in held),
        searches=tuple(
            CaseSearch(started_at=each.started_at, compared=each.eligible, returned=each.returned) for each in runs
        ),
        lead=_lead(act, casework, request),
        quality_mark=_mark(connection, request),
    )


def _mark(connection: Connection, request: Request) -> str:
    """The low-quality mark once there was a search: before it nothing was made of the probe (A-18)."""
    searches = (search_by_id(connection, each) for each in search_ids_of(connection, request.id))
    low = any(json.loads(each.capsule).get("quality", {}).get("low") for each in searches)
    return LOW_QUALITY if low else ""


def _lead(act: Act, casework: Casework, request: Request) -> CaseLead | None:
    held = lead_of(act.connection, request.id)
    if held is None:
        return None
    lead, facts = current(act, held), Facts.of(act.connection, held.id)
    checks = check_views(casework, lead, facts, act.now)
    raised = open_flags(act.connection, lead, facts)
    outcome = facts.newest(FactKind.OUTCOME)
    return CaseLead(
        id=lead.id,
        state=lead.state,
        state_words=_sentence(LEAD.words[lead.state]),
        issued_at=lead.issued_at,
        expires_at=lead.expires_at,
        outcome=casework.rules.follow_up.outcomes[outcome.body["outcome"]].title if outcome else "",
        checks_open=tuple(each.title for each in checks if each.answer is None),
        checks_overdue=any(each.overdue for each in checks) and outcome is None,
        flags=raised,
        needs_review=lead.state is LeadState.EXPIRED,
        needs_answer=bool(raised) and not facts.stop_answer(raised),
    )


def _disclosures(
    connection: Connection, casework: Casework, case: Case, requests: tuple[Request, ...]
) -> tuple[DisclosureView, ...]:
    rules, withdrawn = casework.rules.follow_up, _withdrawn_at(connection, requests)
    return tuple(
        DisclosureView(
            recipient=rules.recipients[each.recipient].title,
            method=rules.methods[each.method].title,
            disclosed_on=each.disclosed_on,
            reference=each.reference,
            recorded_at=each.recorded_at,
            outdated=withdrawn is not None and each.recorded_at < withdrawn,
        )
        for each in disclosures_of(connection, case.id)
    )


def _withdrawn_at(connection: Connection, requests: tuple[Request, ...]) -> datetime | None:
    """When the last lead of the case was withdrawn, so that outside recipients must be told."""
    moments = []
    for request in requests:
        lead = lead_of(connection, request.id)
        if lead and lead.state is LeadState.WITHDRAWN:
            outcome = Facts.of(connection, lead.id).newest(FactKind.OUTCOME)
            moments += [outcome.recorded_at] if outcome else []
    return max(moments, default=None)


def _packs(connection: Connection, case: Case) -> tuple[PackView, ...]:
    return tuple(
        PackView(
            id=each.id,
            occurrence_number=case.occurrence_number,
            sha256=each.sha256,
            bytes=each.bytes,
            files=each.files,
            requests=each.requests,
            persons=each.persons,
            masked=each.masked,
            made_at=each.made_at,
        )
        for each in packs_of(connection, case.id)
    )


def _notices(connection: Connection, person: Person, requests: tuple[Request, ...]) -> tuple[NoticeView, ...]:
    found = []
    for request in requests:
        lead = lead_of(connection, request.id)
        told = notices_of(connection, lead.id) if lead else ()
        mine = (each for each in told if each.account_id == person.account_id)
        found += [
            NoticeView(id=each.id, request_number=request.number, sent_at=each.sent_at, read_at=each.read_at)
            for each in mine
        ]
    return tuple(found)


def _bases(casework: Casework, person: Person) -> tuple[ChoiceView, ...]:
    """The legal bases that this person may enter; none for who may not lift a mask (E-16)."""
    if not casework.authority.allows(person, "mask_lifted"):
        return ()
    return tuple(ChoiceView(id=each.id, title=each.title) for each in casework.rules.disclosure.bases.values())


def _display_name(connection: Connection, account_id: str) -> str:
    account = account_by_id(connection, account_id)
    return account.display_name if account else ""


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
