"""Known tasks on the home page: a reviewer's own score, and for compliance everybody's (D-11, W-26)."""

from kernel_lib.wire.known_tasks import ErrorRate, KnownTasks, ReviewerScore
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.words.language import number, say, told

_COLUMNS = ("Reviewer", "People missed", "False support", "Inconclusive")
_WHY = "Some examinations have a known answer, to measure how often people err. Nobody can tell which before the lock. "


def mirror(score: ReviewerScore) -> Markup:
    """Return a reviewer's own score, which only they and compliance see."""
    heading = element("h2", say("Your known tasks"))
    why = element("p", say("{why}Only you and compliance see this.", why=_WHY), class_="lb-hint")
    if not score.missed.tasks and not score.false_support.tasks:
        return joined((heading, why, element("p", say("You have answered none yet."), class_="lb-empty")))
    pairs = (
        (say("People missed"), _rate(score.missed)),
        (say("False support"), _rate(score.false_support)),
        (say("Inconclusive answers"), str(score.inconclusive)),
    )
    return joined((heading, why, facts(pairs)))


def everybody(known: KnownTasks) -> Markup:
    """Return every reviewer's score, for compliance."""
    heading = element("h2", say("Known tasks"))
    why = say(
        "{why}{count} tasks are registered; one goes out beside {rate} of blind examinations.",
        why=told(_WHY),
        count=len(known.tasks),
        rate=f"{known.rate:.0%}",
    )
    if not known.scores:
        empty = element("p", say("No known task has been answered yet."), class_="lb-empty")
        return joined((heading, element("p", why, class_="lb-hint"), empty))
    rows = [
        (each.display_name, _rate(each.missed), _rate(each.false_support), str(each.inconclusive))
        for each in known.scores
    ]
    shown = table(say("Known tasks by reviewer"), _COLUMNS, rows, headed=True)
    return joined((heading, element("p", why, class_="lb-hint"), shown))


def _rate(rate: ErrorRate) -> str:
    if not rate.tasks:
        return say("no such task yet")
    return say(
        "{errors} of {tasks} (95 % interval {low} to {high})",
        errors=rate.errors,
        tasks=rate.tasks,
        low=number(rate.low, 2),
        high=number(rate.high, 2),
    )
