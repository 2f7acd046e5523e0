"""The page of controls: stop searching, let it go on and change its bounds by two people, see what is flagged."""

from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import Role, StopScope
from kernel_lib.wire.control import (
    ControlsView,
    Effect,
    SettingDecision,
    SettingProposed,
    SettingView,
    StopAsked,
    StopView,
)
from widgets.pages.controls_markup import (
    SCOPES,
    flags,
    setting_facts,
    setting_row,
    stop_facts,
    stop_row,
)
from widgets.pages.controls_models import ModelsPanel
from widgets.pages.controls_staff import StaffPanel
from widgets.pages.controls_statement import preview, summary, written
from widgets.pages.page import Page, help_panel, html
from widgets.parts import field
from widgets.parts.field import Field
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say

_EFFECT_PARTS = 6


class ControlsPage(Page):
    """One list of stops, one of versions of the bounds; each opens into its own act. Nothing is decided here."""

    title = "Controls"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.stops = Listing(
            caption=say("Stops of searching"),
            columns=[say("For"), say("Since"), say("By"), say("State")],
            empty=say("Searching is not stopped."),
        )
        self.stops.when_opened(lambda stop_id: self.acts.run(partial(self.open_stop, stop_id)))
        self.settings = Listing(
            caption=say("Bounds of searches"),
            columns=[say("Version"), say("Similarity from"), say("Longest list"), say("State")],
            empty="",
        )
        self.settings.when_opened(lambda setting_id: self.acts.run(partial(self.open_setting, setting_id)))
        self.fields: dict[str, Field] = {}
        self.view: ControlsView | None = None

    def fill(self) -> None:
        """Read everything and show it."""
        self.show_all()

    def show_all(self) -> None:
        """Show the lists and the flags."""
        view = self._read()
        self.stops.show((each.id, stop_row(each)) for each in view.stops)
        self.settings.show((each.id, setting_row(each)) for each in view.settings)
        self.place(
            html(element("h2", say("Stops of searching (M-11)"))),
            self.stops,
            self.acts.button(say("Stop searching"), self.begin_stop, primary=True),
            html(element("h2", say("Bounds of searches (B-13)"))),
            self.settings,
            self.acts.button(say("Propose other bounds"), self.begin_proposal),
            html(flags(view)),
            *self._of_compliance(),
            helping=_help(),
        )

    def open_statement(self) -> None:
        """Show the public statement as it would go out now."""
        held = self.client.publication.preview()
        choices = () if held.missing else (Choice(say("Publish"), say("Publish it now"), summary, self.publish),)
        self._form(preview(held), (), *choices)

    def publish(self) -> None:
        """Put the public statement out."""
        self._done(say("Published."), written(self.client.publication.publish()))

    def open_staff(self) -> None:
        """Show what checks of searches against staff found."""
        staff = self.client.staff
        self.staff = StaffPanel(self.acts, staff.checks(), staff.answer, staff.check)
        self.acts.fields.clear()
        self.place(self._back(), self.staff.box, helping=_help())

    def open_models(self) -> None:
        """Show the registered face models and what a change would do."""
        self.models = ModelsPanel(self.acts, self.conduct, self.client, frozenset(self.account.roles))
        self.place(self._back(), self.models.box, helping=_help())

    def begin_stop(self) -> None:
        """Ask for what searching is to be stopped, and why."""
        target, reason = field.choice("target", say("Stop searching for"), required=True), _reason(say("Reason"))
        options = [
            (_target_title(each.scope, each.title), f"{each.scope}:{each.target}") for each in self._view.targets
        ]
        field.offer(target, options)
        stop = Choice(say("Stop"), say("Stop searching now"), self._preview_stop, self.stop)
        self._form(element("h2", say("Stop searching")), (target, reason), stop)

    def stop(self) -> None:
        """Send the stop."""
        scope, _, target = str(self.fields["target"].value).partition(":")
        asked = StopAsked(scope=StopScope(scope), target=target, reason=self.fields["reason"].value)
        self._done(say("Searching is stopped."), self.client.controls.stop(asked).note)

    def open_stop(self, stop_id: str) -> None:
        """Show one stop, and what may be done with it now."""
        stop = next(each for each in self._view.stops if each.id == stop_id)
        heading = joined((element("h2", say("Stop of searching"), tabindex=-1), stop_facts(stop)))
        if stop.resumed_at:
            self._form(heading, ())
        elif stop.proposed_by:
            agree = Choice(say("Agree"), say("Let searching go on"), _preview_agreement, partial(self.confirm, stop))
            self._form(heading, (), agree)
        else:
            propose = partial(self.propose_resumption, stop)
            choice = Choice(
                say("Propose to go on"), say("Propose that searching goes on"), self._preview_resumption, propose
            )
            self._form(heading, (_reason(say("Why searching may go on")),), choice)

    def propose_resumption(self, stop: StopView) -> None:
        """Propose that searching goes on."""
        self.client.controls.propose_resumption(stop.id, self.fields["reason"].value)
        self._done(say("Proposed."), say("Searching stays stopped until another person agrees."))

    def confirm(self, stop: StopView) -> None:
        """Agree that searching goes on."""
        self.client.controls.confirm_resumption(stop.id)
        self._done(say("Searching goes on."), "")

    def begin_proposal(self) -> None:
        """Ask for other bounds, the reason, and the error table."""
        fields = (
            field.text("min_score", say("Similarity from"), say("Between 0 and 1."), required=True),
            field.text("max_candidates", say("Longest list"), say("From 2 to 50."), required=True),
            _reason(say("Reason")),
            field.text("effects", say("Error rates by group"), _EFFECTS_HINT, rows=6),
        )
        choice = Choice(say("Propose"), say("Send this proposal"), self._preview_proposal, self.propose)
        self._form(element("h2", say("Propose other bounds")), fields, choice)

    def propose(self) -> None:
        """Send the proposal."""
        self.client.controls.propose(self._proposed())
        self._done(say("Proposed."), say("The bounds in force stay until another person approves."))

    def open_setting(self, setting_id: str) -> None:
        """Show one version, and the decision on it when it waits for one."""
        setting = next(each for each in self._view.settings if each.id == setting_id)
        heading = joined(
            (element("h2", say("Bounds of searches, version {number}", number=setting.number)), setting_facts(setting))
        )
        if setting.approved is not None:
            self._form(heading, ())
            return
        yes = Choice(
            say("Approve"), say("Approve these bounds"), self._preview_decision, partial(self.decide, setting, True)
        )
        no = Choice(
            say("Turn down"),
            say("Turn these bounds down"),
            self._preview_decision,
            partial(self.decide, setting, False),
        )
        self._form(heading, (_reason(say("Reason of your decision")),), yes, no)

    def decide(self, setting: SettingView, approved: bool) -> None:
        """Send the decision on a proposal."""
        decision = SettingDecision(approved=approved, reason=self.fields["reason"].value)
        self.client.controls.decide(setting.id, decision)
        self._done(say("Approved. They hold from the next search on.") if approved else say("Turned down."), "")

    @property
    def _view(self) -> ControlsView:
        return self._read() if self.view is None else self.view

    def _read(self) -> ControlsView:
        self.view = self.client.controls.get()
        return self.view

    def _of_compliance(self) -> list[Any]:
        models = self.acts.button(say("Change of the face model (F-11)"), self.open_models)
        if Role.COMPLIANCE not in self.account.roles:
            return [html(element("h2", say("Face model"))), models]
        return [
            html(element("h2", say("What compliance looks after"))),
            self.acts.button(say("Public statement (E-18)"), self.open_statement),
            self.acts.button(say("Searches of staff (B-11)"), self.open_staff),
            models,
        ]

    def _back(self) -> Any:
        back = self.acts.button(say("Back to the controls"), self.show_all)
        back.add_class("lb-button--small")
        return back

    def _form(self, heading: Markup, fields: tuple[Field, ...], *choices: Choice) -> None:
        self.fields = {each.name: each for each in fields}
        self.acts.fields.clear()
        self.acts.know(*fields)
        parts: list[Any] = [self._back(), html(heading), ipywidgets.VBox([each.box for each in fields])]
        if choices:
            parts.append(TwoStep(self.acts, self.conduct, *choices).box)
        self.place(*parts, helping=_help())

    def _done(self, heading: str, reason: str) -> None:
        self.show_all()
        self.banner.note(heading, reason)

    def _complete(self) -> bool:
        missing = [name for name, each in self.fields.items() if not each.answered]
        if missing:
            self.acts.complain(dict.fromkeys(missing, say("Please answer this.")))
        return not missing

    def _preview_stop(self) -> Markup | None:
        line = say("Nothing is searched from the next search on, until two different people let it go on.")
        return _panel(line, self.fields) if self._complete() else None

    def _preview_resumption(self) -> Markup | None:
        line = say("Searching stays stopped until another person agrees.")
        return _panel(line, self.fields) if self._complete() else None

    def _preview_decision(self) -> Markup | None:
        return _panel(say("Your decision and its reason are kept."), self.fields) if self._complete() else None

    def _preview_proposal(self) -> Markup | None:
        if not self._complete():
            return None
        proposed = self._proposed()
        line = say("Another person decides. {count} groups are in the error table.", count=len(proposed.effects))
        if not proposed.effects:
            line = say("Another person decides. The evaluation on file gives the error table.")
        return _panel(line, self.fields)

    def _proposed(self) -> SettingProposed:
        given = {name: self.fields[name].value for name in ("min_score", "max_candidates", "reason")}
        return SettingProposed(**given, effects=read_effects(self.fields["effects"].value))


