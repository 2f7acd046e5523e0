"""Words added to a locked examination, each as a version of its own (D-17)."""

from collections.abc import Callable

import ipywidgets

from kernel_lib.wire.examination import ExaminationView
from kernel_lib.wire.review import AmendmentGiven
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.markup import Markup, element, joined, table
from widgets.parts.wording import moment
from widgets.words.language import say

_COLUMNS = ("Version", "Added", "Reason", "Words")


class Amendment:
    """A reason and words; what was locked before stays as it is."""

    def __init__(self, acts: Acts, add: Callable[[], None]) -> None:
        self._acts = acts
        self._add = add
        self.reason = field.text("amendment_reason", say("Reason of the addition"), required=True)
        self.words = field.text("amendment_words", say("What is added"), rows=3, required=True)
        acts.know(self.reason, self.words)
        self._told = html("")
        button = acts.button(say("Add to the locked examination"), self._checked)
        self.box = ipywidgets.VBox([self._told, self.reason.box, self.words.box, button])

    def show(self, view: ExaminationView) -> None:
        """Show what was added so far, and empty the form."""
        self._told.value = _added(view)
        self.reason.value, self.words.value = "", ""

    @property
    def given(self) -> AmendmentGiven:
        """The addition as it stands."""
        return AmendmentGiven(reason=self.reason.value, words=self.words.value)

    def _checked(self) -> None:
        missing = {each.name: say("Please answer this.") for each in (self.reason, self.words) if not each.answered}
        if missing:
            self._acts.complain(missing)
            return
        self._add()


def _added(view: ExaminationView) -> Markup:
    heading = element("h2", say("Additions"))
    words = say("What was locked cannot be changed. An addition is a version of its own, linked to the ones before.")
    hint = element("p", words, class_="lb-hint")
    if not view.amendments:
        return joined((heading, hint))
    rows = [(str(each.version), moment(each.added_at), each.reason, each.words) for each in view.amendments]
    return joined((heading, hint, table(say("Additions"), _COLUMNS, rows, headed=True)))
