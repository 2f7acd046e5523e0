"""The page on which a photo array is shown to a witness: a code, one picture after the other, the witness's words.

It says nothing of the search, the lead or the person: whoever shows the pictures does not know, and the witness looks.
"""

from typing import Any

import ipywidgets

from kernel_lib.vocabulary import ArrayState
from kernel_lib.wire.arrays import ArrayShowing
from widgets.pages.page import Page, html
from widgets.parts import field
from widgets.parts.markup import Markup, bullets, element, facts, joined, picture
from widgets.parts.wording import moment
from widgets.words.language import say


class ArrayPage(Page):
    """Begins by a code, goes on where it was when the page is opened again, and ends with a seal."""

    title = "Photo array"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.code = field.text("code", say("Code from the investigator"), say("Ten letters and digits."), required=True)
        self.unaware = field.tick(
            "unaware", say("I have no part in the case and do not know who its person is"), required=True
        )
        self.words = field.text(
            "words", say("What the witness says of this picture, in the witness's words"), required=True, rows=3
        )
        options = [("Yes", True), ("No", False)]
        self.recorded = field.radios("recorded", say("Recorded in sound and picture"), options, required=True)
        self.reason = field.text("reason", say("Why it ends early or was not recorded"), rows=2)
        self.showing: ArrayShowing | None = None

    def fill(self) -> None:
        """Go on with the showing under way, or ask for a code."""
        own = self.client.arrays.own()
        if own:
            self.draw(own[-1])
        else:
            self.ask()

    def ask(self) -> None:
        """Ask for the code."""
        self.acts.know(self.code, self.unaware)
        begin = self.acts.button(say("Begin"), self.begin, primary=True)
        self.place(html(_before()), self.code.box, self.unaware.box, _row(begin))

    def begin(self) -> None:
        """Open the array and show its first picture."""
        missing = [each.name for each in (self.code, self.unaware) if not each.answered]
        if missing:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return
        self.draw(self.client.arrays.begin(self.code.value, unaware=self.unaware.value))
        self.code.value = ""

    def answer(self) -> None:
        """Record the words; the next picture follows."""
        if not self.words.answered or self.showing is None:
            self.acts.complain({"words": say("Please answer this.")})
            return
        self.draw(self.client.arrays.answer(self.showing.id, self.words.value))

    def go_back(self) -> None:
        """Show the picture before again; the service records it."""
        if self.showing is not None:
            self.draw(self.client.arrays.go_back(self.showing.id))

    def end(self) -> None:
        """Seal the showing."""
        if self.recorded.value is None or self.showing is None:
            self.acts.complain({"recorded": say("Please answer this.")})
            return
        given = {"recorded": bool(self.recorded.value), "reason": self.reason.value}
        self.draw(self.client.arrays.end(self.showing.id, **given))

    def draw(self, showing: ArrayShowing) -> None:
        """Show one picture, or that it is sealed."""
        self.showing, self.words.value = showing, ""
        self.acts.know(self.words, self.recorded, self.reason)
        if showing.state is ArrayState.SEALED:
            self.place(html(_sealed(showing)))
            return
        record = self.acts.button(say("Record what was said"), self.answer, primary=True)
        back = self.acts.button(say("Go back to the picture before (it is recorded)"), self.go_back)
        end = self.acts.button(say("End and seal"), self.end)
        answers = _row(record, *([back] if showing.place > 1 else []))
        self.place(html(_picture(showing)), self.words.box, answers, self.recorded.box, self.reason.box, _row(end))
        self.conduct.focus(".lb-witness h2")


def _row(*buttons: Any) -> Any:
    row = ipywidgets.HBox(list(buttons))
    row.add_class("lb-actions")
    row.add_class("lb-actions--even")
    return row


def _before() -> Markup:
    return joined(
        (
            element("h2", say("Before you begin"), tabindex=-1),
            bullets(
                (
                    say("Say to the witness that the person may or may not be among the pictures."),
                    say("Say that you do not know who the person is, and that the investigation goes on either way."),
                    say(
                        "Show every picture, also after one was chosen. Write down the words, not your reading of them."
                    ),
                    say("Record the session in sound and picture."),
                )
            ),
        )
    )


def _picture(showing: ArrayShowing) -> Markup:
    name = say("Picture {place} of {pictures}", place=showing.place, pictures=showing.pictures)
    said = bullets(f"{moment(at)}: {words}" for at, words in showing.answers) if showing.answers else ""
    every = showing.answered == showing.pictures
    done = element("p", say("Every picture has an answer. End and seal the array."), role="status") if every else ""
    return element(
        "section", element("h2", name, tabindex=-1), picture(showing.picture, name), said, done, class_="lb-witness"
    )


def _sealed(showing: ArrayShowing) -> Markup:
    told = facts(
        (
            (say("Pictures with an answer"), f"{showing.answered} / {showing.pictures}"),
            (say("Seal"), showing.seal),
        )
    )
    words = element(
        "p", say("The array is sealed. Nothing can be added or changed. Tell the investigator that it ended.")
    )
    return joined((element("h2", say("Sealed"), tabindex=-1), words, told))
