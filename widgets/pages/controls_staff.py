"""Checks of searches against staff on the page of controls: what was found, and the answer to it (B-11)."""

from collections.abc import Callable, Iterator
from functools import partial

import ipywidgets

from kernel_lib.wire.staff import FindingAnswer, StaffChecks, StaffFindingView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.form import Answers, Form
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import moment
from widgets.words.language import say

Answer = Callable[[str, FindingAnswer], StaffChecks]


class StaffPanel:
    """Findings as a list; each opens into its answer. Below it the checks that were run."""

    def __init__(self, acts: Acts, view: StaffChecks, answer: Answer, check: Callable[[], StaffChecks]) -> None:
        self._acts = acts
        self._answer = answer
        self._check = check
        self.view = view
        self.form: Form | None = None
        self.findings = Listing(
            caption=say("Searches to look into"),
            columns=[say("Why"), say("Request"), say("Requested by"), say("Searched by"), say("State")],
            empty=say("No search was laid before you."),
        )
        self.findings.when_opened(lambda finding_id: acts.run(partial(self.open, finding_id)))
        self.box = ipywidgets.VBox([])
        self._draw()

    def open(self, finding_id: str) -> None:
        """Open one finding."""
        finding = next(each for each in self.view.findings if each.id == finding_id)
        self._draw(_facts(finding), None if finding.answered_at else self._form(finding))

    def check(self) -> None:
        """Compare the searches since the last check now."""
        self.view = self._check()
        self._draw()

    def _form(self, finding: StaffFindingView) -> Form:
        answers = [(say("The search was proper"), True), (say("The search was not proper"), False)]
        fields = (
            field.radios("proper", say("What you found"), answers, required=True),
            field.text("reason", say("How that is known"), say("It is kept in the record."), required=True, rows=3),
        )
        return Form(self._acts, say("Your answer"), fields, say("Record the answer"), partial(self._send, finding.id))

    def _send(self, finding_id: str, given: Answers) -> None:
        self.view = self._answer(finding_id, FindingAnswer(**given))
        self._draw()

    def _draw(self, opened: Markup | None = None, form: Form | None = None) -> None:
        self.form = form
        self.findings.show((each.id, _row(each)) for each in self.view.findings)
        parts = [
            html(joined((element("h2", say("Searches of staff (B-11)"), tabindex=-1), _intro(self.view)))),
            self._acts.button(say("Check the searches since the last time"), self.check),
            self.findings,
        ]
        if opened is not None:
            parts.append(html(opened))
        if form is not None:
            form.know()
            parts.append(form.box)
        self.box.children = [*parts, html(_checks(self.view))]


def _intro(view: StaffChecks) -> Markup:
    given = say("Members of staff who gave a picture of themselves: {count}.", count=view.consents)
    due = (
        say("The service checks by itself again after {due_at}.", due_at=moment(view.due_at))
        if view.due_at
        else say("No check was run yet.")
    )
    only = say("Only compliance sees this. Nobody of casework or of command is told.")
    return joined(element("p", each) for each in (given, due, only))


def _row(finding: StaffFindingView) -> tuple[str, ...]:
    return (_why(finding), finding.request_number, finding.requester, finding.searched_by, _state(finding))


def _why(finding: StaffFindingView) -> str:
    if finding.resembles:
        return say("Resembles {resembles}, a member of staff", resembles=finding.resembles)
    return say("Drawn by chance")


def _state(finding: StaffFindingView) -> str:
    if finding.proper is None:
        return say("waits for an answer")
    return say("proper") if finding.proper else say("not proper")


def _facts(finding: StaffFindingView) -> Markup:
    pairs = [
        (say("Why"), _why(finding)),
        (say("Request"), finding.request_number),
        (say("Occurrence"), finding.occurrence_number),
        (say("Requested by"), finding.requester),
        (say("Searched by"), finding.searched_by),
        (say("State"), _state(finding)),
    ]
    if finding.answered_at:
        pairs += [(say("How that is known"), finding.reason), (say("Answered by"), finding.answered_by)]
    return facts(pairs)


def _checks(view: StaffChecks) -> Markup:
    columns = (say("Run"), say("By"), say("Searches"), say("Compared"), say("Staff"), say("Seed of the draw"))
    return joined((element("h3", say("Checks")), table(say("Checks"), columns, list(_rows(view)), headed=True)))


def _rows(view: StaffChecks) -> Iterator[tuple[str, ...]]:
    for each in view.checks:
        by = say("the service") if each.by_service else say("compliance")
        yield moment(each.ran_at), by, str(each.searches), str(each.compared), str(each.people), each.seed
