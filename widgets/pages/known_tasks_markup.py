"""Tables of the page of known tasks: tasks, one task with its picture, and scores by reviewer, never ranked."""

from kernel_lib.vocabulary import KnownTaskState
from kernel_lib.wire.known_tasks import KnownTasks, KnownTaskView
from widgets.pages.home_tasks import rate_words
from widgets.parts.markup import Markup, element, facts, joined, picture, table
from widgets.parts.wording import moment
from widgets.words.language import say, told

STATES = {
    KnownTaskState.DRAFTED: "it waits for its picture",
    KnownTaskState.PROPOSED: "it waits for a second person",
    KnownTaskState.REGISTERED: "it is given out",
    KnownTaskState.TURNED_DOWN: "it was turned down",
    KnownTaskState.RETIRED: "it is retired",
}


def task_row(task: KnownTaskView) -> tuple[str, ...]:
    """Return a task as a row: since when, from where, its answer, how it stands, how often it was answered."""
    return (moment(task.proposed_at), told(task.source), _answer(task), told(STATES[task.state]), str(task.answered))


def task_facts(task: KnownTaskView) -> Markup:
    """Return one task with its picture, its authority, and who did what with it."""
    pairs = [
        (say("State"), told(STATES[task.state])),
        (say("Source"), told(task.source)),
        (say("Written authority"), task.authority),
        (say("Answer"), _answer(task)),
        (say("Proposed by"), task.proposed_by),
        (say("Proposed"), moment(task.proposed_at)),
    ]
    if task.decided_by:
        pairs += [(say("Decided by"), task.decided_by), (say("Decided"), moment(task.decided_at))]
        pairs += [(say("Reason of the decision"), task.decision_reason)]
    if task.retired_by:
        pairs += [(say("Retired by"), task.retired_by), (say("Retired"), moment(task.retired_at))]
        pairs += [(say("Reason"), task.retirement_reason)]
    pairs += [(say("Answers so far"), str(task.answered))]
    shown = picture(task.picture, say("Picture of the known task"), "lb-crop") if task.picture else Markup("")
    mount = element("div", shown, class_="lb-mount lb-crop-mount") if task.picture else Markup("")
    return element("div", mount, element("div", facts(pairs)), class_="lb-face-facts")


def scores(known: KnownTasks) -> Markup:
    """Return every reviewer's error rates with intervals, in the order of names: it is no ranking (H-09)."""
    heading = element("h2", say("Results by reviewer"))
    why = say(
        "One task goes out beside {rate} of blind examinations. The intervals say how little a few tasks tell; the "
        "order is that of names. Nobody sees this but compliance, and each reviewer their own.",
        rate=f"{known.rate:.0%}",
    )
    hint = element("p", why, class_="lb-hint")
    if not known.scores:
        empty = element("p", say("No known task has been answered yet."), class_="lb-empty")
        return joined((heading, hint, empty))
    rows = [
        (each.display_name, rate_words(each.missed), rate_words(each.false_support), str(each.inconclusive))
        for each in known.scores
    ]
    columns = (say("Reviewer"), say("People missed"), say("False support"), say("Inconclusive"))
    return joined((heading, hint, table(say("Known tasks by reviewer"), columns, rows, headed=True)))


def _answer(task: KnownTaskView) -> str:
    if task.same:
        return say("shows subject {number}", number=task.subject_number)
    return say("shows nobody in the gallery")
