"""What is done about a lead and what is next, and one form at a time to record it (E-05 to E-13, E-20)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import CheckAnswer, LeadState
from kernel_lib.wire.follow_up import FollowUpView, NextStep, ParagraphCompared
from widgets.pages.lead_array import ArrayPanel
from widgets.pages.lead_forms import LeadForms
from widgets.pages.page import html
from widgets.parts.action import Acts
from widgets.parts.conduct import Conduct
from widgets.parts.form import Form
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.parts.wording import counted, day, moment
from widgets.words.language import say, told

Ask = Callable[[FollowUpView], Form]

_STATES = {"done": "Done", "next": "Next", "waiting": "Waits", "stopped": "Stopped"}
_ANSWERS = {
    CheckAnswer.FITS: "fits",
    CheckAnswer.SPEAKS_AGAINST: "speaks against the lead",
    CheckAnswer.NOT_KNOWN: "not known",
    None: "open",
}


class FollowUpPanel:
    """The follow-up of one lead, below the lead itself."""

    def __init__(self, acts: Acts, conduct: Conduct, client: Any, lead_id: str) -> None:
        self._acts = acts
        self._conduct = conduct
        self._client = client
        self._lead_id = lead_id
        self._forms = LeadForms(acts, client, lead_id, self.show, self._told)
        self.array = ArrayPanel(acts, client, lead_id, self.show)
        self.form: Form | None = None
        self.view: FollowUpView | None = None
        self.compared: ParagraphCompared | None = None
        self.box = ipywidgets.VBox([])
        self.box.add_class("lb-follow-up")

    def load(self) -> None:
        """Ask for the follow-up and show it."""
        self.show(self._client.follow_up.get(self._lead_id))

    def show(self, view: FollowUpView) -> None:
        """Draw the follow-up as it stands."""
        self.view, self.form, self.compared = view, None, None
        self._conduct.said = say("Recorded.") if self.box.children else ""
        self._draw()

    def open(self, ask: Ask) -> None:
        """Open one form; the one before is closed."""
        if self.view is None:
            return
        self.form = ask(self.view)
        self.form.know()
        self._draw()
        self._conduct.focus(".lb-form")

    def rely(self) -> None:
        """Mark the lead as relied on."""
        self.show(self._client.follow_up.rely(self._lead_id))

    def draft(self) -> None:
        """Draft the paragraph."""
        self.show(self._client.follow_up.draft_paragraph(self._lead_id))

    # Private

    def _told(self, compared: ParagraphCompared) -> None:
        self.compared, self.form = compared, None
        self._draw()

    def _draw(self) -> None:
        view = self.view
        if view is None:
            return
        parts: list[Any] = [html(_heading(view)), html(_recorded(view))]
        if view.paragraph is not None:
            parts.append(html(_paragraph(view, self.compared)))
        parts.append(self._buttons(view))
        if self.form is not None:
            parts.append(self.form.box)
        if view.arrays or view.state in (LeadState.ACKNOWLEDGED, LeadState.RELIED_ON):
            self.array.show(view)
            parts.append(self.array.box)
        self.box.children = parts

    def _buttons(self, view: FollowUpView) -> Any:
        forms, made = self._forms, list[Any]()
        if view.state in (LeadState.ACKNOWLEDGED, LeadState.RELIED_ON):
            made += [
                self._opener(say("Answer a check"), forms.checks),
                self._opener(say("Compare circumstances"), forms.circumstances),
                self._opener(say("Record a fact"), forms.corroboration),
            ]
            if view.state is LeadState.ACKNOWLEDGED:
                made.append(self._acts.button(say("Rely on this lead"), self.rely))
            else:
                made.append(self._opener(say("Record a step"), forms.step))
            made.append(self._opener(say("Record a lineup"), forms.lineup))
            made.append(self._acts.button(say("Draft a warrant paragraph"), self.draft))
            if view.paragraph is not None:
                made.append(self._opener(say("Compare an edited paragraph"), forms.comparison))
        if view.state is not LeadState.WITHDRAWN:
            made.append(self._opener(say("Record the outcome"), forms.outcome))
        row = ipywidgets.HBox(made)
        row.add_class("lb-actions")
        row.add_class("lb-actions--even")
        return row

    def _opener(self, words: str, ask: Ask) -> Any:
        return self._acts.button(words, partial(self.open, ask))


def _heading(view: FollowUpView) -> Markup:
    steps = element("ol", *(_step(each) for each in view.steps), class_="lb-next")
    stopped = element(
        "div",
        element("h3", say("Stopped: facts contradict the lead")),
        bullets(map(told, view.flags)),
        class_="lb-banner",
    )
    shown = stopped if view.flags and not view.flags_answered else ""
    due = facts(
        (
            (say("Expires without further follow-up"), moment(view.expires_at)),
            (say("Outcome due"), moment(view.outcome_due)),
        )
    )
    return joined((element("h2", say("What is done and what is next"), tabindex=-1), steps, shown, due))


def _step(step: NextStep) -> Markup:
    said = element("strong", told(_STATES[step.state]), class_=f"lb-next-state lb-next-state--{step.state}")
    return element(
        "li",
        said,
        " ",
        element("span", told(step.title)),
        element("br"),
        element("span", told(step.detail), class_="lb-quiet"),
    )


def _recorded(view: FollowUpView) -> Markup:
    checks = [
        (
            told(each.title),
            say("overdue") if each.overdue else told(_ANSWERS[each.answer]),
            day(each.checked_on),
            each.what,
        )
        for each in view.checks
    ]
    parts = [
        element("h3", say("Checks")),
        table(say("Checks"), (say("Check"), say("Answer"), say("On"), say("Found")), checks, headed=True),
    ]
    if view.corroboration:
        rows = [
            (told(each.title), day(each.found_on), each.what, say("yes") if each.link else say("no"))
            for each in view.corroboration
        ]
        columns = (say("Fact"), say("Found on"), say("What"), say("Links by itself"))
        parts += [element("h3", say("Found without the search")), table(say("Facts"), columns, rows, headed=True)]
    if view.lineups:
        lines = [
            say(
                "{held_on}: {blind}, {sequence}, {fillers}, {recording}; the person came from a face search. "
                "Fillers: {filler_answer} {deviation}",
                held_on=day(each.held_on),
                blind=say("blind") if each.blind_administrator else say("not blind"),
                sequence=say("sequential") if each.sequential else say("not sequential"),
                fillers=counted(each.fillers, "filler"),
                recording=say("recorded") if each.recorded else say("not recorded"),
                filler_answer=each.filler_answer,
                deviation=each.deviation,
            )
            for each in view.lineups
        ]
        parts += [element("h3", say("Lineups")), bullets(lines)]
    if view.taken:
        rows_taken = [(told(each.title), day(each.taken_on), each.reference) for each in view.taken]
        parts += [
            element("h3", say("Steps")),
            table(say("Steps"), (say("Step"), say("On"), say("Number")), rows_taken, headed=True),
        ]
    if view.outcome:
        parts += [element("h3", say("Outcome")), element("p", f"{view.outcome}. {view.outcome_reason}")]
    if view.copies:
        parts += [
            element("h3", say("Copies")),
            table(say("Copies"), (say("Copy"), say("By"), say("Made"), say("Withdrawn")), _copies(view), headed=True),
        ]
    return joined(parts)


def _copies(view: FollowUpView) -> list[tuple[str, ...]]:
    return [
        (each.kind.value, each.by, moment(each.made_at), moment(each.withdrawn_at) if each.withdrawn_at else "no")
        for each in view.copies
    ]


def _paragraph(view: FollowUpView, compared: ParagraphCompared | None) -> Markup:
    draft = view.paragraph
    if draft is None:
        return joined(())
    parts = [
        element("h3", say("Draft paragraph for an information to obtain")),
        element("p", draft.text, class_="lb-draft"),
        facts(((say("Made"), moment(draft.made_at)), (say("SHA-256 of the draft"), draft.sha256))),
    ]
    if draft.edited:
        parts.append(
            element(
                "p",
                say(
                    "An edited text was compared; its SHA-256 differs: {edited_sha256}",
                    edited_sha256=draft.edited_sha256,
                ),
            )
        )
    if compared is not None:
        said = (
            say("The text is the draft, word for word.") if compared.same else say("The text differs from the draft.")
        )
        left_out = bullets(compared.missing) if compared.missing else ""
        head = element("p", element("strong", said), f" SHA-256 {compared.sha256}")
        heading = element("p", say("Not in it word for word:")) if compared.missing else ""
        parts.append(element("div", head, heading, left_out, class_="lb-banner lb-banner--caution", role="status"))
    return joined(parts)
