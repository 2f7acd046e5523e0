"""The forms of a person's page: each asks for one fact, and makes what the service previews and keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kernel_lib.client.lifecycle import Lifecycle
from kernel_lib.vocabulary import MarkKind
from kernel_lib.wire.lifecycle import (
    AgeAsked,
    ChargeNamed,
    DeathAsked,
    ElectionAsked,
    FactPreviewAsked,
    FactsChanged,
    MarkAsked,
    OutcomeAsked,
    OutcomeTold,
    PersonStanding,
)
from widgets.pages.records_markup import charge_title
from widgets.pages.records_words import DISPOSITIONS, ELECTIONS, MARKS
from widgets.parts import field
from widgets.parts.field import Field
from widgets.parts.wording import day
from widgets.words.language import say, told

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class FactForm:
    """A form: its heading, its questions, and the fact that its answers make. `make` raises ValidationError."""

    heading: str
    fields: tuple[Field, ...]
    make: Callable[[Answers], FactPreviewAsked]


def outcome(person: PersonStanding) -> FactForm:
    """Ask how a charge ended, and which outcome on file this one replaces, if any."""
    replaced = field.choice("replaces", say("Replaces what was recorded wrongly"), say("Leave it to add an outcome."))
    field.offer(replaced, _outcomes(person))
    disposition = field.choice("disposition", say("How the charge ended"), required=True)
    field.offer(disposition, [(words, value) for value, words in DISPOSITIONS.items()])
    fields = (
        _charge(person),
        disposition,
        field.day("happened", say("On which day"), required=True),
        field.day("appeal_until", say("Last day for an appeal"), say("If the court set one.")),
        field.tick("appealed", say("An appeal was taken")),
        field.day("appeal_ended", say("Day on which the appeal ended")),
        field.day("order_expires", say("Last day of the peace bond or order")),
        field.day("sentence_done", say("Day on which the sentence is served")),
        field.tick("as_adult", say("An adult sentence of a young person was finally upheld")),
        replaced,
    )

    def make(answers: Answers) -> FactPreviewAsked:
        told_outcome = OutcomeTold(**_given(answers, OutcomeTold.model_fields))
        asked = OutcomeAsked(charge=_named(person, answers), outcome=told_outcome, replaces=answers["replaces"] or None)
        return FactPreviewAsked(outcome=asked)

    return FactForm(say("Record a decision of the court"), fields, make)


def election(person: PersonStanding) -> FactForm:
    """Ask how the Crown elected to proceed."""
    chosen = field.radios("election", say("How the Crown elected"), _titled(ELECTIONS), required=True)

    def make(answers: Answers) -> FactPreviewAsked:
        return FactPreviewAsked(election=ElectionAsked(charge=_named(person, answers), election=answers["election"]))

    return FactForm(say("Record an election"), (_charge(person), chosen), make)


def age(person: PersonStanding) -> FactForm:
    """Ask for the age at the offence."""
    years = field.text("age", say("Age at the offence, in years"), say("From the records system."), required=True)

    def make(answers: Answers) -> FactPreviewAsked:
        return FactPreviewAsked(age=AgeAsked(charge=_named(person, answers), age=answers["age"]))

    return FactForm(say("Record the age at the offence"), (_charge(person), years), make)


def death(person: PersonStanding) -> FactForm:
    """Ask for the day of death."""
    died = field.day("died_on", say("Day of death"), required=True)

    def make(answers: Answers) -> FactPreviewAsked:
        return FactPreviewAsked(death=DeathAsked(subject_number=person.subject_number, died_on=answers["died_on"]))

    return FactForm(say("Record a death"), (died,), make)


def mark(person: PersonStanding) -> FactForm:
    """Ask for a hold, a seal or a withdrawal on one picture, or on all of an event."""
    on = field.choice("on", say("On which pictures"), required=True)
    field.offer(on, _targets(person))
    fields = (
        field.radios("kind", say("What is laid on them"), _titled(MARKS), required=True),
        on,
        field.day("since", say("From"), required=True),
        field.day("look_again_on", say("Looked at again on"), required=True),
        field.text("ground", say("Ground"), say("In a word or two, such as litigation."), required=True),
        field.text("note", say("Reason"), say("It is kept in the record."), required=True, rows=3),
    )

    def make(answers: Answers) -> FactPreviewAsked:
        event, _, picture_id = str(answers["on"]).partition("\n")
        given = _given(answers, ("since", "look_again_on", "ground", "note"))
        asked = MarkAsked(
            kind=MarkKind(answers["kind"]),
            subject_number=person.subject_number,
            booking_event=event,
            picture_id=picture_id or None,
            **given,
        )
        return FactPreviewAsked(mark=asked)

    return FactForm(say("Place a hold, a seal or a withdrawal"), fields, make)


def lifting(person: PersonStanding) -> FactForm:
    """Ask which open mark ends today."""
    chosen = field.choice("lift", say("Which mark ends today"), required=True)
    field.offer(chosen, _open_marks(person))
    return FactForm(say("End a mark"), (chosen,), lambda answers: FactPreviewAsked(lift=answers["lift"]))


def has_open_marks(person: PersonStanding) -> bool:
    """Say whether there is a mark to end."""
    return bool(_open_marks(person))


def record(lifecycle: Lifecycle, asked: FactPreviewAsked) -> FactsChanged:
    """Do what was previewed. Raises Refused as the act does."""
    if asked.outcome is not None:
        return lifecycle.record_outcome(asked.outcome)
    if asked.election is not None:
        return lifecycle.record_election(asked.election)
    if asked.age is not None:
        return lifecycle.record_age(asked.age)
    if asked.death is not None:
        return lifecycle.record_death(asked.death)
    if asked.mark is not None:
        return lifecycle.place_mark(asked.mark)
    return lifecycle.lift_mark(str(asked.lift))


# Private


def _charge(person: PersonStanding) -> Field:
    charge = field.choice("charge", say("Charge"), required=True)
    charges = {
        f"{picture.booking_event}\n{reading.offence}": charge_title(picture.booking_event, reading)
        for picture in person.pictures
        for reading in picture.readings
    }
    field.offer(charge, [(title, key) for key, title in charges.items()])
    return charge


def _named(person: PersonStanding, answers: Answers) -> ChargeNamed:
    event, _, offence = str(answers["charge"]).partition("\n")
    return ChargeNamed(subject_number=person.subject_number, booking_event=event, offence_id=offence)


def _outcomes(person: PersonStanding) -> list[tuple[str, str]]:
    known = {
        one.id: f"{told(reading.title)}: {told(DISPOSITIONS[one.disposition])}, {day(one.happened)}"
        for picture in person.pictures
        for reading in picture.readings
        for one in reading.outcomes
    }
    return [(title, key) for key, title in known.items()]


def _targets(person: PersonStanding) -> list[tuple[str, str]]:
    events = sorted({each.booking_event for each in person.pictures})
    whole = [(say("All pictures of event {event}", event=each), f"{each}\n") for each in events]
    single = [
        (
            say("Only the picture of event {event} taken {day}", event=each.booking_event, day=day(each.captured_on)),
            f"{each.booking_event}\n{each.picture_id}",
        )
        for each in person.pictures
    ]
    return [*whole, *single]


def _open_marks(person: PersonStanding) -> list[tuple[str, str]]:
    known = {
        each.id: say(
            "{mark} on event {event} since {day}",
            mark=told(MARKS[each.kind]),
            event=picture.booking_event,
            day=day(each.since),
        )
        for picture in person.pictures
        for each in picture.marks
        if each.until is None
    }
    return [(title, key) for key, title in known.items()]


def _titled(words: Mapping[Any, str]) -> list[tuple[str, Any]]:
    return [(title, value) for value, title in words.items()]


def _given(answers: Answers, names: Any) -> dict[str, Any]:
    return {name: answers[name] for name in names if answers.get(name) not in (None, "")}
