"""What an external test and known tasks say together: passed, failed, or not enough yet (H-04)."""

from dataclasses import dataclass

from gallery.rules.duties import ProficiencyRules
from kernel_lib.wire.known_tasks import ReviewerScore
from kernel_lib.wire.proficiency import SupervisedTasks

PASSED, FAILED_TEST, FAILED_TASKS, OPEN = "passed", "failed_test", "failed_tasks", "open"


@dataclass(frozen=True)
class Tasks:
    """Known tasks answered since the last proof. `missed` holds missed persons and inconclusive answers."""

    answered: int
    missed: int
    false_support: int

    @classmethod
    def of(cls, score: ReviewerScore, supervised: SupervisedTasks | None = None) -> "Tasks":
        """Add what a supervisor watched to what the service counted."""
        watched, wrong = (supervised.tasks, supervised.wrong) if supervised else (0, 0)
        return cls(
            answered=score.missed.tasks + score.false_support.tasks + watched,
            missed=score.missed.errors + score.inconclusive + wrong,
            false_support=score.false_support.errors,
        )


def too_many_errors(rules: ProficiencyRules, tasks: Tasks) -> bool:
    """Say whether the known tasks alone suspend: support for another person, or too many missed of enough."""
    enough = tasks.answered >= rules.known_tasks
    return tasks.false_support > rules.false_support_most or (
        enough and tasks.missed > rules.missed_most_share * tasks.answered
    )


def judge(rules: ProficiencyRules, correct: int, questions: int, tasks: Tasks) -> str:
    """Return the verdict of one assessment; one failure is enough, and too few known tasks leave it open."""
    if correct < rules.external_share * questions:
        return FAILED_TEST
    if too_many_errors(rules, tasks):
        return FAILED_TASKS
    return PASSED if tasks.answered >= rules.known_tasks else OPEN
