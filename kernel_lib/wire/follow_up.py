"""What is done about a lead: records, checks, gates, the paragraph, the outcome, copies (E-05 to E-13, C-11)."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from kernel_lib.vocabulary import CheckAnswer, CopyKind, LeadState
from kernel_lib.wire.arrays import ArrayView
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.examination import LeadReveal
from kernel_lib.wire.model import Message

_WORDS = 2000


class CorroborationGiven(Message):
    """A fact of a listed kind; `independent` says that it was gathered without the result (E-05)."""

    kind: str = Field(max_length=64)
    found_on: date
    what: str = Field(max_length=_WORDS)
    independent: bool


class CheckGiven(Message):
    """The answer to a check that could speak against the lead, and the day on which it was looked into (E-09)."""

    check: str = Field(max_length=64)
    answer: CheckAnswer
    checked_on: date
    what: str = Field(default="", max_length=_WORDS)


class CircumstancesGiven(Message):
    """The day of the offence and what is known of the person then; ages in years, as witnesses told them (E-10)."""

    offence_on: date
    custody_from: date | None = None
    custody_to: date | None = None
    died_on: date | None = None
    told_age_from: int | None = Field(default=None, ge=0, le=130)
    told_age_to: int | None = Field(default=None, ge=0, le=130)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.custody_from and self.custody_to and self.custody_to < self.custody_from:
            raise ValueError("custody_to: expected a day not before custody_from")
        if self.told_age_from is not None and self.told_age_to is not None and self.told_age_to < self.told_age_from:
            raise ValueError("told_age_to: expected an age not below told_age_from")
        return self


class LineupGiven(Message):
    """How a witness lineup is held. `filler_answer` answers the question about alike fillers (E-06, E-07)."""

    held_on: date
    blind_administrator: bool
    sequential: bool
    fillers: int = Field(ge=0, le=100)
    recorded: bool
    deviation: str = Field(default="", max_length=_WORDS)
    filler_answer: str = Field(default="", max_length=_WORDS)


class StepGiven(Message):
    """A step that the lead preceded, such as a warrant or charge (E-20)."""

    step: str = Field(max_length=64)
    taken_on: date
    reference: str = Field(default="", max_length=200)


class OutcomeGiven(Message):
    """How the lead ended, with the reason (E-12)."""

    outcome: str = Field(max_length=64)
    reason: str = Field(max_length=_WORDS)


class ReasonGiven(Message):
    """A person's written reason: to open an expired lead again, or to go on past a stop flag (E-10, E-11)."""

    reason: str = Field(max_length=_WORDS)


class ParagraphOffered(Message):
    """A paragraph as somebody means to use it."""

    text: str = Field(max_length=20_000)


LeadCopyKind = Literal[CopyKind.PRINT, CopyKind.FILE]
"""What may be made of a lead alone; a pack is of its whole case."""


class CopyAsked(Message):
    """A print or a file of a lead."""

    kind: LeadCopyKind


class Corroboration(Message):
    """A recorded fact; `link` joins the person to the offence by itself."""

    title: str
    found_on: date
    what: str
    link: bool
    recorded_at: datetime


class CheckView(Message):
    """One check, its newest answer, and whether it is overdue."""

    id: str
    title: str
    answer: CheckAnswer | None
    checked_on: date | None
    what: str
    overdue: bool


class LineupView(Message):
    """A recorded lineup. That the person came from a face search is part of the record, always (E-06)."""

    held_on: date
    blind_administrator: bool
    sequential: bool
    fillers: int
    recorded: bool
    deviation: str
    warning: str
    filler_answer: str
    from_face_search: Literal[True] = True


class ParagraphView(Message):
    """The draft for an information to obtain, as the record gave it, with the SHA-256 of its text (E-08)."""

    text: str
    sha256: str
    made_at: datetime
    edited: bool
    edited_sha256: str = ""


class ParagraphCompared(Message):
    """Whether an offered text is the draft, and which of its sentences are not in it word for word (E-08)."""

    same: bool
    sha256: str
    draft_sha256: str
    missing: tuple[str, ...]


class TakenStep(Message):
    """A step that was recorded."""

    title: str
    taken_on: date
    reference: str


class CopyView(Message):
    """A print, a file or a fetched pack of the case: by whom, and since when it is withdrawn."""

    kind: CopyKind
    by: str
    made_at: datetime
    withdrawn_at: datetime | None


class NextStep(Message):
    """One line of what is done and what is next. `state` is done, next, waiting or stopped."""

    title: str
    state: Literal["done", "next", "waiting", "stopped"]
    detail: str


class FollowUpView(Message):
    """Everything about a lead after its limits were acknowledged; it names nobody."""

    lead_id: str
    state: LeadState
    expires_at: datetime
    steps: tuple[NextStep, ...]
    corroboration: tuple[Corroboration, ...]
    checks: tuple[CheckView, ...]
    circumstances: CircumstancesGiven | None
    flags: tuple[str, ...]
    flags_answered: str
    lineups: tuple[LineupView, ...]
    arrays: tuple[ArrayView, ...] = ()
    paragraph: ParagraphView | None
    taken: tuple[TakenStep, ...]
    outcome: str
    outcome_reason: str
    outcome_due: datetime
    copies: tuple[CopyView, ...]
    corroboration_kinds: tuple[ChoiceView, ...]
    outcomes: tuple[ChoiceView, ...]
    step_kinds: tuple[ChoiceView, ...]
    filler_warning: str
    filler_question: str
    min_fillers: int


class LeadDocument(Message):
    """A lead for machines; it cannot be made without standing words and limits, or with two persons (E-01 to E-03)."""

    investigative_lead_only: Literal[True] = True
    identification: Literal[False] = False
    ground_on_its_own: Literal[False] = False
    standing: str = Field(min_length=1)
    limits: tuple[str, ...] = Field(min_length=1)
    mark: str = Field(min_length=1)
    lead_id: str
    request_number: str
    occurrence_number: str
    state: LeadState
    issued_at: datetime
    expires_at: datetime
    acknowledged_at: datetime
    persons: tuple[LeadReveal, ...] = Field(min_length=1, max_length=1)


class CopyMade(Message):
    """The watermark of a copy, and for a file its content. The copy is in the log under `sequence` (C-11)."""

    mark: str
    sequence: int
    document: LeadDocument | None = None
