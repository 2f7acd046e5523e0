"""A lead: its limits first, then, once they are acknowledged, at most one person (E-01 to E-04)."""

from datetime import datetime

from sqlalchemy import Connection

from audits.events import LeadAcknowledged, LeadViewed
from gallery.authority import Person
from gallery.casework.duties import demand_certificate, nothing_there
from gallery.casework.examination_view import search_facts, years_between
from gallery.casework.means import Casework
from gallery.casework.quality import LOW_QUALITY, quality_told
from gallery.casework.stages import LEAD
from gallery.control.exigency import demand_unlocked
from gallery.evaluation.standing import named_in
from gallery.ledger import Act
from gallery.records.applications import statements_told
from gallery.records.cases import Request, request_by_id
from gallery.records.examinations import Examination, examinations_of
from gallery.records.gallery import subject_by_id
from gallery.records.leads import Lead, change_lead, lead_by_id, leads_for
from gallery.records.partners import number_shown
from gallery.records.probes import probe_of
from gallery.records.searches import candidate_by_id, search_by_id
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.vocabulary import CertificateScope, LeadState
from kernel_lib.wire.casework import RequestDraft
from kernel_lib.wire.examination import Acknowledgement, ExaminerConclusion, LeadReveal, LeadView

_ORDER = ("First examiner", "Second examiner", "Third examiner")
_SHOWN = (LeadState.ACKNOWLEDGED, LeadState.RELIED_ON, LeadState.CLOSED)
_RUNNING = (LeadState.ISSUED, LeadState.ACKNOWLEDGED, LeadState.RELIED_ON)
_STAMPS = {
    LeadState.EXPIRED: "Expired. It supports no new step until an approver has opened it again.",
    LeadState.WITHDRAWN: "Withdrawn. Do not use it; mark every copy that you hold or gave away.",
}


def listed(casework: Casework, person: Person) -> tuple[LeadView, ...]:
    """Return this person's leads, newest first, each without what it reveals."""
    with casework.ledger.act(person, LeadViewed) as act:
        casework.authority.demand(person, "lead_viewed")
        leads = [current(act, lead) for lead in leads_for(act.connection, person.account_id)]
        act.note(leads=len(leads))
        return tuple(_view(act, casework, person, lead, reveal=False) for lead in leads)


def get(casework: Casework, person: Person, lead_id: str) -> LeadView:
    """Return a lead of a request of this person; before the acknowledgement only its limits.

    Raises:
        NotFound: there is no such lead of this person.
        NotAllowed: the training in the limits is not in force (H-05).
    """
    with casework.ledger.act(person, LeadViewed) as act:
        lead = begin(act, casework, person, lead_id, "lead_viewed")
        reveal = is_open(lead)
        act.note(revealed=reveal)
        return _view(act, casework, person, lead, reveal=reveal)


def acknowledge(casework: Casework, person: Person, lead_id: str, given: Acknowledgement) -> LeadView:
    """Acknowledge the limits by typed initials; the lead is then revealed (E-04).

    Raises:
        NotFound: there is no such lead of this person.
        NotAllowed: the training in the limits is not in force (H-05).
        Unacceptable: the limits are not accepted, or the initials are no letters.
        WrongState: it is acknowledged already, or it has expired (E-11).
    """
    with casework.ledger.act(person, LeadAcknowledged) as act:
        lead = begin(act, casework, person, lead_id, "lead_acknowledged")
        state = LEAD.next_state(lead.state, "acknowledge")
        if not given.accepted or not given.initials.isalpha():
            message = "Type your initials, two to six letters, and accept the limits."
            raise Unacceptable("E-04", message, "The lead stays closed until then.", fields={"initials": message})
        values = {"state": state, "acknowledged_at": act.now, "initials": given.initials}
        change_lead(act.connection, lead.id, **values)
        return _view(act, casework, person, Lead(**{**vars(lead), **values}), reveal=True)


def begin(act: Act, casework: Casework, person: Person, lead_id: str, permission: str) -> Lead:
    """Return a lead of this person whose training in the limits is in force (H-05)."""
    casework.authority.demand(person, permission)
    lead = lead_by_id(act.connection, lead_id)
    request = request_by_id(act.connection, lead.request_id) if lead else None
    if lead is None or request is None or request.requester_id != person.account_id:
        raise nothing_there("lead")
    act.about(object_id=lead.id, case_id=request.case_id)
    act.note(request_id=request.id)
    demand_unlocked(act.connection, request.id, act.now)
    demand_certificate(casework.authority, person, CertificateScope.LIMITS, act.now.date())
    return current(act, lead)


def demand_acknowledged(lead: Lead) -> None:
    """Do nothing once the limits are acknowledged. Raises WrongState before, and when it has expired (E-04)."""
    if not is_open(lead):
        raise WrongState("E-04", f"This lead shows nothing: {LEAD.words[lead.state]}.", "Open the lead's own page.")


