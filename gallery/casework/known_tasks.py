"""Known tasks: registered by compliance, given out among blind examinations, scored for whoever answered (D-11)."""

from datetime import datetime

from audits.events import (
    KnownTaskRegistered,
    KnownTaskScored,
    SearchCompleted,
    SearchStarted,
    VerificationAssigned,
)
from gallery.authority import Person
from gallery.casework.intake import neutral_number
from gallery.casework.letters import blind_list
from gallery.casework.means import Casework
from gallery.casework.probe import demand_face, demand_searchable, look, masked_crop, taken_in
from gallery.casework.search import field_of, run, told_of
from gallery.casework.stages import EXAMINATION
from gallery.casework.task_scores import score
from gallery.ledger import Act
from gallery.records.cases import Request, add_request
from gallery.records.examinations import Examination, add_examination, examinations_of, given_back_of
from gallery.records.gallery import subject_numbered
from gallery.records.ids import new_id
from gallery.records.known_tasks import (
    KnownTask,
    add_known_task,
    answers_in,
    known_tasks_in,
)
from gallery.records.probes import Derivative, Probe, add_derivative, add_probe, choose_face, probe_of
from gallery.records.searches import Candidate, Search, add_search
from gallery.records.who import account_by_id
from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import ExaminationState, RequestState
from kernel_lib.wire.casework import RequestDraft
from kernel_lib.wire.known_tasks import KnownTaskKey, KnownTasks, KnownTaskView, ReviewerScore


def register(casework: Casework, person: Person, key: KnownTaskKey, filename: str, data: bytes) -> KnownTaskView:
    """Take in a picture with its answer as a task: searched and cropped as a probe, belonging to no case.

    Raises:
        Unacceptable: the bytes are no picture, the face is not there or below the floor, or the answer does not fit
            what a search of the picture returns.
    """
    looked = look(casework, data)
    with casework.ledger.act(person, KnownTaskRegistered) as act:
        casework.authority.demand(person, "known_task_registered")
        picture, faces = demand_face(looked)
        request = _request(person, act.now)
        act.about(object_id=request.id)
        add_request(act.connection, request)
        probe = taken_in(request.id, person, act.now, filename, len(data), picture, faces)
        casework.images.put(probe.lineage_id, data)
        add_probe(act.connection, probe)
        demand_searchable(probe, key.face)
        crop = masked_crop(casework, person, probe, demand_searchable(probe, key.face))
        add_derivative(act.connection, Derivative(**{**vars(crop), "made_at": act.now}))
        choose_face(act.connection, probe.id, key.face, "Known task")
        search, found = _search(act, casework, person, request)
        proposed = _proposed(act, casework, person, key, found)
        task = KnownTask(request.id, person.service, search.id, proposed, key.same, person.account_id, act.now)
        add_known_task(act.connection, task)
        act.note(known_task=True, same=key.same, sha256=probe.sha256, search_id=search.id)
        return _view(task, 0)


def listed(casework: Casework, person: Person) -> KnownTasks:
    """Return tasks and scores for compliance. Raises NotAllowed without the permission."""
    with casework.ledger.act(person, KnownTaskScored) as act:
        casework.authority.demand(person, "known_task_scored")
        answers = answers_in(act.connection, person.service)
        examiners = sorted({each.examiner_id for each in answers})
        names = {each: account_by_id(act.connection, each) for each in examiners}
        tasks = known_tasks_in(act.connection, person.service)
        counts = {task.request_id: _answered(act, task) for task in tasks}
        act.note(tasks=len(tasks), answers=len(answers))
        return KnownTasks(
            rate=casework.rules.review.known_task_rate,
            tasks=tuple(_view(task, counts[task.request_id]) for task in tasks),
            scores=tuple(
                score(each, account.display_name, answers) for each, account in names.items() if account is not None
            ),
        )


