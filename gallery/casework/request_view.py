"""A request as its page shows it, without anything that its stage does not allow."""

from sqlalchemy import Connection

from gallery.authority import Person
from gallery.casework.further_view import further_views
from gallery.casework.likeness import earlier_searches
from gallery.casework.means import Casework
from gallery.casework.quality import findings_of, quality_cautions
from gallery.casework.recording_view import own_recording
from gallery.casework.stages import REQUEST
from gallery.casework.terms import urgency_of
from gallery.records.cases import Approval, Request, approval_of
from gallery.records.examinations import examinations_of
from gallery.records.leads import lead_of
from gallery.records.probes import Probe, ProbeFace, probe_of
from gallery.records.who import account_by_id
from kernel_lib.faces.fusion import FusionRules
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.casework import (
    STATISTICS_ONLY,
    ApprovalView,
    EarlierSearch,
    FaceView,
    ProbeView,
    RequestDraft,
    RequestView,
)


def request_view(
    connection: Connection, casework: Casework, person: Person, request: Request, *, similar: bool = True
) -> RequestView:
    """Build the view of a request for somebody who may read it.

    `similar` also looks for earlier similar pictures; a list leaves that to the request's own page (A-26).
    """
    draft = _answers(person, request)
    probe = probe_of(connection, request.id)
    approval = approval_of(connection, request.id)
    lead = lead_of(connection, request.id)
    exigent, terms = urgency_of(connection, casework, request)
    return RequestView(
        id=request.id,
        number=request.number,
        state=request.state,
        state_words=_state_words(connection, casework, request),
        requester=_display_name(connection, request.requester_id),
        created_at=request.created_at,
        submitted_at=request.submitted_at,
        draft=draft,
        offence_title=request.offence_title or _offence_title(casework, draft),
        probe=probe_view(probe) if probe else None,
        approval=_approval_view(connection, approval) if approval else None,
        earlier=_earlier(connection, person, request, probe, similar=similar),
        lead_id=lead.id if lead and lead_reader(person, request) else None,
        cautions=quality_cautions(probe),
        offences_version=terms.offences_version if terms else "",
        offence_text=terms.offence_text if terms else "",
        higher_for=terms.higher_for if terms else (),
        exigent=exigent,
        due_at=terms.due_at if terms else None,
        recording=own_recording(connection, person, request),
        further=further_views(connection, probe),
        most_further=FusionRules.read().most,
    )


def probe_view(probe: Probe) -> ProbeView:
    """Build the view of a probe; its pictures are paths under /pictures."""
    return ProbeView(
        id=probe.id,
        filename=probe.filename,
        sha256=probe.sha256,
        bytes=probe.bytes,
        format=probe.format,
        width=probe.width,
        height=probe.height,
        notes=probe.notes,
        faces=tuple(_face_view(probe, face) for face in probe.faces),
        chosen_face=probe.chosen_face,
        chosen_why=probe.chosen_why,
        picture=f"requests/{probe.request_id}/probe",
    )


def lead_reader(person: Person, request: Request) -> bool:
    """Say whether a lead of this request is for this person."""
    return request.requester_id == person.account_id


# Private


def _answers(person: Person, request: Request) -> RequestDraft:
    """Return the answers; what is kept for statistics alone goes to nobody but who gave it (J-04)."""
    draft = RequestDraft.model_validate(request.draft)
    if request.requester_id == person.account_id:
        return draft
    return draft.model_copy(update=dict.fromkeys(STATISTICS_ONLY, ""))


def _state_words(connection: Connection, casework: Casework, request: Request) -> str:
    """Say who waits for whom; a search that ended without a lead is told in its own words (C-03, A-19)."""
    if request.state is RequestState.NO_LEAD:
        return casework.rules.casework.lead.no_lead
    if request.state is RequestState.UNSUITABLE:
        first = examinations_of(connection, request.id)[0]
        limits = str((first.analysis or {}).get("limits", ""))
        return f"{casework.rules.casework.lead.unsuitable} Reason: {limits}"
    words = REQUEST.words[request.state]
    return f"{words[0].upper()}{words[1:]}."


def _face_view(probe: Probe, face: ProbeFace) -> FaceView:
    return FaceView(
        index=face.place,
        box=face.box,
        findings=findings_of(face),
        searchable=face.searchable,
        picture=f"requests/{probe.request_id}/faces/{face.place}",
    )


def _approval_view(connection: Connection, approval: Approval) -> ApprovalView:
    return ApprovalView(
        approved=approval.approved,
        decided_by=_display_name(connection, approval.decided_by),
        decided_at=approval.decided_at,
        necessity=approval.necessity,
        proportionality=approval.proportionality,
        other_means=approval.other_means,
        reason=approval.reason,
    )


def _earlier(
    connection: Connection, person: Person, request: Request, probe: Probe | None, *, similar: bool
) -> tuple[EarlierSearch, ...]:
    """Other requests with the same or a similar picture: for who decides, not for who asked (A-26)."""
    if probe is None or request.requester_id == person.account_id:
        return ()
    return earlier_searches(connection, request, probe, similar=similar)


def _display_name(connection: Connection, account_id: str) -> str:
    account = account_by_id(connection, account_id)
    return account.display_name if account else ""


def _offence_title(casework: Casework, draft: RequestDraft) -> str:
    offence = casework.rules.casework.offences.get(draft.offence_id)
    return offence.title if offence else ""
