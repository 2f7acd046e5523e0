"""A reviewer's own score on known tasks, on their home page (D-11, W-26)."""

from kernel_lib.wire.known_tasks import ErrorRate, ReviewerScore
from widgets.parts.markup import Markup, element, facts, joined
from widgets.words.language import number, say

WHY = "Some examinations have a known answer, to measure how often people err. Nobody can tell which before the lock. "


def mirror(score: ReviewerScore) -> Markup:
    """Return a reviewer's own score, which only they and compliance see."""
    heading = element("h2", say("Your known tasks"))
    why = element("p", say("{why}Only you and compliance see this.", why=WHY), class_="lb-hint")
    if not score.missed.tasks and not score.false_support.tasks:
        return joined((heading, why, element("p", say("You have answered none yet."), class_="lb-empty")))
    pairs = (
        (say("People missed"), rate_words(score.missed)),
        (say("False support"), rate_words(score.false_support)),
        (say("Inconclusive answers"), str(score.inconclusive)),
    )
    return joined((heading, why, facts(pairs)))


def rate_words(rate: ErrorRate) -> str:
    """Return errors among answered tasks with their interval, in words."""
    if not rate.tasks:
        return say("no such task yet")
    return say(
        "{errors} of {tasks} (95 % interval {low} to {high})",
        errors=rate.errors,
        tasks=rate.tasks,
        low=number(rate.low, 2),
        high=number(rate.high, 2),
    )
