"""Error rates of reviewers on known tasks, with Wilson's interval (D-11)."""

from collections.abc import Iterable

from gallery.evaluation.rates import wilson
from gallery.records.known_tasks import Answer
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
    missed = sum(not _inconclusive(each) and not (_supports(each) and each.proposed) for each in same)
    false = sum(_supports(each) for each in different)
    return ReviewerScore(
        account_id=account_id,
        display_name=display_name,
        missed=error_rate(missed, len(same)),
        false_support=error_rate(false, len(different)),
        inconclusive=sum(_inconclusive(each) for each in held),
    )


def _supports(answer: Answer) -> bool:
    return answer.subject_id is not None and answer.value > 0


def _inconclusive(answer: Answer) -> bool:
    return answer.value == 0
