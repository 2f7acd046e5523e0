"""Trying another length of a clock on the records desk: what would change, in numbers; nothing changes (W-21)."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.lifecycle import ClockInForce, RuleChangeAsked, RuleChangeTold
from widgets.pages.page import html
from widgets.pages.records_words import DISPOSITIONS, STATES
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.words.language import number, say, told

CLOCKS = {
    "open_charge": "An open charge counts for",
    "conviction": "A conviction counts for",
    "age_of_picture": "No picture is older than",
    "after_death": "After a death a picture is kept for",
    **{str(each): words for each, words in DISPOSITIONS.items()},
}


class WhatIfPanel:
    """Clock, length and seed; the answer of the service below them."""

    def __init__(
        self, acts: Acts, clocks: Sequence[ClockInForce], attempt: Callable[[RuleChangeAsked], RuleChangeTold]
    ) -> None:
        self._acts = acts
        self._attempt = attempt
        self.clock = field.choice("clock", say("Which clock"), _in_force(clocks), required=True)
        field.offer(self.clock, [(_title(each), each.clock) for each in clocks])
        self.length = field.text(
            "length", say("Length to try"), say("Such as 30 days, 2 months or 1 year."), required=True
        )
        self.seed = field.text("seed", say("Number of the sample"), say("The same number draws the same pictures."))
        self.seed.value = "0"
        self.answer = html("")
        fields = (self.clock, self.length, self.seed)
        acts.know(*fields)
        row = ipywidgets.HBox([acts.button(say("Try it"), self.attempt, primary=True)])
        row.add_class("lb-actions")
        heading = html(
            joined(
                (
                    element("h2", say("Try another clock"), tabindex=-1),
                    element("p", say("Nothing is changed. Rules change only by a new version of their file.")),
                )
            )
        )
        self.box = ipywidgets.VBox([heading, *(each.box for each in fields), row, self.answer])

    def attempt(self) -> None:
        """Ask the service, or say what is missing."""
        missing = [each.name for each in (self.clock, self.length) if not each.answered]
        if missing:
            self._acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return
        asked = RuleChangeAsked(clock=self.clock.value, length=self.length.value, seed=self.seed.value or 0)
        self.answer.value = effect_of(self._attempt(asked))


def effect_of(tried: RuleChangeTold) -> Markup:
    """Return what a tried clock would do: searches, late items, states before and after, and samples."""
    pairs = [
        (say("Pictures looked at"), number(tried.pictures)),
        (say("In force"), tried.in_force.length),
        (say("Tried"), tried.tried.length),
        (say("Would leave search"), number(tried.leave_search)),
        (say("Would enter search"), number(tried.enter_search)),
        (say("Destruction late now"), number(tried.late_before)),
        (say("Destruction late then"), number(tried.late_after)),
    ]
    states = [each for each in EligibilityState if tried.before.get(each) or tried.after.get(each)]
    rows = [
        (told(STATES[each]), *(number(side.get(each, 0)) for side in (tried.before, tried.after))) for each in states
    ]
    columns = (say("A picture"), say("Now"), say("Then"))
    counted = table(say("Pictures by state"), columns, rows, frozenset({1, 2}))
    heading = element("h3", say("What it would do today"))
    return joined((heading, facts(pairs), counted, _samples(tried)))


# Private


def _samples(tried: RuleChangeTold) -> Markup:
    if not tried.samples:
        return element("p", say("No picture goes into another state."), class_="lb-empty")
    rows = [
        (
            each.subject_number,
            each.booking_event,
            told(STATES[each.before]) if each.before else say("no state"),
            told(STATES[each.after]),
        )
        for each in tried.samples
    ]
    return table(say("Samples"), (say("Person"), say("Booking event"), say("Now"), say("Then")), rows)


def _title(clock: ClockInForce) -> str:
    return f"{told(CLOCKS[clock.clock])}: {clock.length}"


def _in_force(clocks: Sequence[Any]) -> str:
    return say("{count} clocks of your service's profile, with their lengths in force.", count=len(clocks))
