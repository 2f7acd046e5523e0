"""The box of reports of wrongdoing, for compliance alone (H-10)."""

from functools import partial

from kernel_lib.client import Client
from kernel_lib.wire.wrongdoing import WrongdoingBox, WrongdoingView
from widgets.pages.panel import Panel
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.form import Answers, Form
from widgets.parts.markup import element, facts, joined
from widgets.parts.wording import day
from widgets.words.language import say


class BoxPanel(Panel):
    """Every report; each opens into its words and the answer."""

    def __init__(self, acts: Acts, client: Client) -> None:
        intro = (say("Nothing here says who wrote a report. Do not try to find out: whoever reports is protected."),)
        super().__init__(acts, say("Reports of wrongdoing (H-10)"), intro)
        self._client = client
        columns = [say("Filed on"), say("State")]
        self.reports = self.listing(say("Reports"), columns, say("No report was filed."), self.open)
        self._show(client.wrongdoing.box())

    def open(self, report_id: str) -> None:
        """Open one report."""
        report = next(each for each in self.view.reports if each.id == report_id)
        shown = [element("h3", say("Report of {day}", day=day(report.filed_on))), element("p", report.words)]
        if report.answered_on:
            pairs = [(say("Answer"), report.answer), (say("Answered on"), day(report.answered_on))]
            self.place(joined((*shown, facts(pairs))))
            return
        words = field.text(
            "words", say("Your answer"), say("The author finds it by their code."), required=True, rows=4
        )
        form = Form(self.acts, say("Answer"), (words,), say("Send the answer"), partial(self._answer, report_id))
        self.place(joined(shown), form)

    # Private

    def _answer(self, report_id: str, given: Answers) -> None:
        self._show(self._client.wrongdoing.answer(report_id, given["words"]))

    def _show(self, view: WrongdoingBox) -> None:
        self.view = view
        self.reports.show((each.id, _row(each)) for each in view.reports)
        self.place()


def _row(report: WrongdoingView) -> tuple[str, ...]:
    return day(report.filed_on), say("answered") if report.answered_on else say("waits for an answer")
