"""A doubt about identities in the gallery, sent to the records clerk from an examination (C-09)."""

from collections.abc import Callable

import ipywidgets

from kernel_lib.wire.examination import ExaminationView
from kernel_lib.wire.identities import IdentityDoubt
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.markup import element, joined
from widgets.words.language import say


class Doubt:
    """Letters that may be one person, or one letter whose pictures may show two; and what was seen."""

    def __init__(self, acts: Acts, send: Callable[[], None]) -> None:
        self._acts = acts
        self._send = send
        self.letters: dict[str, field.Field] = {}
        self.note = field.text("doubt_note", say("What you saw"), rows=2, required=True)
        acts.know(self.note)
        self._ticks = ipywidgets.HBox([])
        self.message = html("")
        self._opener = acts.button(say("Two letters may be one person, or one letter two"), self._open)
        self._form = [
            html(_intro()),
            self._ticks,
            self.note.box,
            acts.button(say("Send to the records clerk"), self._checked),
        ]
        self.box = ipywidgets.VBox([self._opener, self.message])

    def show(self, view: ExaminationView) -> None:
        """Offer the letters of this list."""
        listed = [each.letter for each in view.letters]
        if list(self.letters) != listed:
            self.letters = {each: field.tick(f"doubt_{each}", say("Candidate {each}", each=each)) for each in listed}
            self._ticks.children = [each.box for each in self.letters.values()]

    @property
    def doubt(self) -> IdentityDoubt:
        """The doubt as it stands."""
        return IdentityDoubt(letters=self._ticked, note=self.note.value)

    def sent(self) -> None:
        """Say that it is sent, and close the form."""
        words = say("Sent to the records clerk. The list stays as it is; go on with the examination.")
        self.message.value = element("p", words, role="status")
        for each in self.letters.values():
            each.value = False
        self.note.value = ""
        self.box.children = [self._opener, self.message]

    @property
    def _ticked(self) -> tuple[str, ...]:
        return tuple(letter for letter, each in self.letters.items() if each.value)

    def _open(self) -> None:
        self.message.value = ""
        self.box.children = self._form

    def _checked(self) -> None:
        if not self._ticked or not self.note.answered:
            self._acts.complain({"doubt_note": say("Tick the letters and say what you saw.")})
            return
        self._send()


def _intro() -> str:
    words = say("The records clerk sees the subjects and your words, and nothing of this request.")
    return joined((element("h3", say("Doubt about identities")), element("p", words, class_="lb-hint")))
