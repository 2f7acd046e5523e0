"""What follows a locked conclusion: another examiner, a lead, no lead, or a conflict (D-12, D-13)."""

from datetime import timedelta

from audits.events import ConflictOpened, ConflictResolved, LeadHeldBack, LeadIssued
from gallery.casework.assignment import assign_next
from gallery.casework.description_view import compared_for, waits_for_comparison
from gallery.casework.editing_view import editing_cautions
from gallery.casework.examination_view import look_alike, years_between
from gallery.casework.further_view import faces_searched
from gallery.casework.means import Casework
from gallery.casework.outcome import Said, Verdict, outcome
from gallery.casework.partner_record import ask_identity
from gallery.casework.quality import quality_cautions, quality_mark
from gallery.casework.stages import LEAD, REQUEST
from gallery.ledger import Act
from gallery.records.cases import Request, change_request, request_by_id
from gallery.records.chains import chain_of
from gallery.records.descriptions import description_of
from gallery.records.examinations import Examination, examinations_of
from gallery.records.ids import new_id
from gallery.records.leads import Lead, add_lead
from gallery.records.probes import probe_of
from gallery.records.searches import Candidate, candidates_of
from kernel_lib.vocabulary import ExaminationState, RequestState
from kernel_lib.wire.casework import RequestDraft


def settle(act: Act, casework: Casework, request_id: str) -> None:
    """Move a request on after one of its examinations was locked. Earlier conclusions stay as they are.

    Nothing follows from a known task but its score (D-11).
    """
    request = _request(act, request_id)
    if request.state is RequestState.KNOWN_TASK:
        return
    locked = [each for each in examinations_of(act.connection, request_id) if each.state is ExaminationState.LOCKED]
    if len(locked) == 1:
        _step(act, request, "conclude")
        assign_next(act, casework, _request(act, request_id))
        return
    said = tuple(Said(each.subject_id, each.value or 0) for each in locked)
    result = outcome(said, casework.rules.casework.scale.lead_from)
    if result.verdict is Verdict.CONFLICT:
        _step(act, request, "disagree")
        act.also(ConflictOpened, request_id=request.id, values=[each.value for each in said])
        assign_next(act, casework, _request(act, request_id))
        return
    _step(act, request, "agree" if len(locked) == 2 else "resolve")
    if len(locked) == 3:
        act.also(ConflictResolved, request_id=request.id, values=[each.value for each in said])
    if result.subject_id is None:
        _step(act, _request(act, request_id), "close_without")
        act.also(LeadIssued, request_id=request.id, lead=False, outcome="no_lead")
        return
    settled = _request(act, request_id)
    described = compared_for(act.connection, casework, settled)
    missing = waits_for_comparison(act.connection, casework, settled)
    if missing or (described and described.holds_back):
        act.also(LeadHeldBack, request_id=request.id, waits_for="comparison" if missing else "decision")
        return
    _step(act, _request(act, request_id), "issue")
    _issue(act, casework, request, locked[0], result.subject_id)


def release(act: Act, casework: Casework, request: Request) -> None:
    """Issue a lead that a contradiction of descriptions held back (D-07)."""
    locked = examinations_of(act.connection, request.id)
    said = tuple(Said(each.subject_id, each.value or 0) for each in locked)
    subject_id = outcome(said, casework.rules.casework.scale.lead_from).subject_id
    assert subject_id is not None  # noqa: S101  # only agreement on somebody is held back
    _step(act, request, "issue")
    _issue(act, casework, request, locked[0], subject_id)


def close_without(act: Act, request: Request) -> None:
    """End a request without a lead although the examiners agree: the description contradicts (D-07)."""
    _step(act, request, "close_without")
    act.also(LeadIssued, request_id=request.id, lead=False, outcome="contradicted")


# Private


def _issue(act: Act, casework: Casework, request: Request, first: Examination, subject_id: str) -> None:
    found = {each.id: each for each in candidates_of(act.connection, str(first.search_id))}
    candidate = next(each for each in found.values() if each.subject_id == subject_id)
    days = casework.rules.casework.lead.valid_days
    lead = Lead(
        id=new_id(),
        request_id=request.id,
        search_id=candidate.search_id,
        candidate_id=candidate.id,
        state=LEAD.start,
        issued_at=act.now,
        expires_at=act.now + timedelta(days=days),
        acknowledged_at=None,
        initials="",
        cautions=_cautions(act, casework, request, first, candidate, found),
    )
    add_lead(act.connection, lead)
    ask_identity(act, request, candidate)
    act.also(LeadIssued, request_id=request.id, lead=True, lead_id=lead.id, valid_days=days)


def _cautions(
    act: Act,
    casework: Casework,
    request: Request,
    first: Examination,
    candidate: Candidate,
    found: dict[str, Candidate],
) -> tuple[str, ...]:
    """What must stand beside the lead: quality, edits, age of the picture, look-alikes (A-15, A-18, C-07, C-08)."""
    cautions = list(quality_cautions(probe_of(act.connection, request.id)))
    chain = chain_of(act.connection, first.id)
    probe = probe_of(act.connection, request.id)
    others = faces_searched(act.connection, probe) if probe else ()
    mark = quality_mark(chain.face if chain else None, *others)
    if mark and mark not in cautions:
        cautions.insert(0, mark)
    cautions += editing_cautions(casework, chain)
    obtained = RequestDraft.model_validate(request.draft).source_obtained_on
    gap = years_between(candidate.pictures[0].captured_on, obtained)
    if gap is not None and gap >= casework.rules.casework.lead.age_gap_years:
        cautions.append(f"The newest booking picture is {gap:g} years away from the picture searched.")
    described = description_of(act.connection, request.id)
    if described and described.contradiction:
        cautions.append("What is described of the person contradicts what is held; a supervisor let the lead go out.")
    if look_alike(casework, found, candidate):
        cautions.append("Another person on the list was about as similar: think of a look-alike or a relative.")
    if casework.rules.who.services[request.service].demonstration:
        cautions.append("Demonstration: freely licensed photographs, no offence of any person shown.")
    return tuple(cautions)


def _step(act: Act, request: Request, name: str) -> None:
    change_request(act.connection, request.id, act.now, state=REQUEST.next_state(request.state, name))


def _request(act: Act, request_id: str) -> Request:
    request = request_by_id(act.connection, request_id)
    assert request is not None  # noqa: S101  # an examination refers to it
    return request
