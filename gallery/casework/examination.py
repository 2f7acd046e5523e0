"""One examiner's work, stage by stage: notes on the probe alone, then candidates, then a locked conclusion (D-01)."""

from datetime import datetime

from audits.event import Event
from audits.events import (
    AnalysisLocked,
    DispositionRecorded,
    ExaminationAssigned,
    ExaminationLocked,
    ExaminationViewed,
    ProbeRejected,
    VerificationLocked,
)
from gallery.authority import Person
from gallery.casework.case_duties import demand_apart_in_case
from gallery.casework.conclusion import demand_analysis, demand_conclusion
from gallery.casework.duties import (
    Duties,
    demand_certificate,
    demand_first_examiner,
    held_request,
    nothing_there,
    own_examination,
)
from gallery.casework.examination_view import examination_view
from gallery.casework.further_view import faces_searched
from gallery.casework.intake import neutral_number
from gallery.casework.means import Casework
from gallery.casework.quality import quality_mark
from gallery.casework.settlement import settle
from gallery.casework.stages import EXAMINATION, REQUEST
from gallery.casework.task_scores import note_known_answer
from gallery.control.exigency import demand_unlocked
from gallery.ledger import Act
from gallery.records.cases import approval_of, change_request, request_by_id
from gallery.records.chains import chain_of
from gallery.records.drafts import drop_draft
from gallery.records.examinations import (
    Examination,
    add_examination,
    change_examination,
    dispose_letter,
    examination_by_id,
    examinations_of,
    given_back_of,
    letters_of,
    lock_version,
)
from gallery.records.ids import new_id
from gallery.records.probes import probe_of
from gallery.records.searches import candidate_by_id
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import ExaminationState, Observation, RequestState
from kernel_lib.wire.examination import AnalysisNotes, ConclusionOffered, DispositionGiven, ExaminationView

ORDER = {1: "first", 2: "verification", 3: "third"}
"""How the log names the place of an examination; no examiner is told."""


def take(casework: Casework, person: Person, request_id: str) -> ExaminationView:
    """Take the first examination of an approved request; taking one's own again opens it.

    Raises:
        NotAllowed: another role or certificate is needed (B-01), or the person has another duty here (H-02).
        NotFound: there is no such request in this service (G-01).
        WrongState: it does not wait for its first examination.
    """
    with casework.ledger.act(person, ExaminationAssigned) as act:
        casework.authority.demand(person, "examination_first")
        request = held_request(act.connection, person, request_id)
        act.about(object_id=request.id, case_id=request.case_id)
        held = examinations_of(act.connection, request.id)
        given_back = given_back_of(act.connection, request.id)
        duties = Duties.of(request, approval_of(act.connection, request.id), given_back)
        profile, today = casework.rules.who.workflow, act.now.date()
        demand_first_examiner(casework.authority, profile, person, request, duties, today)
        duty = frozenset({"examiner"})
        demand_apart_in_case(act.connection, casework.rules.who, request.case_id, person.account_id, duty)
        if held and held[0].examiner_id == person.account_id:
            act.note(examination_id=held[0].id, already=True)
            return examination_view(act.connection, casework, held[0])
        state = REQUEST.next_state(request.state, "take")
        examination = Examination(
            id=new_id(),
            number=neutral_number("E"),
            request_id=request.id,
            place=1,
            examiner_id=person.account_id,
            state=EXAMINATION.start,
            search_id=None,
            assigned_at=act.now,
        )
        add_examination(act.connection, examination)
        change_request(act.connection, request.id, act.now, state=state)
        act.note(examination_id=examination.id)
        return examination_view(act.connection, casework, examination)


def get(casework: Casework, person: Person, examination_id: str) -> ExaminationView:
    """Return an examination as far as its stage allows. Raises NotFound when it is not this person's."""
    with casework.ledger.act(person, ExaminationViewed) as act:
        casework.authority.demand(person, "examination_viewed")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        demand_unlocked(act.connection, examination.request_id, act.now)
        act.note(state=examination.state)
        return examination_view(act.connection, casework, examination)


