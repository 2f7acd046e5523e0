"""What one charge says of a picture: whether it supports searching, until when, and from when destruction is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from gallery.eligibility.facts import Outcome
from gallery.rules.eligibility import ClockRule
from kernel_lib.vocabulary import RunsFrom


@dataclass(frozen=True)
class Reading:
    """What one charge says.

    Attributes:
        supports: whether the picture may be searched because of this charge.
        rule: the row that says so.
        changes_on: the first day on which that is different by time alone; None when time alone changes nothing.
        due_on: the first day on which destruction is due as far as this charge goes; None when it is not by itself.
        waits_for: what a person must bring: `disposition`, `sentence`, `order`, `decision`, `age`, or nothing.
        until: the end of a youth access period, where there is one.
    """

    supports: bool
    rule: str
    changes_on: date | None = None
    due_on: date | None = None
    waits_for: str = ""
    until: date | None = None


def runs_out(clock: ClockRule, outcome: Outcome, appeal_days: int) -> date | None:
    """Return the first day after a clock's length, or None while the day that it runs from is not known."""
    if clock.runs_from is RunsFrom.HAPPENED:
        return clock.length.after(outcome.happened)
    if clock.runs_from is RunsFrom.ORDER_EXPIRED:
        return clock.length.after(outcome.order_expires) if outcome.order_expires else None
    if clock.runs_from is RunsFrom.SENTENCE_DONE:
        return clock.length.after(outcome.sentence_done) if outcome.sentence_done else None
    if outcome.appealed:
        return clock.after_appeal.after(outcome.appeal_ended) if outcome.appeal_ended else None
    last = outcome.appeal_until or outcome.happened + timedelta(days=appeal_days)
    return clock.length.after(last)
