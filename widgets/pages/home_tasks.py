"""Known tasks on the home page: a reviewer's own score, and for compliance everybody's (D-11, W-26)."""

from kernel_lib.wire.known_tasks import ErrorRate, KnownTasks, ReviewerScore
from widgets.parts.markup import Markup, element, facts, joined, table

_COLUMNS = ("Reviewer", "People missed", "False support", "Inconclusive")
_WHY = "Some examinations have a known answer, to measure how often people err. Nobody can tell which before the lock. "


def mirror(score: ReviewerScore) -> Markup:
    """Return a reviewer's own score, which only they and compliance see."""
    heading = element("h2", "Your known tasks")
    why = element("p", f"{_WHY}Only you and compliance see this.", class_="lb-hint")
    if not score.missed.tasks and not score.false_support.tasks:
        return joined((heading, why, element("p", "You have answered none yet.", class_="lb-empty")))
    pairs = (
        ("People missed", _rate(score.missed)),
        ("False support", _rate(score.false_support)),
        ("Inconclusive answers", str(score.inconclusive)),
    )
    return joined((heading, why, facts(pairs)))


def everybody(known: KnownTasks) -> Markup:
    """Return every reviewer's score, for compliance."""
    heading = element("h2", "Known tasks")
    why = f"{_WHY}{len(known.tasks)} tasks are registered; one goes out beside {known.rate:.0%} of blind examinations."
    if not known.scores:
        empty = element("p", "No known task has been answered yet.", class_="lb-empty")
        return joined((heading, element("p", why, class_="lb-hint"), empty))
    rows = [
        (each.display_name, _rate(each.missed), _rate(each.false_support), str(each.inconclusive))
        for each in known.scores
    ]
    shown = table("Known tasks by reviewer", _COLUMNS, rows, headed=True)
    return joined((heading, element("p", why, class_="lb-hint"), shown))


def _rate(rate: ErrorRate) -> str:
    if not rate.tasks:
        return "no such task yet"
    return f"{rate.errors} of {rate.tasks} (95 % interval {rate.low:.2f} to {rate.high:.2f})"
