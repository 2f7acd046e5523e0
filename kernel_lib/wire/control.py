"""Control of searching: stops, bounds of searches, urgent requests, and what is flagged (M-11, A-12, B-10, B-13)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.vocabulary import ExigentState, StopScope
from kernel_lib.wire.model import Message


class StopAsked(Message):
    """Stop searching for everybody, or for one service, gallery, model or person (by user name)."""

    scope: StopScope
    target: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=2000)


class Reason(Message):
    """Why something is done, in writing."""

    reason: str = Field(default="", max_length=2000)


class StopView(Message):
    """A stop, and how far two people are with ending it. `note` is what may be published."""

    id: str
    scope: StopScope
    target: str
    reason: str
    stopped_by: str
    stopped_at: datetime
    note: str
    resume_reason: str = ""
    proposed_by: str = ""
    proposed_at: datetime | None = None
    resumed_by: str = ""
    resumed_at: datetime | None = None


class Effect(Message):
    """Error rates of one group before and after a change, from 0 to 1, as an evaluation of so many trials measured.

    `source` is the hash of the evaluation on file that gave it, or "" where somebody entered it.
    """

    group: str = Field(min_length=1, max_length=80)
    trials: int = Field(ge=1)
    false_positive_before: float = Field(ge=0, le=1)
    false_positive_after: float = Field(ge=0, le=1)
    false_negative_before: float = Field(ge=0, le=1)
    false_negative_after: float = Field(ge=0, le=1)
    source: str = Field(default="", max_length=64)


class SettingProposed(Message):
    """Another similarity threshold and list length, with the reason (B-13).

    Without an error table by group the evaluation on file gives one.
    """

    min_score: float = Field(gt=0, lt=1)
    max_candidates: int = Field(ge=2, le=50)
    reason: str = Field(default="", max_length=2000)
    effects: tuple[Effect, ...] = ()


class SettingDecision(Message):
    """Another person's decision on a proposal, with its reason."""

    approved: bool
    reason: str = Field(default="", max_length=2000)


class SettingView(Message):
    """One version of the bounds of searches. The rules file is version 0; `in_force` is true for one version."""

    id: str
    number: int
    min_score: float
    max_candidates: int
    in_force: bool
    reason: str
    effects: tuple[Effect, ...] = ()
    proposed_by: str = ""
    proposed_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    approved: bool | None = None
    decision_reason: str = ""


class ExigentView(Message):
    """An urgent request: when its approval must be there, and whether it is."""

    request_number: str
    occurrence_number: str
    submitted_at: datetime | None
    due_at: datetime
    state: ExigentState


class BurstView(Message):
    """A person who ran many searches in a short time: the most within the time that the rules name, and when (B-10)."""

    person: str
    searches: int
    within_minutes: int
    last_at: datetime
    at_limit: bool


class SourceCount(Message):
    """How many requests were submitted with one kind of source; supplied pictures are counted apart (A-06)."""

    source: str
    submitted: int
    supplied: bool


class ShortReview(Message):
    """A stage of an examination that was locked within fewer seconds than the service set (D-14)."""

    person: str
    examination_number: str
    stage: str
    seconds: int
    shortest: int
    locked_at: datetime


class Target(Message):
    """Something that can be stopped by itself."""

    scope: StopScope
    target: str
    title: str


class ControlsView(Message):
    """Everything on the page of controls. Short reviews are for compliance: 0 days where they are not shown."""

    stops: tuple[StopView, ...]
    targets: tuple[Target, ...]
    settings: tuple[SettingView, ...]
    exigent: tuple[ExigentView, ...]
    bursts: tuple[BurstView, ...]
    sources: tuple[SourceCount, ...]
    reason_min_length: int
    short_reviews: tuple[ShortReview, ...] = ()
    short_review_days: int = 0
