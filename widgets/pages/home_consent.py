"""One's own picture for checks of searches: given freely, ended at any time (B-11)."""

from collections.abc import Callable

import ipywidgets

from kernel_lib.wire.staff import ConsentView
from widgets.pages.page import html
from widgets.parts.action import Acts
from widgets.parts.intake import Intake
from widgets.parts.markup import element, joined
from widgets.parts.wording import moment
from widgets.words.language import here, say

ADDRESS = "/leadbook/staff-consent"


class ConsentPanel:
    """The words of consent; below them the place for the picture, or the button that ends the consent."""

    def __init__(self, acts: Acts, read: Callable[[], ConsentView], end: Callable[[], ConsentView]) -> None:
        self._acts = acts
        self._read = read
        self._end = end
        self.intake = Intake(address=ADDRESS, words=say("To consent, drop a picture of your face here, or"))
        self.intake.when_sent(lambda: acts.run(self.open), self._refused)
        self.box = ipywidgets.VBox([acts.button(say("My picture for checks of searches"), self.open)])

    def open(self) -> None:
        """Ask how the consent stands, and show it."""
        self._draw(self._read())

    def end(self) -> None:
        """End the consent."""
        self._draw(self._end())

    def _refused(self, error: Exception) -> None:
        def tell() -> None:
            raise error

        self._acts.run(tell)

    def _draw(self, view: ConsentView) -> None:
        words = view.words_fr if here().language == "fr" else view.words_en
        since = (
            say("You consented on {since}.", since=moment(view.since)) if view.given else say("You gave no picture.")
        )
        heading = element("h2", say("My picture for checks of searches"), tabindex=-1)
        shown = html(joined((heading, element("p", words), element("p", since))))
        below = (
            self._acts.button(say("End my consent and destroy the picture"), self.end) if view.given else self.intake
        )
        self.box.children = [shown, below]
