"""The life of one picture as a line in time: a band of its states, ticks for what is on file, and all in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.lifecycle import ReadingView, StandingView
from widgets.pages.records_words import DISPOSITIONS, MARKS, STATES
from widgets.parts.markup import Markup, element, joined, table
from widgets.parts.wording import day
from widgets.words.language import say, told

_HEIGHT = 24
_TALL, _LOW = 16, 6
_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Moment:
    """Something that is on file of a day, or is still to come."""

    on: date
    what: str
    rule: str = ""


def time_line(picture: StandingView, today: date) -> Markup:
    """Return the drawing with its caption, and below it the same as a table, the oldest first."""
    moments = sorted(_moments(picture, today), key=lambda each: each.on)
    caption = say("Tall where the picture could be searched, low where it could not. Ticks: days on file. Long: today.")
    drawing = element("figure", _drawing(picture, moments, today), element("figcaption", caption), class_="lb-figure")
    rows = [(day(each.on), told(each.what), each.rule) for each in moments]
    columns = (say("Day"), say("What happened or will happen"), say("Rule"))
    return joined((drawing, table(say("The picture's life"), columns, rows, headed=True)))


# Private


def _moments(picture: StandingView, today: date) -> Iterator[Moment]:
    yield Moment(picture.captured_on, say("The picture was taken"))
    for reading in picture.readings:
        yield from _of_charge(reading)
    for mark in picture.marks:
        yield Moment(mark.since, say("{mark} begins", mark=told(MARKS[mark.kind])))
        if mark.until:
            yield Moment(mark.until, say("{mark} ends", mark=told(MARKS[mark.kind])))
    for state, since, rule in _states(picture):
        yield Moment(_day(since), say("Reckoned: {state}", state=told(STATES[state])), rule)
    if picture.next_review < date.max:
        yield Moment(picture.next_review, say("Looked at again by this day"))
    if picture.due_on:
        words = say("Destruction falls due") if picture.due_on > today else say("Destruction fell due")
        yield Moment(picture.due_on, words)


def _of_charge(reading: ReadingView) -> Iterator[Moment]:
    yield Moment(reading.charged_on, say("Charged: {offence}", offence=told(reading.title)))
    for outcome in reading.outcomes:
        yield Moment(outcome.happened, say("Court: {outcome}", outcome=told(DISPOSITIONS[outcome.disposition])))


def _states(picture: StandingView) -> list[tuple[EligibilityState, datetime, str]]:
    before = [(each.state, each.computed_at, each.rule) for each in reversed(picture.before)]
    return [*before, (picture.state, picture.since, picture.rule)]


def _drawing(picture: StandingView, moments: list[Moment], today: date) -> Markup:
    first = min(moments[0].on, today)
    last = max([today + _AHEAD, *(each.on for each in moments if each.on < date.max)])
    length = max((last - first).days, 1)

    def at(when: date) -> float:
        return 1000 * (when - first).days / length

    states = _states(picture)
    ends = [*(_day(since) for _, since, _ in states[1:]), today]
    bands = [_band(state, at(_day(since)), at(end)) for (state, since, _), end in zip(states, ends, strict=True)]
    ticks = [element("rect", x=f"{at(each.on):.0f}", y=_HEIGHT - 5, width=2, height=5) for each in moments]
    now = element("rect", x=f"{at(today):.0f}", y=0, width=3, height=_HEIGHT)
    return element(
        "svg",
        *bands,
        *ticks,
        now,
        viewBox=f"0 0 1003 {_HEIGHT}",
        preserveAspectRatio="none",
        class_="lb-time-line",
        aria_hidden="true",
        focusable="false",
    )


def _band(state: EligibilityState, start: float, end: float) -> Markup:
    height = _TALL if state is EligibilityState.ELIGIBLE else _LOW
    width = f"{max(end - start, 1):.0f}"
    kind = "lb-time-searched" if state is EligibilityState.ELIGIBLE else "lb-time-out"
    return element("rect", x=f"{start:.0f}", y=_HEIGHT - 6 - height, width=width, height=height, class_=kind)


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
