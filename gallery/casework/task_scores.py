"""Error rates of reviewers on known tasks, with Wilson's interval (D-11)."""

from collections.abc import Iterable

from gallery.evaluation.rates import wilson
from gallery.ledger import Act
from gallery.records.examinations import Examination
from gallery.records.known_tasks import Answer, known_task_of
from kernel_lib.wire.known_tasks import ErrorRate, ReviewerScore


def error_rate(errors: int, tasks: int) -> ErrorRate:
    """Return a rate with its 95 % interval by Wilson (1927). Raises ValueError for more errors than tasks."""
    if not 0 <= errors <= tasks:
        raise ValueError(f"error rate: expected 0 to {tasks} errors, got {errors}")
    low, high = wilson(errors, tasks)
    return ErrorRate(errors=errors, tasks=tasks, low=low, high=high)


def score(account_id: str, display_name: str, answers: Iterable[Answer]) -> ReviewerScore:
    """Count a reviewer's answers. No support and no exclusion is inconclusive, and an error of neither kind."""
    held = [each for each in answers if each.examiner_id == account_id]
    same = [each for each in held if each.same]
    different = [each for each in held if not each.same]
    missed = sum(kind_of(each) == "missed" for each in same)
    false = sum(kind_of(each) == "false_support" for each in different)
    return ReviewerScore(
        account_id=account_id,
        display_name=display_name,
        missed=error_rate(missed, len(same)),
        false_support=error_rate(false, len(different)),
        inconclusive=sum(_inconclusive(each) for each in held),
    )


def kind_of(answer: Answer) -> str:
    """Return what an answer is: right, missed, false_support or inconclusive."""
    if answer.same:
        wrong = not (_supports(answer) and answer.proposed)
        return "inconclusive" if _inconclusive(answer) else "missed" if wrong else "right"
    return "false_support" if _supports(answer) else "inconclusive" if _inconclusive(answer) else "right"


def note_known_answer(act: Act, examination: Examination, subject_id: str | None, value: int) -> None:
    """Let the log say what an answer to a known task is as it is locked; nothing of it is sent to the examiner."""
    task = known_task_of(act.connection, examination.request_id)
    if task:
        proposed = subject_id == task.proposed_subject_id
        act.note(known_answer=kind_of(Answer(examination.examiner_id, task.same, proposed, subject_id, value)))


def _supports(answer: Answer) -> bool:
    return answer.subject_id is not None and answer.value > 0


def _inconclusive(answer: Answer) -> bool:
    return answer.value == 0