def lock_analysis(casework: Casework, person: Person, examination_id: str, notes: AnalysisNotes) -> ExaminationView:
    """Lock the notes on the probe alone; candidates can be opened after it (D-02). An unsuitable probe ends here.

    Raises:
        NotFound: the examination is not this person's.
        NotAllowed: the certificate has run out (B-01).
        WrongState: the notes are locked already.
        Unacceptable: a component is not answered, or there is no reason why the probe is unsuitable (A-19) or is
            searched although it carries the low-quality mark (A-18).
    """
    with casework.ledger.act(person, AnalysisLocked) as act:
        examination = begin(act, casework, person, examination_id)
        state = EXAMINATION.next_state(examination.state, "lock_analysis" if notes.suitable else "find_unsuitable")
        mark = _quality_mark(act, examination)
        demand_analysis(notes, casework.rules.casework, mark)
        body = notes.model_dump(mode="json")
        locked = lock_version(act.connection, examination.id, "analysis", body, act.now)
        change_examination(act.connection, examination.id, analysis=body, analysed_at=act.now)
        act.note(suitable=notes.suitable, low_quality=bool(mark), sha256=locked.sha256)
        _note_time(act, casework, "analysis", examination.assigned_at)
        if notes.suitable:
            change_examination(act.connection, examination.id, state=state)
        else:
            _end_unsuitable(act, casework, examination, notes)
        return _again(act, casework, examination)


def dispose(
    casework: Casework, person: Person, examination_id: str, letter: str, given: DispositionGiven
) -> ExaminationView:
    """Say of one candidate whether it is excluded; it may be said again until the lock.

    Raises:
        NotFound: the examination is not this person's, or has no such letter.
        WrongState: the candidates are not open, or the conclusion is locked.
    """
    with casework.ledger.act(person, DispositionRecorded) as act:
        examination = begin(act, casework, person, examination_id)
        state = EXAMINATION.next_state(examination.state, "dispose")
        demand_open(examination)
        letters = letters_of(act.connection, examination.id)
        if letter not in {each.letter for each in letters}:
            raise nothing_there("candidate")
        dispose_letter(act.connection, examination.id, letter, given.disposition, given.note, act.now)
        left = sum(each.disposition is None and each.letter != letter for each in letters)
        act.note(letter=letter, disposition=given.disposition, left=left)
        if not left and state is ExaminationState.COMPARISON:
            complete = EXAMINATION.next_state(state, "complete")
            change_examination(act.connection, examination.id, state=complete)
        return _again(act, casework, examination)


def conclude(casework: Casework, person: Person, examination_id: str, offered: ConclusionOffered) -> ExaminationView:
    """Lock the conclusion as a hash-linked version; ranks and similarities become visible (C-05, D-17).

    Raises:
        NotFound: the examination is not this person's.
        WrongState: a stage before it is open, or it is locked already.
        Unacceptable: a disposition is missing (C-04), or value, checklist and reasons do not agree (D-03 to D-06).
    """
    with casework.ledger.act(person, _locking(casework, examination_id)) as act:
        examination = begin(act, casework, person, examination_id)
        letters = letters_of(act.connection, examination.id)
        if examination.state is ExaminationState.COMPARISON and examination.opened_at:
            demand_conclusion(offered, letters, casework.rules.casework)
        state = EXAMINATION.next_state(examination.state, "conclude")
        demand_conclusion(offered, letters, casework.rules.casework)
        chosen = next((each.candidate_id for each in letters if each.letter == offered.letter), None)
        subject_id = candidate_by_id(act.connection, chosen).subject_id if chosen else None
        body = offered.model_dump(mode="json")
        told = {
            "candidate_id": chosen,
            "letters": {each.letter: [each.candidate_id, each.disposition] for each in letters},
        }
        locked = lock_version(act.connection, examination.id, "conclusion", {**body, **told}, act.now)
        values = {"conclusion": body, "subject_id": subject_id, "value": offered.value, "locked_at": act.now}
        change_examination(act.connection, examination.id, state=state, **values)
        drop_draft(act.connection, examination.id)
        _note_lock(act, casework, examination, offered, locked.sha256)
        note_known_answer(act, examination, subject_id, offered.value)
        settle(act, casework, examination.request_id)
        return _again(act, casework, examination)


