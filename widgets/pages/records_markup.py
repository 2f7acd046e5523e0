"""The records desk in markup: its counts, and one person with the reasons for each picture (F-20, F-21)."""

from datetime import date

from kernel_lib.vocabulary import Election, EligibilityState
from kernel_lib.wire.lifecycle import (
    ChaseLine,
    ChaseList,
    FactsChanged,
    MarkDue,
    PersonStanding,
    ReadingView,
    StandingView,
)
from widgets.pages.records_line import time_line
from widgets.pages.records_words import DISPOSITIONS, ELECTIONS, MARKS, STATES, WAITS
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.parts.wording import age, day
from widgets.words.language import number, say, told


def counts(chase: ChaseList) -> Markup:
    """Return a service's pictures by state, and the clocks that are running out."""
    desk = chase.desk
    rows = [
        (say("Pictures: {state}", state=told(STATES[state])), number(count)) for state, count in desk.by_state.items()
    ]
    clocks = [
        (say("Review overdue, so not searched"), number(desk.overdue)),
        (say("Review within 30 days"), number(desk.review_soon)),
        (say("Destruction falls due within 30 days"), number(desk.due_soon)),
    ]
    awaited = [(say("Waiting for {what}", what=told(WAITS[what])), number(n)) for what, n in chase.counts.items()]
    heading = element("h2", say("Today, {day}", day=day(desk.today)))
    columns = (say("What"), say("Pictures"))
    return joined(
        (heading, table(say("The desk today"), columns, [*rows, *clocks, *awaited], frozenset({1}), headed=True))
    )


def chase_row(line: ChaseLine) -> tuple[str, ...]:
    """Return a line of the chase list as a row."""
    due = say("destruction due {day}", day=day(line.due_on)) if line.due_on else ""
    return (line.subject_number, line.booking_event, line.officer, told(WAITS[line.waits_for]), age(line.since), due)


def mark_row(mark: MarkDue) -> tuple[str, ...]:
    """Return an open mark whose review has come as a row."""
    return (mark.subject_number, mark.booking_event, told(MARKS[mark.kind]), day(mark.since), day(mark.look_again_on))


def person_heading(person: PersonStanding) -> Markup:
    """Return whose pictures these are, without a name."""
    title = element("h2", say("Person {number}", number=person.subject_number), tabindex=-1)
    searched = sum(each.state is EligibilityState.ELIGIBLE for each in person.pictures)
    pairs = [
        (say("Pictures held"), number(len(person.pictures))),
        (say("May be searched"), number(searched)),
    ]
    if person.died_on:
        pairs.append((say("Died on"), day(person.died_on)))
    return joined((title, facts(pairs)))


def picture_section(picture: StandingView, today: date) -> Markup:
    """Return why one picture is in its state: words, rule and versions, each charge, each mark, its life in time."""
    words = told(STATES[picture.state])
    heading = element("h3", say("Booking event {event}: the picture {state}", event=picture.booking_event, state=words))
    pairs = [
        (say("Why"), told(picture.sentence)),
        (say("Rule"), picture.rule),
        (say("Rules of version"), picture.rule_version),
        (say("Clocks of"), picture.profile),
        (say("Taken on"), day(picture.captured_on)),
        (say("Looked at again by"), day(picture.next_review)),
        (say("Destruction due on"), day(picture.due_on) if picture.due_on else say("no day is set")),
        (say("Waits for"), told(WAITS[picture.waits_for]) if picture.waits_for else say("nothing")),
        (say("Lineage"), picture.lineage_id),
    ]
    return element(
        "section",
        heading,
        facts(pairs),
        *(element("p", told(each)) for each in picture.statements),
        _charges(picture),
        _marks(picture),
        time_line(picture, today),
        class_="lb-kept",
    )


def effect(told_by: FactsChanged) -> Markup:
    """Return in numbers what an act would change."""
    if not told_by.moves:
        return element("p", say("No picture goes into another state."))
    lines = [
        say(
            "{count} from: {before}, to: {after}",
            count=number(move.count),
            before=told(STATES[move.before]) if move.before else say("no state"),
            after=told(STATES[move.after]),
        )
        for move in told_by.moves
    ]
    return joined((element("p", say("Pictures that go into another state:")), bullets(lines)))


def charge_title(event: str, reading: ReadingView) -> str:
    """Return a charge in one line, for a list to choose from."""
    return say(
        "{event}: {offence}, charged {day}", event=event, offence=told(reading.title), day=day(reading.charged_on)
    )


# Private


def _charges(picture: StandingView) -> Markup:
    heading = element("h4", say("What each charge says"))
    if not picture.readings:
        return joined((heading, element("p", say("No charge is on file for this picture."), class_="lb-empty")))
    rows = [
        (
            told(each.title),
            day(each.charged_on),
            told(ELECTIONS[Election(each.election)]) if each.election else say("none on file"),
            "; ".join(f"{told(DISPOSITIONS[one.disposition])}, {day(one.happened)}" for one in each.outcomes)
            or say("open"),
            say("yes") if each.supports else say("no"),
            f"{told(each.sentence)} ({each.rule})",
        )
        for each in picture.readings
    ]
    columns = (say("Charge"), say("Charged"), say("Election"), say("Outcome"), say("Allows searching"), say("Why"))
    return joined((heading, table(say("What each charge says"), columns, rows, headed=True)))


def _marks(picture: StandingView) -> Markup:
    if not picture.marks:
        return Markup("")
    rows = [
        (
            told(MARKS[each.kind]),
            day(each.since),
            day(each.until) if each.until else say("open"),
            day(each.look_again_on),
            each.ground,
        )
        for each in picture.marks
    ]
    columns = (say("Mark"), say("Since"), say("Until"), say("Look again on"), say("Ground"))
    heading = element("h4", say("Holds, seals and withdrawals"))
    return joined((heading, table(say("Holds, seals and withdrawals"), columns, rows, headed=True)))