def read_effects(text: str) -> tuple[Effect, ...]:
    """Turn lines of six parts between semicolons into the error table.

    Raises:
        Unacceptable: a line has another number of parts; it is named by its place.
    """
    rows = [[part.strip() for part in line.split(";")] for line in text.splitlines() if line.strip()]
    wrong = [str(place) for place, row in enumerate(rows, start=1) if len(row) != _EFFECT_PARTS]
    if wrong:
        message = say("Expected six parts between semicolons; look at line {listed}.", listed=", ".join(wrong))
        raise Unacceptable("B-13", message, say("Correct the table; nothing was sent."), fields={"effects": message})
    names = tuple(Effect.model_fields)[:_EFFECT_PARTS]
    return tuple(Effect(**dict(zip(names, row, strict=True))) for row in rows)


_EFFECTS_HINT = (
    "Leave this empty, and the evaluation on file gives the table. Otherwise one group a line: group; trials; false "
    "positives before; after; false negatives before; after. Rates from 0 to 1, as your evaluation measured them."
)


def _reason(label: str) -> Field:
    return field.text("reason", label, say("It is kept in the record."), required=True, rows=3)


def _target_title(scope: StopScope, title: str) -> str:
    return title if scope is StopScope.ALL else f"{SCOPES[scope]}: {title}"


def _preview_agreement() -> Markup:
    return element(
        "p", say("Searches run again from the next one on. Two people stand for it: who proposed it, and you.")
    )


def _panel(line: str, fields: dict[str, Field]) -> Markup:
    answers = [(each.label, str(each.value)) for each in fields.values()]
    return joined((element("p", line), facts(answers)))


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("M-11: one authorised person stops; two different people let searching go on."),
                say("B-13: threshold and list length change by two people, with a reason and the error table."),
                say("F-11: another face model comes into use only with a report of each service that searched before."),
                say("A-12: an urgent result is locked when its approval is late."),
            )
        ),
        element("h2", say("What happens next")),
        element(
            "p", say("A stop and a change hold from the very next search. Every page says that searching is stopped.")
        ),
        element("h2", say("Who will see it")),
        element(
            "p",
            say("Compliance, administrators and auditors. Reasons stay in the records; the log keeps their hashes."),
        ),
    )
