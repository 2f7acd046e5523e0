"""The forms of applications: receiving one, the identity check, an item, the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kernel_lib.wire.rights import (
    AccessReport,
    AnswerGiven,
    ApplicationAsked,
    ApplicationsView,
    ApplicationView,
    ChoiceTold,
    IdentityCheck,
    ItemDecided,
    RemovalForm,
)
from widgets.pages.applications_markup import KINDS, OUTCOMES
from widgets.pages.records_words import DISPOSITIONS
from widgets.parts import field
from widgets.parts.field import Field
from widgets.words.language import here, say

Answers = Mapping[str, Any]

_OUTCOMES_OF = {"removal": ("granted", "refused"), "correction": ("corrected", "refused", "statement")}


@dataclass(frozen=True)
class Form:
    """A form: its heading, its questions, and the message that its answers make. `make` raises ValidationError."""

    heading: str
    fields: tuple[Field, ...]
    make: Callable[[Answers], Any]


def receiving(held: ApplicationsView) -> Form:
    """Ask for an application as it was received. The applicant's name is asked for nowhere."""
    kind = field.radios("kind", say("What is asked for"), [(words, key) for key, words in KINDS.items()], required=True)
    language = field.radios("language", say("Language of the answer"), _LANGUAGES, required=True)
    disposition = field.choice("disposition", say("How the charge ended, as the applicant says"))
    field.offer(disposition, [(words, value) for value, words in DISPOSITIONS.items()])
    fields = (
        kind,
        field.text("subject_number", say("Subject number"), say("As it stands in your records system."), required=True),
        _listed("applicant", say("Who applies"), held.applicants),
        field.day("received_on", say("On which day it was received"), required=True),
        language,
        field.text("asked", say("What is asked for, in the applicant's words"), say("Without names."), rows=4),
        field.text("booking_event", say("Booking event, for a removal"), say("Leave it empty for all of them.")),
        disposition,
        _listed("check", say("How identity was checked"), held.identity_checks, required=False),
        field.day("checked_on", say("Day of that check")),
    )

    def make(answers: Answers) -> ApplicationAsked:
        removal = {"booking_event": answers["booking_event"], "disposition": answers["disposition"] or None}
        return ApplicationAsked(
            **{
                name: answers[name]
                for name in ("kind", "subject_number", "applicant", "received_on", "language", "asked")
            },
            removal=RemovalForm(**removal),
            identity=_checked(answers) if answers["check"] and answers["checked_on"] else None,
        )

    return Form(say("Record an application"), fields, make)


def identity(held: ApplicationsView) -> Form:
    """Ask how the applicant's identity was checked."""
    fields = (
        _listed("check", say("How identity was checked"), held.identity_checks),
        field.day("checked_on", say("Day of that check"), required=True),
    )
    return Form(say("Record the identity check"), fields, _checked)


def severing(held: ApplicationsView, report: AccessReport) -> Form:
    """Ask which item is withheld, under which section, and why."""
    item = field.choice("item", say("Item"), required=True)
    field.offer(item, [(each, each) for each in report.items])
    fields = (
        item,
        field.tick("released", say("Release it after all")),
        _listed("section", say("Section"), held.exemptions, required=False),
        field.text("reasons", say("Reasons"), required=True, rows=4),
    )

    def make(answers: Answers) -> ItemDecided:
        return ItemDecided(
            item=answers["item"],
            withheld=not answers["released"],
            section=answers["section"],
            reasons=answers["reasons"],
        )

    return Form(say("Withhold or release an item"), fields, make)


def answering(held: ApplicationsView, application: ApplicationView) -> Form:
    """Ask for the answer to an application for removal or correction."""
    allowed = [(OUTCOMES[each], each) for each in _OUTCOMES_OF[application.kind]]
    statement = field.text("statement", say("Statement of disagreement"), say("In the person's own words."), rows=4)
    fields = (
        field.radios("outcome", say("Answer"), allowed, required=True),
        _listed("ground", say("Ground of a refusal"), held.grounds, required=False),
        field.text("reasons", say("Reasons"), say("They stand in the letter."), rows=4),
        *((statement,) if application.kind == "correction" else ()),
    )
    return Form(say("Answer it"), fields, lambda answers: AnswerGiven(**answers))


# Private

_LANGUAGES = [("English", "en"), ("French", "fr")]


def _checked(answers: Answers) -> IdentityCheck:
    return IdentityCheck(check=answers["check"], checked_on=answers["checked_on"])


def _listed(name: str, label: str, choices: Sequence[ChoiceTold], *, required: bool = True) -> Field:
    chosen = field.choice(name, label, required=required)
    options = [(each.fr if here().language == "fr" else each.en, each.id) for each in choices]
    chosen.control.options = [*chosen.control.options, *options]
    return chosen