def begin(act: Act, casework: Casework, person: Person, examination_id: str) -> Examination:
    """Return this person's examination, once it is known that their certificate is in force this second (B-01)."""
    casework.authority.demand(person, "examination_viewed")
    examination = own_examination(act.connection, person, examination_id)
    tell(act, examination)
    demand_unlocked(act.connection, examination.request_id, act.now)
    profile = casework.rules.who.workflow
    first = examination.place == 1
    scope = profile.first_examiner_certificate if first else profile.verifier_certificate
    demand_certificate(casework.authority, person, scope, act.now.date())
    return examination


def tell(act: Act, examination: Examination) -> None:
    """Say in the log which examination of which case the act is about."""
    request = request_by_id(act.connection, examination.request_id)
    act.about(object_id=examination.id, case_id=request.case_id if request else None)
    if request and request.state is RequestState.KNOWN_TASK:
        act.note(known_task=True)
        return
    act.note(request_id=examination.request_id)


def demand_open(examination: Examination) -> None:
    """Do nothing once the candidates are open. Raises WrongState (D-01)."""
    if examination.opened_at is None:
        raise WrongState("D-01", "The candidates are not open yet.", "Open the candidates first.")


# Private


def _quality_mark(act: Act, examination: Examination) -> str:
    chain = chain_of(act.connection, examination.id)
    probe = probe_of(act.connection, examination.request_id)
    others = faces_searched(act.connection, probe) if probe else ()
    return quality_mark(probe.chosen if probe else None, chain.face if chain else None, *others)


def _locking(casework: Casework, examination_id: str) -> type[Event]:
    with casework.ledger.reading() as connection:
        examination = examination_by_id(connection, examination_id)
    return VerificationLocked if examination and examination.place > 1 else ExaminationLocked


def _end_unsuitable(act: Act, casework: Casework, examination: Examination, notes: AnalysisNotes) -> None:
    """Lock the examination. The first one ends the request; a later one counts as no support for anybody."""
    values = {"state": ExaminationState.LOCKED, "locked_at": act.now, "value": 0}
    change_examination(act.connection, examination.id, **values)
    drop_draft(act.connection, examination.id)
    if examination.place > 1:
        note_known_answer(act, examination, None, 0)
        settle(act, casework, examination.request_id)
        return
    state = REQUEST.next_state(RequestState.ASSIGNED, "find_unsuitable")
    change_request(act.connection, examination.request_id, act.now, state=state)
    unseen = sorted(key for key, visible in notes.visible.items() if not visible)
    act.also(ProbeRejected, request_id=examination.request_id, unsuitable=True, not_visible=unseen)


def _note_lock(act: Act, casework: Casework, examination: Examination, offered: ConclusionOffered, sha256: str) -> None:
    act.note(
        order=ORDER.get(examination.place, "verification"),
        value_of_scale=offered.value,
        selected=offered.letter is not None,
        sha256=sha256,
    )
    _note_time(act, casework, "comparison", examination.opened_at or act.now)
    act.note(newly_seen=_newly_seen(examination, offered))


def _note_time(act: Act, casework: Casework, stage: str, since: datetime) -> None:
    """Say how long a stage took, and whether that is abnormally short (D-14)."""
    seconds = int((act.now - since).total_seconds())
    act.note(stage_seconds=seconds, short=seconds < casework.rules.review.shortest_seconds[stage])


def _newly_seen(examination: Examination, offered: ConclusionOffered) -> int:
    """How many components were compared although the notes on the probe alone say that they are not visible."""
    visible = (examination.analysis or {}).get("visible", {})
    compared = (row for row in offered.components if row.observation is not Observation.NOT_VISIBLE)
    return sum(not visible.get(row.component, True) for row in compared)


def _again(act: Act, casework: Casework, examination: Examination) -> ExaminationView:
    current = examination_by_id(act.connection, examination.id) or examination
    return examination_view(act.connection, casework, current)
