"""Known tasks in use: given out among blind examinations, scored for whoever answered (D-11, W-26)."""

from audits.events import KnownTaskScored, VerificationAssigned
from gallery.authority import Person
from gallery.casework.intake import neutral_number
from gallery.casework.known_tasks import task_view
from gallery.casework.means import Casework
from gallery.casework.stages import EXAMINATION
from gallery.casework.task_scores import score
from gallery.ledger import Act
from gallery.records.examinations import Examination, add_examination, examinations_of, given_back_of
from gallery.records.ids import new_id
from gallery.records.known_tasks import KnownTask, answers_in, known_tasks_in, proposal_of, proposals_in
from gallery.records.who import account_by_id
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.known_tasks import KnownTasks, ReviewerScore


def listed(casework: Casework, person: Person) -> KnownTasks:
    """Return tasks and scores, by name, for compliance. Raises NotAllowed without the permission (H-09)."""
    with casework.ledger.act(person, KnownTaskScored) as act:
        casework.authority.demand(person, "known_task_scored")
        answers = answers_in(act.connection, person.service)
        accounts = [account_by_id(act.connection, each) for each in {each.examiner_id for each in answers}]
        named = sorted((each.display_name, each.id) for each in accounts if each)
        tasks = proposals_in(act.connection, person.service)
        act.note(tasks=len(tasks), answers=len(answers))
        demonstration = casework.rules.who.services[person.service].demonstration
        return KnownTasks(
            rate=casework.rules.review.known_task_rate,
            sources=tuple(
                ChoiceView(id=each.id, title=each.title, note=each.note)
                for each in casework.rules.review.known_sources.values()
                if demonstration or not each.demonstration
            ),
            tasks=tuple(task_view(act.connection, casework, person, task) for task in tasks),
            scores=tuple(score(account_id, name, answers) for name, account_id in named),
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

    Each examiner meets a task once, and none whose answer they know. The examination differs in nothing that is sent
    from one of casework.
    """
    tasks = known_tasks_in(act.connection, service)
    if not tasks or casework.chance.random() >= casework.rules.review.known_task_rate:
        return
    others = [each for each in able if each != but] or list(able)
    examiner_id = casework.chance.choice(others)
    fresh = [task for task in tasks if not _knows(act, task, examiner_id)]
    if fresh:
        _assign(act, casework.chance.choice(fresh), examiner_id)


# Private


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


def _knows(act: Act, task: KnownTask, examiner_id: str) -> bool:
    held = (*examinations_of(act.connection, task.request_id), *given_back_of(act.connection, task.request_id))
    proposal = proposal_of(act.connection, task.request_id)
    made = {proposal.proposed_by, proposal.decided_by} if proposal else {task.registered_by}
    return examiner_id in made or any(each.examiner_id == examiner_id for each in held)
