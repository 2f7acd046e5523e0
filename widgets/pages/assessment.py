"""The page of the privacy assessment: one question at a time; risks, amendments and versions, each with its own act."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Role
from kernel_lib.wire.assessment import (
    AmendmentText,
    AmendmentView,
    AnswerGiven,
    AssessmentView,
    EngagementGiven,
    RiskGiven,
    RiskView,
    VersionView,
)
from widgets.pages.assessment_markup import (
    amendment_facts,
    amendment_row,
    help_for_it,
    lacking,
    risk_facts,
    risk_row,
    state,
    version_row,
)
from widgets.pages.assessment_questions import Questions
from widgets.pages.page import Page, html
from widgets.parts import field
from widgets.parts.field import Field, as_date
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say, told


class AssessmentPage(Page):
    """Nothing is decided here: who may answer and who may accept is for the service to say."""

    title = "Privacy assessment"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.asking = Questions(self.acts, self.conduct, self.answer)
        self.risks = self._listing(say("Risks"), (say("No."), say("Cause"), say("Control"), say("State")))
        self.amendments = self._listing(say("Amendments"), (say("No."), say("Change"), say("State")))
        self.versions = self._listing(say("Versions"), (say("No."), say("Closed"), say("State")))
        self.risks.when_opened(lambda key: self.acts.run(partial(self.open_risk, key)))
        self.amendments.when_opened(lambda key: self.acts.run(partial(self.open_amendment, key)))
        self.versions.when_opened(lambda key: self.acts.run(partial(self.open_version, key)))
        self.fields: dict[str, Field] = {}
        self.view: AssessmentView | None = None

    def fill(self) -> None:
        """Read the assessment and show it."""
        self._show(self.client.assessment.get())

    def answer(self, question_id: str, given: AnswerGiven) -> None:
        """Send the answer, and let the next open question come."""
        view = self.client.assessment.answer(question_id, given)
        self.asking.go_on()
        self._done(view)

    def open_risk(self, risk_id: str) -> None:
        """Show one risk; whoever did not write it may accept what remains."""
        risk = next(each for each in self._view.risks if each.id == risk_id)
        accept = Choice(say("Accept"), say("Accept what remains"), _signed, partial(self.accept_risk, risk))
        self._form(risk_facts(risk), (), *([accept] if self._accepts and not risk.accepted_at else []))

    def accept_risk(self, risk: RiskView) -> None:
        """Accept what remains of a risk."""
        self._done(self.client.assessment.accept_risk(risk.id))

    def begin_risk(self) -> None:
        """Ask for a row of the register."""
        likelihood = field.choice("likelihood", say("Likelihood"), required=True)
        impact = field.choice("impact", say("Impact"), required=True)
        field.offer(likelihood, [(told(each), each) for each in self._view.likelihoods])
        field.offer(impact, [(told(each), each) for each in self._view.impacts])
        fields = (
            field.text("flow_step", say("Step of the flow"), required=True),
            field.text("principle", say("Principle or section"), required=True),
            field.text("cause", say("Cause"), required=True, rows=3),
            field.text("affected", say("Whom it affects"), required=True),
            likelihood,
            impact,
            field.text("control", say("Control"), say("A requirement such as A-11, or nothing.")),
            field.text("residual", say("What remains"), required=True, rows=3),
            field.text("owner", say("Owner"), required=True),
            field.day("due", say("Due"), required=True),
        )
        keep = Choice(say("Keep"), say("Keep this risk"), self._preview, self.keep_risk)
        self._form(element("h2", say("Another risk")), fields, keep)

    def keep_risk(self) -> None:
        """Send the row."""
        given = {name: each.value for name, each in self.fields.items()}
        self._done(self.client.assessment.record_risk(RiskGiven.model_validate(given)))

    def begin_engagement(self) -> None:
        """Ask whom of the public was heard."""
        fields = (
            field.day("held_on", say("Day"), required=True),
            field.text("who", say("Who was heard"), required=True),
            field.text("said", say("What was said"), required=True, rows=4),
            field.text("changed", say("What changed because of it"), required=True, rows=4),
            field.text("evidence", say("Written down in")),
        )
        keep = Choice(say("Keep"), say("Keep this entry"), self._preview, self.keep_engagement)
        self._form(element("h2", say("The public was heard")), fields, keep)

    def keep_engagement(self) -> None:
        """Send the entry."""
        given = {name: each.value for name, each in self.fields.items()} | {
            "held_on": as_date(self.fields["held_on"].value)
        }
        self._done(self.client.assessment.engage(EngagementGiven.model_validate(given)))

    def open_amendment(self, amendment_id: str) -> None:
        """Show one amendment; one person writes it, another accepts it."""
        held = next(each for each in self._view.amendments if each.id == amendment_id)
        waits = held.accepted_at is None and held.dropped_at is None
        accept = Choice(say("Accept"), say("Accept this amendment"), _signed, partial(self.accept_amendment, held))
        if not waits or not self._accepts:
            self._form(amendment_facts(held), ())
        elif held.described_by or not self._writes:
            self._form(amendment_facts(held), (), *([accept] if held.described_by else []))
        else:
            reason = field.text("reason", say("Why this changes"), required=True, rows=4)
            effect = field.text("effect", say("What it does to privacy"), required=True, rows=4)
            write = Choice(say("Keep"), say("Keep this text"), self._preview, partial(self.describe, held))
            self._form(amendment_facts(held), (reason, effect), write)

    def describe(self, held: AmendmentView) -> None:
        """Send why something changes and what that does."""
        given = AmendmentText(reason=self.fields["reason"].value, effect=self.fields["effect"].value)
        self._done(self.client.assessment.describe(held.id, given))

    def accept_amendment(self, held: AmendmentView) -> None:
        """Accept what another person wrote."""
        self._done(self.client.assessment.accept_amendment(held.id))

    def begin_version(self) -> None:
        """Show what closing a version does."""
        close = Choice(say("Close a version"), say("Close it now"), _closing, self.propose)
        self._form(element("h2", say("Close a version")), (), close)

    def propose(self) -> None:
        """Close a version."""
        self._done(self.client.assessment.propose())

    def open_version(self, version_id: str) -> None:
        """Show one version; whoever did not close it may accept it."""
        held = next(each for each in self._view.versions if each.id == version_id)
        accept = Choice(say("Accept"), say("Accept this version"), _signed, partial(self.accept_version, held))
        heading = joined(
            (element("h2", say("Version {number}", number=held.number)), facts([("SHA-256", held.sha256)]))
        )
        self._form(heading, (), *([accept] if self._accepts and held.accepted_at is None else []))

    def accept_version(self, held: VersionView) -> None:
        """Accept a version."""
        self._done(self.client.assessment.accept_version(held.id))

    # Private

    @property
    def _view(self) -> AssessmentView:
        if self.view is None:
            self.view = self.client.assessment.get()
        return self.view

    @property
    def _writes(self) -> bool:
        return Role.COMPLIANCE in self.account.roles

    @property
    def _accepts(self) -> bool:
        return bool({Role.COMPLIANCE, Role.ADMINISTRATOR} & set(self.account.roles))

    def _listing(self, caption: str, columns: tuple[str, ...]) -> Listing:
        return Listing(caption=caption, columns=list(columns), empty=say("None."))

    def _show(self, view: AssessmentView) -> None:
        self.view = view
        self.risks.show((each.id, risk_row(each)) for each in view.risks)
        self.amendments.show((each.id, amendment_row(each)) for each in view.amendments)
        self.versions.show((each.id, version_row(each)) for each in view.versions)
        self.acts.fields.clear()
        self.asking.show(view.questions, writes=self._writes)
        self.place(
            html(state(view)),
            self.asking.box,
            self.asking.outline,
            html(lacking(view)),
            *_part(say("Amendments"), self.amendments),
            *_part(say("Risks"), self.risks, *self._begins(say("Add a risk"), self.begin_risk)),
            *_part(say("Versions"), self.versions, *self._begins(say("Close a version"), self.begin_version)),
            *self._begins(say("Record whom the public sent"), self.begin_engagement),
            helping=help_for_it(),
        )

    def _begins(self, words: str, act: Callable[[], None]) -> list[Any]:
        return [self.acts.button(words, act)] if self._writes else []

    def _form(self, heading: Markup, fields: tuple[Field, ...], *choices: Choice) -> None:
        self.fields = {each.name: each for each in fields}
        self.acts.fields.clear()
        self.acts.know(*fields)
        back = self.acts.button(say("Back to the assessment"), self.fill)
        parts: list[Any] = [back, html(heading), ipywidgets.VBox([each.box for each in fields])]
        if choices:
            parts.append(TwoStep(self.acts, self.conduct, *choices).box)
        self.place(*parts, helping=help_for_it())

    def _done(self, view: AssessmentView) -> None:
        self._show(view)
        self.banner.note(say("Kept."), "")

    def _preview(self) -> Markup | None:
        missing = [name for name, each in self.fields.items() if each.required and not each.answered]
        if missing:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return None
        return facts([(each.label, str(each.value or "")) for each in self.fields.values()])


def _part(heading: str, *parts: Any) -> tuple[Any, ...]:
    return html(element("h2", heading)), *parts


def _signed() -> Markup:
    return element("p", say("Two different people stand for this: who wrote it, and you."))


def _closing() -> Markup:
    return element("p", say("What is written and what is in force now becomes a version. Another person accepts it."))