def watermark(casework: Casework, person: Person, now: datetime, lead: Lead, request: Request) -> str:
    """Return what every showing and copy of a lead carries: standing words, user, time, search number (C-11)."""
    standing, at = casework.rules.follow_up.standing, f"{now:%Y-%m-%d %H:%M} UTC"
    return f"{standing} {person.username} · {at} · search {lead.search_id} · request {request.number}"


def is_open(lead: Lead) -> bool:
    """Say whether its limits are acknowledged and what it reveals may still be shown."""
    return lead.state in _SHOWN and lead.acknowledged_at is not None


def current(act: Act, lead: Lead) -> Lead:
    """Return the lead as it stands now: its days may have passed (E-11)."""
    if act.now < lead.expires_at or lead.state not in _RUNNING:
        return lead
    state = LEAD.next_state(lead.state, "expire")
    change_lead(act.connection, lead.id, state=state)
    return Lead(**{**vars(lead), "state": state})


def revealed(connection: Connection, casework: Casework, lead: Lead, request: Request) -> LeadReveal:
    """Return the one person of a lead and what must be said of the search (E-02, E-03)."""
    candidate = candidate_by_id(connection, lead.candidate_id)
    subject = subject_by_id(connection, candidate.subject_id)
    assert subject is not None  # noqa: S101  # a candidate refers to it
    newest = candidate.pictures[0]
    examinations = examinations_of(connection, request.id)
    obtained = RequestDraft.model_validate(request.draft).source_obtained_on
    return LeadReveal(
        subject_number=number_shown(connection, request.service, request.id, subject.id) or "",
        owning_service=casework.rules.who.services[subject.service].name,
        picture=f"leads/{lead.id}/reference",
        captured_on=newest.captured_on,
        age_gap_years=years_between(newest.captured_on, obtained),
        probe_picture=f"leads/{lead.id}/probe",
        conclusions=tuple(_said(casework, each) for each in examinations),
        facts=(
            *search_facts(connection, lead.search_id),
            ("Probe quality", quality_told(probe_of(connection, request.id))),
            *_low_quality(lead, examinations),
            ("Examiners who differed", _differing(casework, candidate.subject_id, examinations)),
            ("Known error rates", _error_rates(connection, casework, lead)),
        ),
        check_first=casework.rules.casework.lead.check_first,
        cautions=(*lead.cautions, *statements_told(connection, [newest.picture_id])),
    )


# Private


def _view(act: Act, casework: Casework, person: Person, lead: Lead, *, reveal: bool) -> LeadView:
    request = request_by_id(act.connection, lead.request_id)
    assert request is not None  # noqa: S101  # the lead refers to it
    rules = casework.rules.casework.lead
    return LeadView(
        id=lead.id,
        request_number=request.number,
        occurrence_number=str(request.draft.get("occurrence_number", "")),
        state=lead.state,
        issued_at=lead.issued_at,
        expires_at=lead.expires_at,
        limits=rules.limits,
        acknowledgement_text=rules.acknowledgement,
        acknowledged_at=lead.acknowledged_at,
        stamp=_STAMPS.get(lead.state, ""),
        mark=watermark(casework, person, act.now, lead, request) if reveal else "",
        quality_mark=LOW_QUALITY if LOW_QUALITY in lead.cautions else "",
        reveal=revealed(act.connection, casework, lead, request) if reveal else None,
    )


def _error_rates(connection: Connection, casework: Casework, lead: Lead) -> str:
    """What the evaluation tells that was on file when the search ran: its capsule names it by hash (E-02)."""
    return named_in(
        connection, search_by_id(connection, lead.search_id).capsule, casework.rules.evaluation
    ).error_rates()


def _low_quality(lead: Lead, examinations: tuple[Examination, ...]) -> tuple[tuple[str, str], ...]:
    """Why a probe of low quality was searched, in the words of whoever searched it (A-18)."""
    reason = str((examinations[0].analysis or {}).get("quality_reason", "")) if examinations else ""
    marked = LOW_QUALITY in lead.cautions
    return (("Why it was searched although of low quality", reason or "not given"),) if marked else ()


def _said(casework: Casework, examination: Examination) -> ExaminerConclusion:
    value = examination.value or 0
    step = casework.rules.casework.scale.step(value)
    held = examination.conclusion or {}
    analysis = examination.analysis or {}
    return ExaminerConclusion(
        examiner=_ORDER[examination.place - 1],
        value=value,
        title=step.title if step else "",
        sentence=step.sentence if step else "",
        reasons=str(held.get("reasons") or analysis.get("limits", "")),
    )


def _differing(casework: Casework, subject_id: str, examinations: tuple[Examination, ...]) -> str:
    """How many examiners did not support the same subject: a disagreement is told (D-13, E-02)."""
    lead_from = casework.rules.casework.scale.lead_from
    same = sum(each.subject_id == subject_id and (each.value or 0) >= lead_from for each in examinations)
    return f"{len(examinations) - same} of {len(examinations)}"
