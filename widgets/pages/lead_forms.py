"""The forms of following up a lead, each turning answers into one message of the wire."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kernel_lib.vocabulary import CheckAnswer
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.follow_up import (
    CheckGiven,
    CircumstancesGiven,
    CorroborationGiven,
    FollowUpView,
    LineupGiven,
    OutcomeGiven,
    ParagraphCompared,
    ParagraphOffered,
    StepGiven,
)
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.field import Field
from widgets.parts.form import Form
from widgets.words.language import say, told

Shown = Callable[[FollowUpView], None]
Compared = Callable[[ParagraphCompared], None]

YES_NO = (("Yes", True), ("No", False))
ANSWERS = (
    ("It fits", CheckAnswer.FITS),
    ("It speaks against the lead", CheckAnswer.SPEAKS_AGAINST),
    ("Not known", CheckAnswer.NOT_KNOWN),
)


class LeadForms:
    """Every form for one lead. `show` gets the follow-up as an act leaves it."""

    def __init__(self, acts: Acts, client: Any, lead_id: str, show: Shown, compared: Compared) -> None:
        self._acts = acts
        self._to = client.follow_up
        self._lead_id = lead_id
        self._show = show
        self._compared = compared

    def checks(self, view: FollowUpView) -> Form:
        """Ask what a check found (E-09)."""
        fields = (
            _choice("check", say("What was looked into"), [(each.title, each.id) for each in view.checks]),
            field.radios("answer", say("What it says"), ANSWERS, required=True),
            field.day("checked_on", say("Looked into on"), required=True),
            field.text("what", say("What was found, and where"), rows=2),
        )
        return self._form(
            say("What could speak against the lead"),
            fields,
            say("Record the check"),
            lambda given: self._to.check(self._lead_id, CheckGiven(**given)),
        )

    def circumstances(self, _view: FollowUpView) -> Form:
        """Ask for custody, death and ages (E-10)."""
        fields = (
            field.day("offence_on", say("Day of the offence"), required=True),
            field.day("custody_from", say("In custody from"), say("Leave empty when there was none.")),
            field.day("custody_to", say("In custody until"), say("Leave empty when it goes on.")),
            field.day("died_on", say("Died on")),
            _number("told_age_from", say("Youngest age that witnesses told")),
            _number("told_age_to", say("Oldest age that witnesses told")),
        )
        return self._form(
            say("Custody, death and age"),
            fields,
            say("Record and compare"),
            lambda given: self._to.circumstances(self._lead_id, CircumstancesGiven(**_plain(given))),
        )

    def corroboration(self, view: FollowUpView) -> Form:
        """Ask for an independent fact (E-05)."""
        fields = (
            _choice("kind", say("Kind of fact"), _options(view.corroboration_kinds)),
            field.day("found_on", say("Found on"), required=True),
            field.text("what", say("What it is, where from, by whom"), required=True, rows=3),
            field.tick("independent", say("It was gathered without use of the search result")),
        )
        return self._form(
            say("A fact found without the search"),
            fields,
            say("Record the fact"),
            lambda given: self._to.corroborate(self._lead_id, CorroborationGiven(**given)),
        )

    def step(self, view: FollowUpView) -> Form:
        """Ask for a warrant, arrest or charge (E-20)."""
        fields = (
            _choice("step", say("Step"), _options(view.step_kinds)),
            field.day("taken_on", say("Taken on"), required=True),
            field.text("reference", say("Its number or file")),
        )
        return self._form(
            say("A step that the lead preceded"),
            fields,
            say("Record the step"),
            lambda given: self._to.take_step(self._lead_id, StepGiven(**given)),
        )

    def lineup(self, view: FollowUpView) -> Form:
        """Show the warning and ask for the method (E-06, E-07)."""
        fields = (
            field.day("held_on", say("Held on"), required=True),
            field.radios(
                "blind_administrator", say("Run by somebody who does not know the person"), YES_NO, required=True
            ),
            field.radios("sequential", say("Pictures shown one after the other"), YES_NO, required=True),
            _number(
                "fillers",
                say("Number of fillers"),
                say("At least {min_fillers}.", min_fillers=view.min_fillers),
                required=True,
            ),
            field.radios("recorded", say("Recorded in sound and picture"), YES_NO, required=True),
            field.text("deviation", say("Why it departs from this"), say("Only where an answer is no."), rows=2),
            field.text("filler_answer", told(view.filler_question), required=True, rows=3),
        )
        return self._form(
            say("A witness lineup"),
            fields,
            say("Record the lineup"),
            lambda given: self._to.hold_lineup(self._lead_id, LineupGiven(**_plain(given))),
            say(
                "Warning. {filler_warning} That the person came from a face search is part of the record.",
                filler_warning=told(view.filler_warning),
            ),
        )

    def comparison(self, view: FollowUpView) -> Form:
        """Ask for the text as it will be used (E-08)."""
        text = field.text("text", say("The paragraph as it will be used"), required=True, rows=10)
        text.value = view.paragraph.text if view.paragraph else ""
        return Form(
            self._acts,
            say("Compare an edited paragraph"),
            (text,),
            say("Compare with the draft"),
            lambda given: self._compared(self._to.compare_paragraph(self._lead_id, ParagraphOffered(**given))),
        )

    def outcome(self, view: FollowUpView) -> Form:
        """Ask how it ended (E-12)."""
        fields = (
            _choice("outcome", say("Outcome"), _options(view.outcomes)),
            field.text("reason", say("Reason"), required=True, rows=3),
        )
        return self._form(
            say("How the lead ended"),
            fields,
            say("Record this outcome"),
            lambda given: self._to.end(self._lead_id, OutcomeGiven(**given)),
            say(
                "Unless it was confirmed or a charge was laid, the lead is withdrawn and everybody who had it is told."
            ),
        )

    # Private

    def _form(
        self,
        heading: str,
        fields: tuple[Field, ...],
        button: str,
        send: Callable[[dict[str, Any]], FollowUpView],
        intro: str = "",
    ) -> Form:
        return Form(self._acts, heading, fields, button, lambda given: self._show(send(dict(given))), intro)


def _choice(name: str, label: str, options: list[tuple[str, str]]) -> Field:
    asked = field.choice(name, label, required=True)
    field.offer(asked, options)
    return asked


def _options(choices: tuple[ChoiceView, ...]) -> list[tuple[str, str]]:
    return [
        (say("{title} (links by itself)", title=each.title) if each.note else each.title, each.id) for each in choices
    ]


def _number(name: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    asked = field.text(name, label, hint or say("A whole number."), required=required)
    asked.box.add_class("lb-short")
    return asked


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """Empty answers as none; dates and numbers stay for the message to check."""
    text = {"deviation", "filler_answer"}
    return {
        name: value if isinstance(value, (date, bool)) or name in text else (value or None)
        for name, value in given.items()
    }
