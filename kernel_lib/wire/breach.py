"""Breaches of privacy: opened, contained, assessed, told of, closed (M-06, M-07)."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from kernel_lib.wire.model import Message

BreachSource = Literal["hand", "question", "finding"]
BreachRecipient = Literal["commissioner", "person"]


class BreachOffered(Message):
    """A breach that somebody found. `source` tells whether a question to the log led to it."""

    kind: str = Field(max_length=40)
    occurred_on: date
    what: str = Field(default="", max_length=4000)
    request_number: str = Field(default="", max_length=32)
    source: Literal["hand", "question"] = "hand"


class BreachContainment(Message):
    """What was done so that it cannot go on."""

    what: str = Field(default="", max_length=4000)


class FactorWeighed(Message):
    """One factor of the assessment: whether it speaks for harm, and why."""

    factor: str = Field(max_length=40)
    speaks_for_harm: bool
    why: str = Field(default="", max_length=1000)


class BreachAssessment(Message):
    """Whether there is a real risk of significant harm: a person's decision, with each factor and the reason."""

    factors: tuple[FactorWeighed, ...] = ()
    real_risk: bool
    reason: str = Field(default="", max_length=4000)


class BreachNotice(Message):
    """Who was told, when and how; `people` counts them for notices to the people concerned."""

    recipient: BreachRecipient
    told_on: date
    how: str = Field(default="", max_length=400)
    people: int = Field(default=0, ge=0, le=10_000_000)


class BreachClosing(Message):
    """What was learnt, and what changed because of it."""

    learnt: str = Field(default="", max_length=4000)


class Wording(Message):
    """Something that the rules name, in both languages."""

    id: str
    en: str
    fr: str


class StatuteView(Message):
    """A statute with the state of its commencement: in_force since a day, or unconfirmed."""

    id: str
    state: str
    since: date | None
    en: str
    fr: str


class BreachStepView(Message):
    """One step: opened, contained, assessed, notified or closed, by whom, and what was written."""

    step: str
    taken_at: datetime
    taken_by: str
    facts: tuple[tuple[str, str], ...]


class BreachView(Message):
    """One breach with its steps. `missing` names what must still be done before it can be closed."""

    id: str
    number: str
    kind: str
    state: str
    source: str
    occurred_on: date
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    real_risk: bool | None = None
    notified: tuple[BreachRecipient, ...] = ()
    people_told: int = 0
    missing: tuple[str, ...] = ()
    steps: tuple[BreachStepView, ...] = ()


class YearCount(Message):
    """Breaches of one calendar year: all, and those of an authorised person's unauthorised search (M-07)."""

    year: int
    breaches: int
    unauthorised_searches: int
    real_risk: int


class BreachesView(Message):
    """Every breach of a service, the counts by year, and the rules that are asked."""

    breaches: tuple[BreachView, ...]
    years: tuple[YearCount, ...]
    kinds: tuple[Wording, ...]
    factors: tuple[Wording, ...]
    statutes: tuple[StatuteView, ...]
    reason_min_length: int
    rule_version: str
