"""Disclosure holds of a case: which there are, placing one, lifting one (C-13)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.wire.holds import HoldAsked, HoldsView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.markup import Markup, element, joined, table
from widgets.parts.wording import moment
from widgets.words.language import say, told

_COLUMNS = ("Ground", "Note", "Since", "Lifted")


class Holds:
    """While one is open, nothing of the case's search records is purged."""

    def __init__(
        self, acts: Acts, view: HoldsView, place: Callable[[HoldAsked], None], lift: Callable[[str], None]
    ) -> None:
        self.ground = field.choice("ground", say("Ground of the hold"), required=True)
        field.offer(self.ground, [(each.title, each.id) for each in view.grounds])
        self.note = field.text("hold_note", say("Note on the hold"))
        acts.know(self.ground, self.note)
        self._acts = acts
        self._place = place
        lifts: list[Any] = [
            acts.button(say("Lift the hold: {ground}", ground=each.ground), partial(lift, each.id))
            for each in view.holds
            if each.lifted_at is None
        ]
        button = acts.button(say("Place a hold"), self._send)
        self.box = ipywidgets.VBox([html(_held(view)), *lifts, self.ground.box, self.note.box, button])

    def _send(self) -> None:
        if not self.ground.answered:
            self._acts.complain({"ground": say("Choose a ground.")})
            return
        self._place(HoldAsked(ground=self.ground.value, note=self.note.value))


def _held(view: HoldsView) -> Markup:
    heading = element("h2", say("Disclosure holds"))
    if not view.holds:
        words = say("No hold: pictures of candidates nobody selected leave the search records after their days.")
        return joined((heading, element("p", words, class_="lb-empty")))
    rows = [
        (
            told(each.ground),
            each.note or "–",
            moment(each.placed_at),
            moment(each.lifted_at) if each.lifted_at else say("no"),
        )
        for each in view.holds
    ]
    return joined((heading, table(say("Disclosure holds"), _COLUMNS, rows, headed=True)))
