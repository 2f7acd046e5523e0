"""What an examiner saw beside the pictures, and the way to step back (D-15)."""

from collections.abc import Callable

import ipywidgets

from kernel_lib.wire.examination import ExaminationView
from kernel_lib.wire.review import ContextSeen
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.conduct import Conduct
from widgets.parts.markup import Markup, bullets, element, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say, told

_STEP_BACK = (
    "The examination ends for you without a conclusion, and you see no more of it. Another certified examiner is "
    "found at once and learns nothing of you or of this."
)


class Context:
    """The kinds of the list in force, words, and two acts of equal weight: only record it, or step back."""

    def __init__(self, acts: Acts, conduct: Conduct, record: Callable[[], None], step_back: Callable[[], None]) -> None:
        self._acts = acts
        self.kinds: dict[str, field.Field] = {}
        self.note = field.text("note", say("In your words"), say("No names of persons who are shown."), rows=2)
        self._ticks = ipywidgets.VBox([])
        self.message = html("")
        keep = Choice(
            say("Record what I saw"),
            say("Record it and go on"),
            lambda: self._preview(say("You go on examining.")),
            record,
        )
        leave = Choice(
            say("Step back"), say("Step back from this examination"), lambda: self._preview(_STEP_BACK), step_back
        )
        self.act = TwoStep(acts, conduct, keep, leave)
        acts.know(self.note)
        self._opener = acts.button(say("I saw or heard something of this case"), self._open)
        self._form = [html(_intro()), self._ticks, self.note.box, self.act.box]
        self.box = ipywidgets.VBox([self._opener, self.message])

    def show(self, view: ExaminationView) -> None:
        """Show the kinds of the list in force."""
        if list(self.kinds) != [each.id for each in view.contexts]:
            self.kinds = {each.id: field.tick(f"kind_{each.id}", told(each.title)) for each in view.contexts}
            self._ticks.children = [each.box for each in self.kinds.values()]

    def seen(self, *, step_back: bool) -> ContextSeen:
        """Return what was ticked and typed."""
        return ContextSeen(kinds=self._ticked, note=self.note.value, step_back=step_back)

    def recorded(self) -> None:
        """Say that it is kept, and empty the form."""
        self.message.value = element("p", say("Recorded. Go on with the examination."), role="status")
        for each in self.kinds.values():
            each.value = False
        self.note.value = ""
        self.act.reset()
        self.box.children = [self._opener, self.message]

    def _open(self) -> None:
        self.message.value = ""
        self.box.children = [*self._form, self.message]

    @property
    def _ticked(self) -> tuple[str, ...]:
        return tuple(name for name, each in self.kinds.items() if each.value)

    def _preview(self, following: str) -> Markup | None:
        if not self._ticked:
            self._acts.complain({"note": say("Tick what it was.")})
            return None
        titles = [each.label for name, each in self.kinds.items() if name in self._ticked]
        return joined((element("h3", say("Record this?")), bullets(titles), element("p", following)))


def _intro() -> Markup:
    return element(
        "p",
        say("What you saw elsewhere may lead you. Saying so is normal and counts against nobody."),
        class_="lb-hint",
    )
