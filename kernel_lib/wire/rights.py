"""What a person asks about their own pictures, and what they are answered (F-49, F-60 to F-67)."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from kernel_lib.vocabulary import CourtDisposition, EligibilityState
from kernel_lib.wire.model import Message

ApplicationKind = Literal["access", "correction", "removal"]
Outcome = Literal["released", "granted", "refused", "corrected", "statement"]


class IdentityCheck(Message):
    """How and when somebody's identity was checked; what was shown is not kept."""

    check: str = Field(max_length=32)
    checked_on: date


class RemovalForm(Message):
    """What an applicant for removal says of the charge and how it ended (F-64)."""

    booking_event: str = Field(default="", max_length=64)
    offence_id: str = Field(default="", max_length=64)
    disposition: CourtDisposition | None = None
    ended_on: date | None = None


class ApplicationAsked(Message):
    """An application as it was received. Without an identity check it is kept and its time runs; nothing is told."""

    kind: ApplicationKind
    subject_number: str = Field(min_length=1, max_length=64)
    language: Literal["en", "fr"] = "en"
    applicant: str = Field(default="self", max_length=32)
    received_on: date
    asked: str = Field(default="", max_length=2000)
    removal: RemovalForm = RemovalForm()
    identity: IdentityCheck | None = None


class EventHeld(Message):
    """A booking event: when, under which authority, and the charges. The officer is never told (I-08)."""

    item: str
    booking_event: str
    ica_authority: str
    charges: tuple[str, ...]


class NumberHeld(Message):
    """A number under which the person stood before and is still found (F-09)."""

    item: str
    number: str


class PictureHeld(Message):
    """A picture that is held, its state with the rule in plain words, and whether there is a template of it."""

    item: str
    picture_id: str
    booking_event: str
    captured_on: date
    state: EligibilityState
    rule: str
    sentence: str
    due_on: date | None
    next_review: date
    template_held: bool
    disagreement: bool


class Appearance(Message):
    """That the person was on a candidate list, was selected by an examiner, or was the person of a lead."""

    item: str
    kind: Literal["listed", "selected", "lead"]
    on: date


class GivenTo(Message):
    """That something about the person was given to somebody: to whom by role or office, how, and when."""

    item: str
    recipient: str
    how: str
    on: date


class AccessReport(Message):
    """Everything that is held of one person and what was done with it. It names no officer and no third party."""

    application_number: str
    made_on: date
    held: bool
    young_person: bool
    listed: int
    selected: int
    leads: int
    events: tuple[EventHeld, ...]
    pictures: tuple[PictureHeld, ...]
    appearances: tuple[Appearance, ...]
    given: tuple[GivenTo, ...]
    numbers: tuple[NumberHeld, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The name of every line, in order; a line is what may be withheld."""
        lines: tuple[NumberHeld | EventHeld | PictureHeld | Appearance | GivenTo, ...]
        lines = (*self.numbers, *self.events, *self.pictures, *self.appearances, *self.given)
        return tuple(each.item for each in lines)


class ItemDecided(Message):
    """An item that is withheld under a section with reasons, or released after all (F-61)."""

    item: str = Field(max_length=80)
    withheld: bool = True
    section: str = Field(default="", max_length=32)
    reasons: str = Field(default="", max_length=2000)


class AnswerGiven(Message):
    """The answer to an application: outcome, ground of a refusal, reasons, and the statement to attach."""

    outcome: Outcome
    ground: str = Field(default="", max_length=32)
    reasons: str = Field(default="", max_length=2000)
    statement: str = Field(default="", max_length=2000)
    picture_ids: tuple[str, ...] = Field(default=(), max_length=200)


class LetterView(Message):
    """A letter, a notice to somebody who was given the information, or a severed copy."""

    id: str
    kind: Literal["letter", "notice", "severed_copy"]
    recipient: str
    dated: date
    bytes: int
    sha256: str


class Evaluation(Message):
    """What the rules say of the pictures now: how many go, how many stay, and what somebody must bring (F-64)."""

    pictures: int
    leaving: int
    staying: int
    waits_for: tuple[str, ...]


class ApplicationView(Message):
    """An application on the work list: what it waits for, its last day, and its answer."""

    id: str
    number: str
    kind: ApplicationKind
    subject_number: str
    language: Literal["en", "fr"]
    applicant: str
    received_on: date
    due_on: date
    limit: str
    late: bool
    asked: str
    removal: RemovalForm
    fee_cents: int
    identity_check: str
    identity_checked_on: date | None
    outcome: str
    ground: str
    reasons: str
    decided_at: datetime | None
    reported: bool
    evaluation: Evaluation | None
    items: tuple[ItemDecided, ...]
    letters: tuple[LetterView, ...]


class ChoiceTold(Message):
    """One choice of a list, in both languages."""

    id: str
    en: str
    fr: str


class ApplicationsView(Message):
    """The work list: what waits for an answer first, by its last day; and what may be chosen."""

    applications: tuple[ApplicationView, ...]
    identity_checks: tuple[ChoiceTold, ...]
    applicants: tuple[ChoiceTold, ...]
    exemptions: tuple[ChoiceTold, ...]
    grounds: tuple[ChoiceTold, ...]
