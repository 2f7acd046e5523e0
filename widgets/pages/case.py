"""The case page: every request, search, examination, lead, disclosure and pack of one occurrence (E-13 to E-19)."""

from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.wire.case import CaseLead, CaseView, DisclosureGiven, NoticeView
from kernel_lib.wire.disclosure import PackAsked
from kernel_lib.wire.follow_up import OutcomeGiven, ReasonGiven
from kernel_lib.wire.holds import HoldAsked
from widgets.pages import case_markup
from widgets.pages.case_holds import Holds
from widgets.pages.page import Page, help_panel, html
from widgets.parts import field
from widgets.parts.form import Answers, Form
from widgets.parts.markup import bullets, element
from widgets.parts.wording import moment
from widgets.words.language import say


class CasePage(Page):
    """One case. What may be done follows from what the service says; compliance reads."""

    title = "Case"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.called = field.text("called", say("Occurrence number"), say("As it stands on the request."), required=True)
        self.acts.know(self.called)
        self.case: CaseView | None = None

    def fill(self) -> None:
        """Show the case that the address names, or ask for one."""
        named = self.query.pop("case", "")
        if named:
            self.open(named)
            return
        row = ipywidgets.HBox([self.acts.button(say("Open the case"), self.find, primary=True)])
        row.add_class("lb-actions")
        self.place(html(element("h2", say("Which case?"))), self.called.box, row, helping=_help())

    def find(self) -> None:
        """Open the case whose number was typed."""
        if not self.called.answered:
            self.acts.complain({"called": say("Type an occurrence number.")})
            return
        self.open(self.called.value)

    def open(self, called: str) -> None:
        """Show a case, called by its id or occurrence number."""
        self.case = self.client.cases.get(called)
        self.conduct.keep_address(case=self.case.id)
        self._draw(self.case)

    def receive(self, notice: NoticeView) -> None:
        """Say that copies are marked."""
        self.client.cases.receive(notice.id)
        self._again(say("Recorded: your copies are marked."))

    def reopen(self, lead: CaseLead, given: Answers) -> None:
        """Open an expired lead again."""
        self.client.follow_up.reopen(lead.id, ReasonGiven(**given))
        self._again(say("The lead is open again; its limits must be acknowledged anew."))

    def answer(self, lead: CaseLead, given: Answers) -> None:
        """Answer a stop flag."""
        self.client.follow_up.answer_stop(lead.id, ReasonGiven(**given))
        self._again(say("The reason is recorded."))

    def end(self, lead: CaseLead, given: Answers) -> None:
        """Record an outcome."""
        self.client.follow_up.end(lead.id, OutcomeGiven(**given))
        self._again(say("The outcome is recorded."))

    def disclose(self, given: Answers) -> None:
        """Record a disclosure."""
        if self.case is not None:
            self.client.cases.disclose(self.case.id, DisclosureGiven(**given))
            self._again(say("The disclosure is recorded."))

    def hold(self, asked: HoldAsked) -> None:
        """Keep the search records of the case as they are (C-13)."""
        if self.case is not None:
            self.client.holds.place(self.case.id, asked)
            self._again(say("The hold is placed; nothing of the search records goes."))

    def lift(self, hold_id: str) -> None:
        """End a hold."""
        self.client.holds.lift(hold_id)
        self._again(say("The hold is lifted."))

    def build_pack(self, given: Answers) -> None:
        """Build a pack; with a basis some masks are left out."""
        if self.case is not None:
            self.client.disclosure.build(self.case.id, PackAsked(**given))
            self._again(say("The pack is built. Fetch it from the list."))

    # Private

    def _again(self, said: str) -> None:
        if self.case is not None:
            self.open(self.case.id)
        self.banner.note(said)

    def _draw(self, case: CaseView) -> None:
        parts: list[Any] = [html(case_markup.overview(case), "lb-section")]
        parts += [self._notice(each) for each in case.notices if each.read_at is None]
        parts += [html(case_markup.incident(each), "lb-section") for each in case.incidents]
        parts.append(html(case_markup.requests(case), "lb-section"))
        if case.may_review:
            parts += [self._lead(case, each.number, each.lead) for each in case.requests if each.lead is not None]
        parts.append(html(case_markup.disclosures(case), "lb-section"))
        if case.may_disclose:
            parts.append(self._disclosure_form(case).box)
        parts.append(html(case_markup.packs(case), "lb-section"))
        if case.may_build:
            parts.append(self._pack_form(case).box)
        if case.may_hold:
            self.holds = Holds(self.acts, self.client.holds.list(case.id), self.hold, self.lift)
            parts.append(self.holds.box)
        self.place(*parts, helping=_help())

    def _notice(self, notice: NoticeView) -> Any:
        said = html(
            element(
                "div",
                element(
                    "strong",
                    say(
                        "The lead of request {request_number} was withdrawn on {sent_at}.",
                        request_number=notice.request_number,
                        sent_at=moment(notice.sent_at),
                    ),
                ),
                say(" Do not use it. Mark every copy that you hold, and tell whomever you gave one."),
                class_="lb-banner lb-banner--caution",
            )
        )
        button = self.acts.button(
            say("My copies of {request_number} are marked", request_number=notice.request_number),
            partial(self.receive, notice),
        )
        return ipywidgets.VBox([said, button])

    def _lead(self, case: CaseView, number: str, lead: CaseLead) -> Any:
        parts: list[Any] = [
            html(element("h2", say("Lead of request {number}", number=number))),
            html(case_markup.lead_lines(lead)),
        ]
        if lead.needs_review:
            words = say("It has expired. Opened again, its limits must be acknowledged anew.")
            parts.append(
                self._reason(say("Open the lead of {number} again", number=number), partial(self.reopen, lead), words)
            )
        if lead.needs_answer:
            words = say("The lead is stopped. Your reason counts for exactly these contradictions.")
            parts.append(
                self._reason(
                    say("Go on with {number} in spite of this", number=number), partial(self.answer, lead), words
                )
            )
        outcome = field.choice("outcome", say("Outcome"), required=True)
        field.offer(outcome, [(each.title, each.id) for each in case.outcomes])
        reason = field.text("reason", say("Reason"), required=True, rows=2)
        words = say("Record the outcome of {number}", number=number)
        parts.append(Form(self.acts, words, (outcome, reason), words, partial(self.end, lead)).box)
        return ipywidgets.VBox(parts)

    def _reason(self, words: str, send: Any, intro: str) -> Any:
        reason = field.text("reason", say("Your reason"), required=True, rows=2)
        return Form(self.acts, words, (reason,), words, send, intro).box

    def _disclosure_form(self, case: CaseView) -> Form:
        recipient, method = (
            field.choice("recipient", say("To whom"), required=True),
            field.choice("method", say("How"), required=True),
        )
        field.offer(recipient, [(each.title, each.id) for each in case.recipients])
        field.offer(method, [(each.title, each.id) for each in case.methods])
        disclosed_on = field.day("disclosed_on", say("When"), required=True)
        fields = (recipient, disclosed_on, method, field.text("reference", say("Its number or file")))
        return Form(self.acts, say("Record a disclosure"), fields, say("Record the disclosure"), self.disclose)

    def _pack_form(self, case: CaseView) -> Form:
        intro = say("Everybody but the person of a lead is masked. Building may take minutes and is recorded.")
        if not case.bases:
            return Form(self.acts, say("Build a pack"), (), say("Build a pack"), self.build_pack, intro)
        basis = field.choice("basis", say("Legal basis for showing more"), say("Leave it open and all masks stay."))
        field.offer(basis, [(each.title, each.id) for each in case.bases])
        reference = field.text("reference", say("The paper that says so"), say("Its number; only with a basis."))
        return Form(self.acts, say("Build a pack"), (basis, reference), say("Build a pack"), self.build_pack, intro)


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("E-15: a search that found nothing is part of the case."),
                say("E-16: masks are left out only on a recorded legal basis."),
                say("E-17: that face recognition was used is disclosed, and recorded here."),
                say("E-19: a wrongful identification freezes the case."),
            )
        ),
        element("h2", say("Who sees this")),
        element("p", say("Who asked in this case, approvers of the service, and compliance. Opening it is recorded.")),
    )
