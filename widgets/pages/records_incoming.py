"""What came in, on the records desk: pictures to be taken again, and what became of each feed (F-04, F-07)."""

from collections.abc import Callable
from functools import partial

import ipywidgets

from kernel_lib.wire.feeds import FeedResult, FeedResults, RefusedLines
from kernel_lib.wire.gallery import Recapture, RecaptureList
from widgets.pages.page import html
from widgets.parts.action import Acts
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import day, moment
from widgets.words.language import number, say, told

RULES = {
    "feed.picture_file": "The picture is not in the feed.",
    "enrolment.no_face": "No face was found in the picture.",
    "enrolment.several_faces": "The picture shows more than one face.",
    "enrolment.duplicate": "The picture is held already, under another record.",
    "enrolment.no_template": "No template could be made of this face.",
    "F-01": "A field that must be filled is empty.",
    "F-02": "The offence may not lead to a photograph.",
    "F-07": "The picture is not good enough.",
    "F-32": "The picture was destroyed under a rule.",
}
"""What the most frequent rules stand for; of any other the number is told."""


class RecapturePanel:
    """Two lists: of whom another picture is wanted, and where one has come. A line opens its person."""

    def __init__(self, acts: Acts, view: RecaptureList, open_person: Callable[[str], None]) -> None:
        columns = [say("Person"), say("Booking event"), say("Taken on"), say("Why another picture"), say("Since")]
        self.wanted = Listing(
            caption=say("Pictures to take again"), columns=columns, empty=say("No picture is to be taken again.")
        )
        self.done = Listing(
            caption=say("Taken again"),
            columns=[*columns, say("A searchable one came")],
            empty=say("No picture was taken again yet."),
        )
        self.wanted.show((_key(each), _wish(each)) for each in view.lines)
        self.done.show((_key(each), (*_wish(each), moment(each.done_at))) for each in view.done)
        for listing in (self.wanted, self.done):
            listing.when_opened(lambda line: acts.run(partial(open_person, line.partition("\n")[0])))
        why = say(
            "None of these people can be found: no picture of them has a template. Take one at the next occasion."
        )
        of = say("Another picture is wanted of {count} people.", count=number(view.count))
        heading = element("h2", say("Pictures to take again (F-07)"), tabindex=-1)
        words = [element("p", each) for each in ((of, why) if view.count else ())]
        self.box = ipywidgets.VBox(
            [
                html(joined((heading, *words))),
                self.wanted,
                html(element("h2", say("Taken again"))),
                self.done,
            ]
        )


class FeedsPanel:
    """The feeds opened last; one opens into its refused lines by rule. No file is named anywhere."""

    def __init__(self, acts: Acts, view: FeedResults) -> None:
        self._view = view
        self.feeds = Listing(
            caption=say("Feeds"),
            columns=[
                say("Opened"),
                say("Signed by"),
                say("Lines"),
                say("Taken in"),
                say("Refused"),
                say("Not offered yet"),
            ],
            empty=say("No feed was opened yet."),
        )
        self.feeds.show((each.feed_id, _feed(each)) for each in view.feeds)
        self.feeds.when_opened(lambda feed_id: acts.run(partial(self.open, feed_id)))
        self.opened = html("")
        heading = element("h2", say("What became of the feeds (F-04)"), tabindex=-1)
        self.box = ipywidgets.VBox([html(heading), self.feeds, self.opened])

    def open(self, feed_id: str) -> None:
        """Show which lines of one feed were refused, by which rule."""
        feed = next(each for each in self._view.feeds if each.feed_id == feed_id)
        self.opened.value = feed_section(feed)


def feed_section(feed: FeedResult) -> Markup:
    """Return one feed: its counts, and the refused lines by rule with their numbers."""
    heading = element("h3", say("Feed opened {moment}", moment=moment(feed.opened_at)))
    pairs = [
        (say("Signed by"), feed.key_label),
        (say("Lines"), number(feed.lines)),
        (say("Taken in"), number(feed.taken)),
        (say("Not offered yet"), number(feed.waiting)),
    ]
    if not feed.refused:
        return joined((heading, facts(pairs), element("p", say("No line was refused."), class_="lb-empty")))
    rows = [(each.rule, told(RULES.get(each.rule, "")), number(each.count), _numbers(each)) for each in feed.refused]
    columns = (say("Rule"), say("What it means"), say("Lines"), say("Line numbers in the feed"))
    refused = table(say("Refused lines by rule"), columns, rows, frozenset({2}))
    again = say("Correct these lines at the source, and have the records system sign the feed anew.")
    return joined((heading, facts(pairs), refused, element("p", again)))


# Private


def _key(wish: Recapture) -> str:
    return f"{wish.subject_number}\n{wish.booking_event}\n{wish.since.isoformat()}"


def _wish(wish: Recapture) -> tuple[str, ...]:
    why = " ".join(str(told(each)) for each in wish.reasons) or say("no template could be made")
    return (wish.subject_number, wish.booking_event, day(wish.captured_on), why, moment(wish.since))


def _feed(feed: FeedResult) -> tuple[str, ...]:
    refused = sum(each.count for each in feed.refused)
    counts = (feed.lines, feed.taken, refused, feed.waiting)
    return (moment(feed.opened_at), feed.key_label, *(number(each) for each in counts))


def _numbers(refused: RefusedLines) -> str:
    listed = ", ".join(str(each) for each in refused.numbers)
    more = refused.count - len(refused.numbers)
    return say("{listed} and {more} more", listed=listed, more=number(more)) if more else listed
