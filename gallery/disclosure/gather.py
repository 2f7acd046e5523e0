"""Collect from the records everything of one case that its pack holds (E-14, E-15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gallery.casework.examination_view import blind_order
from gallery.casework.means import Casework
from gallery.casework.outcome import Said, Verdict, outcome
from gallery.casework.quality import quality_mark
from gallery.casework.stages import REQUEST
from gallery.disclosure.aftermath import AccuracyPart, CaseFilePart
from gallery.disclosure.contents import (
    Acting,
    ApprovalPart,
    CandidatePart,
    CandidatePicturePart,
    DerivativePart,
    ExaminationPart,
    FacePart,
    LeadPart,
    ProbePart,
    RequestPart,
    SearchPart,
    Subject,
    Training,
    VersionPart,
)
from gallery.disclosure.gather_after import accuracy_of, case_file, contexts, description, follow_up, further_pictures
from gallery.disclosure.gather_arrays import photo_arrays
from gallery.evaluation.standing import named_in
from gallery.records.applications import statements_told
from gallery.records.cases import Approval, Request, approval_of, request_by_id
from gallery.records.examinations import Examination, examinations_of, letters_of, versions_of
from gallery.records.gallery import current_eligibility, event_of_picture, picture_by_id, pictures_of, subject_by_id
from gallery.records.leads import Lead, lead_of
from gallery.records.packs import request_ids_of, search_ids_of
from gallery.records.partners import UNNAMED, number_shown
from gallery.records.probes import Derivative, Probe, derivatives_of, probe_of, replaced_probes
from gallery.records.removals import removals_of
from gallery.records.search_pictures import is_purged
from gallery.records.searches import Candidate, CandidatePicture, candidate_by_id, candidates_of, search_by_id
from gallery.records.who import account_by_id, certificates_of
from kernel_lib.vocabulary import EligibilityState, ExaminationState, RequestState
from kernel_lib.wire.casework import STATISTICS_ONLY

UNDER_REVIEW = frozenset(
    {
        RequestState.ASSIGNED,
        RequestState.SEARCHED,
        RequestState.EXAMINED,
        RequestState.VERIFIED,
        RequestState.CONFLICT,
        RequestState.RESOLVED,
    }
)
"""Here a list or a conclusion shown to anybody could reach an examiner who must not know it (D-08)."""
WITHHELD = "The review of this search has not ended. Its list and examinations are in a pack made after that (D-08)."

_PROTECTED = {EligibilityState.SEALED, EligibilityState.INELIGIBLE, EligibilityState.DUE, EligibilityState.DESTROYED}
_ADULT_FROM = 19
"""Only the year of birth is kept: up to this difference of years somebody may have been under eighteen."""
_ORDER = {1: "first examiner", 2: "second examiner", 3: "third examiner"}


@dataclass(frozen=True)
class Gathered:
    """The requests of a case, everybody on their lists, and the ids under which the log speaks of them.

    `closed_ids` are those of searches whose review has not ended.
    """

    requests: tuple[RequestPart, ...]
    subjects: tuple[Subject, ...]
    open_ids: frozenset[str]
    closed_ids: frozenset[str]
    case_file: CaseFilePart
    accuracy: AccuracyPart


def gather(connection: Connection, casework: Casework, case_id: str) -> Gathered:
    """Return what the records hold of a case. Drafts, which nobody submitted, are left out.

    Raises:
        PictureDamaged: a stored picture is missing or changed.
    """
    found = [request_by_id(connection, request_id) for request_id in request_ids_of(connection, case_id)]
    requests = [each for each in found if each and each.state is not RequestState.DRAFT]
    parts = tuple(_request(connection, casework, request) for request in requests)
    listed = dict.fromkeys(
        candidate.subject_id for part in parts for search in part.searches for candidate in search.candidates
    )
    ids = {request.id: _ids(connection, request) for request in requests}
    closed = [ids[request.id] for request in requests if request.state in UNDER_REVIEW]
    return Gathered(
        requests=parts,
        subjects=tuple(_subject(connection, subject_id, requests) for subject_id in listed),
        open_ids=frozenset().union(*ids.values()),
        closed_ids=frozenset().union(*closed),
        case_file=case_file(connection, case_id),
        accuracy=accuracy_of(connection, casework, [s.capsule for part in parts for s in part.searches]),
    )


# Private


def _request(connection: Connection, casework: Casework, request: Request) -> RequestPart:
    withheld = request.state in UNDER_REVIEW
    approval, lead = approval_of(connection, request.id), lead_of(connection, request.id)
    held = () if withheld else examinations_of(connection, request.id)
    searches = () if withheld else search_ids_of(connection, request.id)
    current = probe_of(connection, request.id)
    probes = (*replaced_probes(connection, request.id), *((current,) if current else ()))
    return RequestPart(
        id=request.id,
        number=request.number,
        state=request.state,
        requester_id=request.requester_id,
        created_at=request.created_at,
        submitted_at=request.submitted_at,
        offence_title=request.offence_title,
        answers={name: given for name, given in request.draft.items() if name not in STATISTICS_ONLY},
        rules=request.rules,
        approval=_approval(approval) if approval else None,
        probes=tuple(_probe(connection, casework, probe) for probe in probes),
        searches=tuple(_search(connection, casework, search_id) for search_id in searches),
        examinations=tuple(_examination(connection, each) for each in held),
        disagreement=_disagreement(held, casework.rules.casework.scale.lead_from),
        lead=_lead(connection, casework, lead) if lead else None,
        outcome=REQUEST.words[request.state],
        withheld=WITHHELD if withheld else "",
        acting=_acting(connection, casework, request, approval, held),
        description=None if withheld else description(connection, request.id),
        arrays=photo_arrays(connection, casework, lead.id) if lead else (),
    )


def _approval(approval: Approval) -> ApprovalPart:
    held = {key: value for key, value in vars(approval).items() if key not in ("id", "request_id")}
    return ApprovalPart(**held)


def _probe(connection: Connection, casework: Casework, probe: Probe) -> ProbePart:
    derived = derivatives_of(connection, probe.id)
    kept = not removals_of(connection, probe.id)
    return ProbePart(
        sha256=probe.sha256,
        format=probe.format,
        width=probe.width,
        height=probe.height,
        received_by=probe.received_by,
        received_at=probe.received_at,
        replaced_at=probe.replaced_at,
        notes=probe.notes,
        chosen_face=probe.chosen_face,
        chosen_why=probe.chosen_why,
        faces=tuple(
            FacePart(face.place, face.box, face.turn, face.detector_score, face.searchable, face.findings)
            for face in probe.faces
        ),
        derivatives=tuple(_derivative(casework, probe, each, kept=kept) for each in derived),
        picture=casework.images.get(probe.lineage_id, probe.sha256),
        low_quality=quality_mark(probe.chosen),
        further=further_pictures(connection, casework, probe, kept=kept),
    )


def _derivative(casework: Casework, probe: Probe, derivative: Derivative, *, kept: bool) -> DerivativePart:
    # Of any other operation it is not known here that it masks the faces of others (A-20, E-16).
    shown = kept and (derivative.operation == "crop_with_others_masked" or len(probe.faces) == 1)
    return DerivativePart(
        parent_sha256=derivative.parent_sha256,
        sha256=derivative.sha256,
        operation=derivative.operation,
        parameters=derivative.parameters,
        software=derivative.software,
        made_by=derivative.made_by,
        made_at=derivative.made_at,
        picture=casework.images.get(probe.lineage_id, derivative.sha256) if shown else None,
    )


def _search(connection: Connection, casework: Casework, search_id: str) -> SearchPart:
    search = search_by_id(connection, search_id)
    candidates = tuple(_candidate(connection, casework, each) for each in candidates_of(connection, search_id))
    held = {key: value for key, value in vars(search).items() if key not in ("request_id", "returned")}
    known = named_in(connection, search.capsule, casework.rules.evaluation)
    return SearchPart(
        **held,
        candidates=candidates,
        evaluation=known.evaluation.sha256 if known.evaluation else "",
        error_rates=known.error_rates(),
        empty_meaning="" if search.returned else known.empty_list(),
    )


def _candidate(connection: Connection, casework: Casework, candidate: Candidate) -> CandidatePart:
    purged = is_purged(connection, candidate.id)
    ordered = sorted(candidate.pictures, key=lambda each: each.place)
    pictures = tuple(
        CandidatePicturePart(
            each.reference_number,
            each.captured_on,
            each.score,
            None if purged else _reference(connection, casework, each),
        )
        for each in ordered
    )
    return CandidatePart(candidate.place, candidate.subject_id, candidate.score, candidate.listed, pictures)


def _reference(connection: Connection, casework: Casework, shown: CandidatePicture) -> bytes | None:
    stored, state = picture_by_id(connection, shown.picture_id), current_eligibility(connection, shown.picture_id)
    if stored is None or (state and state.state is EligibilityState.DESTROYED):
        return None
    return casework.images.get(stored.lineage_id, stored.sha256)


def _examination(connection: Connection, examination: Examination) -> ExaminationPart:
    letters = {
        each.letter: {
            "place": (shown := candidate_by_id(connection, each.candidate_id)).place,
            "pictures": [picture.place for picture in blind_order(shown)],
            "disposition": each.disposition,
            "note": each.note,
        }
        for each in letters_of(connection, examination.id)
    }
    names = ("number", "place", "examiner_id", "state", "value", "subject_id")
    moments = ("assigned_at", "analysed_at", "opened_at", "locked_at")
    return ExaminationPart(
        **{name: getattr(examination, name) for name in (*names, *moments)},
        letters=letters,
        versions=tuple(
            VersionPart(**{key: value for key, value in vars(each).items() if key != "examination_id"})
            for each in versions_of(connection, examination.id)
        ),
        contexts=contexts(connection, examination.id),
    )


def _disagreement(held: tuple[Examination, ...], lead_from: int) -> str:
    locked = [each for each in held if each.state is ExaminationState.LOCKED and each.opened_at]
    if len(locked) < 2:
        return ""
    said = tuple(Said(each.subject_id, each.value or 0) for each in locked)
    if outcome(said[:2], lead_from).verdict is not Verdict.CONFLICT:
        return ""
    values = ", ".join(f"{_duty(each.place)} {each.value:+d}" for each in locked if each.value is not None)
    return f"The first two examiners did not say the same. What each concluded is below: {values}."


def _lead(connection: Connection, casework: Casework, lead: Lead) -> LeadPart:
    return LeadPart(
        id=lead.id,
        state=lead.state,
        subject_id=candidate_by_id(connection, lead.candidate_id).subject_id,
        issued_at=lead.issued_at,
        expires_at=lead.expires_at,
        acknowledged_at=lead.acknowledged_at,
        initials=lead.initials,
        cautions=(*lead.cautions, *_statements(connection, lead)),
        limits=casework.rules.casework.lead.limits,
        follow_up=follow_up(connection, lead.id),
    )


def _statements(connection: Connection, lead: Lead) -> tuple[str, ...]:
    """A statement goes with the picture; its words could tell who a protected person is, and stay with the record."""
    candidate = candidate_by_id(connection, lead.candidate_id)
    told = statements_told(connection, [each.picture_id for each in candidate.pictures])
    subject = _subject(connection, candidate.subject_id, ())
    return told[:1] if subject.is_youth or subject.is_sealed else told


def _acting(
    connection: Connection,
    casework: Casework,
    request: Request,
    approval: Approval | None,
    held: tuple[Examination, ...],
) -> tuple[Acting, ...]:
    acts = [(request.requester_id, "requester", request.submitted_at or request.created_at)]
    if approval:
        acts.append((approval.decided_by, "approver", approval.decided_at))
    acts += [(each.examiner_id, _duty(each.place), each.locked_at or each.assigned_at) for each in held]
    return tuple(_acted(connection, casework, *act) for act in acts)


def _acted(connection: Connection, casework: Casework, account_id: str, duty: str, moment: datetime) -> Acting:
    """Somebody with the training recorded until then: what was recorded later did not count."""
    account = account_by_id(connection, account_id)
    training = tuple(
        Training(each.scope, each.provider, each.passed, each.expires, casework.authority.in_force(each, moment.date()))
        for each in certificates_of(connection, account_id)
        if each.recorded_at <= moment
    )
    return Acting(account_id, account.display_name if account else "", duty, moment, training)


def _duty(place: int) -> str:
    """Name an examiner by place; after somebody stepped back there may be more than three."""
    return _ORDER.get(place, f"examiner {place}")


def _subject(connection: Connection, subject_id: str, requests: Sequence[Request]) -> Subject:
    """Whether somebody is protected; whoever's year of birth is not known counts as young.

    A partner's person is called by a pseudonym until the owner has released the number (G-04).
    """
    held, pictures = subject_by_id(connection, subject_id), pictures_of(connection, subject_id)
    if held is None or not pictures:
        return Subject(subject_id, "", is_youth=True, is_sealed=True)
    states = [current_eligibility(connection, each.id) for each in pictures]
    events = [event_of_picture(connection, each.id) for each in pictures]
    is_invented = all(event and event.demonstration for event in events)
    years = [each.captured_on.year - held.birth_year for each in pictures] if held.birth_year else []
    return Subject(
        id=subject_id,
        name=f"subject {_called(connection, subject_id, requests)} of {held.service}",
        number=held.number,
        is_youth=min(years) < _ADULT_FROM if years else not is_invented,
        is_sealed=any(state is None or state.state in _PROTECTED for state in states),
    )


def _called(connection: Connection, subject_id: str, requests: Sequence[Request]) -> str:
    numbers = (number_shown(connection, each.service, each.id, subject_id) for each in requests)
    return next((each for each in numbers if each and each != UNNAMED), UNNAMED)


def _ids(connection: Connection, request: Request) -> frozenset[str]:
    held = examinations_of(connection, request.id)
    lead = lead_of(connection, request.id)
    return frozenset(
        [request.id, *search_ids_of(connection, request.id), *(each.id for each in held), *([lead.id] if lead else [])]
    )