def own(casework: Casework, person: Person) -> ReviewerScore:
    """Return a reviewer's own score, which nobody else but compliance sees."""
    with casework.ledger.act(person, KnownTaskScored) as act:
        casework.authority.demand(person, "own_score_viewed")
        answers = answers_in(act.connection, person.service)
        act.note(own=True)
        return score(person.account_id, person.display_name, answers)


def give_out(act: Act, casework: Casework, service: str, able: tuple[str, ...], but: str) -> None:
    """Perhaps give a known task to one of the examiners who are `able`, rather not the one who just got casework.

    Each examiner meets a task once. The examination differs in nothing that is sent from one of casework.
    """
    tasks = known_tasks_in(act.connection, service)
    if not tasks or casework.chance.random() >= casework.rules.review.known_task_rate:
        return
    others = [each for each in able if each != but] or list(able)
    examiner_id = casework.chance.choice(others)
    fresh = [task for task in tasks if not _had(act, task, examiner_id)]
    if fresh:
        _assign(act, casework.chance.choice(fresh), examiner_id)


# Private


def _request(person: Person, now: datetime) -> Request:
    draft = RequestDraft(source_obtained_on=now.date()).model_dump(mode="json")
    return Request(
        id=new_id(),
        number=neutral_number("R"),
        service=person.service,
        case_id=None,
        requester_id=person.account_id,
        state=RequestState.KNOWN_TASK,
        draft=draft,
        offence_title="",
        rules={},
        created_at=now,
        changed_at=now,
        submitted_at=None,
    )


def _search(act: Act, casework: Casework, person: Person, request: Request) -> tuple[Search, tuple[Candidate, ...]]:
    probe = probe_of(act.connection, request.id)
    assert isinstance(probe, Probe)  # noqa: S101  # it was added in this act
    over = field_of(act.connection, casework, request, act.now.date())
    search_id = new_id()
    act.also(SearchStarted, known_task=True, search_id=search_id, snapshot_id=over.snapshot_id)
    search, found = run(act.connection, casework, request, probe, over, person.account_id, search_id)
    add_search(act.connection, search, found)
    act.also(SearchCompleted, known_task=True, **told_of(search))
    return search, found


def _proposed(act: Act, casework: Casework, person: Person, key: KnownTaskKey, found: tuple[Candidate, ...]) -> str:
    """The subject that stands for the first examiner's proposal; it must be among those that a search returns."""
    subject = subject_numbered(act.connection, person.service, key.subject_number) if key.same else None
    proposed = subject.id if subject else (found[0].subject_id if found and not key.same else None)
    shown = blind_list(found, frozenset(), casework.rules.casework.search.foils) if not key.same else found
    if proposed is None or proposed not in {each.subject_id for each in shown}:
        message = "The answer must be a subject that a search of this picture returns."
        raise Unacceptable("D-11", message, "Check face and subject number.", fields={"subject_number": message})
    return proposed


def _assign(act: Act, task: KnownTask, examiner_id: str) -> None:
    place = 1 + max((each.place for each in examinations_of(act.connection, task.request_id)), default=1)
    examination = Examination(
        id=new_id(),
        number=neutral_number("E"),
        request_id=task.request_id,
        place=place,
        examiner_id=examiner_id,
        state=EXAMINATION.start,
        search_id=task.search_id,
        assigned_at=act.now,
    )
    add_examination(act.connection, examination)
    act.also(VerificationAssigned, known_task=True, examination_id=examination.id, examiner_id=examiner_id)


def _had(act: Act, task: KnownTask, examiner_id: str) -> bool:
    held = (*examinations_of(act.connection, task.request_id), *given_back_of(act.connection, task.request_id))
    return any(each.examiner_id == examiner_id for each in held)


def _answered(act: Act, task: KnownTask) -> int:
    held = examinations_of(act.connection, task.request_id)
    return sum(each.state is ExaminationState.LOCKED for each in held)


def _view(task: KnownTask, answered: int) -> KnownTaskView:
    return KnownTaskView(id=task.request_id, same=task.same, registered_at=task.registered_at, answered=answered)
