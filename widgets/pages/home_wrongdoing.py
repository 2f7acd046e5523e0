"""Any member reports wrongdoing from the home page, and finds the answer by a code (H-10)."""

from kernel_lib.client import Client
from kernel_lib.wire.wrongdoing import WrongdoingGuide
from widgets.pages.panel import Panel
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.form import Answers, Form
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.wording import day
from widgets.words.language import here, say


class WrongdoingPanel(Panel):
    """How an author is protected, a place to write, and a place for the code. Nothing is asked before it is opened."""

    def __init__(self, acts: Acts, client: Client) -> None:
        super().__init__(acts, say("Report wrongdoing"))
        self._client = client
        self.button(say("Report wrongdoing, or look for an answer"), self.open)
        self.place()

    def open(self) -> None:
        """Show how an author is protected, and both forms."""
        self._draw(_guide(self._client.wrongdoing.guide()))

    # Private

    def _draw(self, shown: Markup) -> None:
        words = field.text("words", say("What you saw"), required=True, rows=6)
        code = field.text("code", say("Your code"), required=True)
        report = Form(self.acts, say("To compliance"), (words,), say("File the report"), self._file)
        look = Form(self.acts, say("An answer"), (code,), say("Look for the answer"), self._look)
        self.place(shown, report, look)

    def _file(self, given: Answers) -> None:
        code = self._client.wrongdoing.file(given["words"]).code
        told_once = say("Filed. Your code, told once: {code}. Write it down where only you find it.", code=code)
        self._draw(element("p", told_once, role="status"))

    def _look(self, given: Answers) -> None:
        found = self._client.wrongdoing.standing(given["code"])
        if found.state == "waiting":
            words = say("Filed on {day}. There is no answer yet.", day=day(found.filed_on))
            self._draw(element("p", words, role="status"))
            return
        self._draw(facts([(say("Answered on"), day(found.answered_on)), (say("Answer"), found.answer)]))


def _guide(guide: WrongdoingGuide) -> Markup:
    french = here().language == "fr"
    protection = guide.protection_fr if french else guide.protection_en
    commissioner = guide.commissioner_fr if french else guide.commissioner_en
    other = element("p", say("You may write to the Commissioner instead: {address}", address=commissioner))
    return joined((element("p", protection), other))
