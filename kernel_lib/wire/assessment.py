"""The privacy impact assessment: what people answer, what stands in it, what waits for an amendment (K-01 to K-10)."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.wire.evaluation import GroupView
from kernel_lib.wire.gallery import Fact
from kernel_lib.wire.model import Message

_LONG = 8000


class AnswerGiven(Message):
    """An answer to a question of the assessment. A span of it that the public edition leaves out is written as
    `[[withheld: reason | text]]` (K-07); `evidence` names documents, reports or their hashes (K-06).
    """

    text: str = Field(max_length=_LONG)
    evidence: tuple[str, ...] = Field(default=(), max_length=20)


class RepresentationRow(Message):
    """How many of the gallery's people are of a group, and its share of the people who live here (K-05)."""

    group: str = Field(min_length=1, max_length=60)
    people: int = Field(ge=0)
    of: int = Field(gt=0)
    population_share: float = Field(gt=0, le=1)
    source: str = Field(min_length=3, max_length=300)


class RepresentationGiven(Message):
    """The whole table of a study made apart from the records, which hold no such groups (L-18)."""

    rows: tuple[RepresentationRow, ...] = Field(min_length=1, max_length=40)


class RiskGiven(Message):
    """A row of the risk register; `control` is a requirement id whose tests prove the control, or empty (K-04)."""

    number: int = Field(default=0, ge=0)
    flow_step: str = Field(min_length=3, max_length=200)
    principle: str = Field(min_length=3, max_length=200)
    cause: str = Field(min_length=3, max_length=2000)
    affected: str = Field(min_length=3, max_length=200)
    likelihood: str = Field(min_length=1, max_length=40)
    impact: str = Field(min_length=1, max_length=40)
    control: str = Field(default="", max_length=8)
    residual: str = Field(min_length=3, max_length=2000)
    owner: str = Field(min_length=3, max_length=120)
    due: date


class EngagementGiven(Message):
    """Who of the public was heard and when, what they said, what changed, and where that is written down (K-09)."""

    held_on: date
    who: str = Field(min_length=3, max_length=300)
    said: str = Field(min_length=3, max_length=_LONG)
    changed: str = Field(min_length=3, max_length=_LONG)
    evidence: str = Field(default="", max_length=300)


class AmendmentText(Message):
    """Why something changes, and what that does to the privacy of the people concerned (K-03)."""

    reason: str = Field(max_length=_LONG)
    effect: str = Field(max_length=_LONG)


class QuestionAnswered(Message):
    """One question with the answer in force; an empty text is an open one."""

    id: str
    heading: str
    text: str
    by: str
    evidence_needed: bool
    answer: str = ""
    evidence: tuple[str, ...] = ()
    answered_by: str = ""
    answered_at: datetime | None = None


class ElementView(Message):
    """One element of the statutory assessment, and what it still lacks (K-02)."""

    id: str
    title: str
    source: str
    lacking: tuple[str, ...]


class RiskView(RiskGiven):
    """A row as it stands. `proof` is "proven", "refused" or "unproven"; `tests` counts those that name the control."""

    id: str
    proof: str
    tests: int
    recorded_by: str
    recorded_at: datetime
    accepted_by: str = ""
    accepted_at: datetime | None = None


class EngagementView(EngagementGiven):
    """An entry as it was recorded."""

    recorded_by: str
    recorded_at: datetime


class ChangeView(Message):
    """One value: as it was assessed, and as it is or is to be."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class AmendmentView(Message):
    """An amendment: what changes, why, and who agreed. `opened_by` is empty where the service found it itself."""

    id: str
    number: int
    changes: tuple[ChangeView, ...]
    opened_by: str
    opened_at: datetime
    reason: str
    effect: str
    described_by: str
    accepted_by: str
    accepted_at: datetime | None
    applied_at: datetime | None
    dropped_at: datetime | None


class VersionView(Message):
    """A closed version, by its hash."""

    id: str
    number: int
    sha256: str
    proposed_by: str
    proposed_at: datetime
    accepted_by: str
    accepted_at: datetime | None


class RepresentationView(RepresentationRow):
    """A row with its exposure: share of the gallery over share of the population; and what that may lead to (L-19).

    `false_candidates` are expected lists of somebody else in 1,000 searches of people of this group who are not in the
    gallery; None where the evaluation on file establishes no rate of the group.
    """

    exposure: float
    false_candidates: float | None


class EquityView(Message):
    """Error rates by group and over-representation, and what is absent of them (K-05)."""

    evaluation: str
    groups: tuple[GroupView, ...]
    representation: tuple[RepresentationView, ...]
    lacking: tuple[str, ...]


class MeasureView(Message):
    """What success was said to be before the pilot began."""

    title: str
    target: str
    read_from: str


class PilotView(Message):
    """A pilot with its days, caps and counts (K-08)."""

    active: bool
    begins_on: date
    ends_on: date
    most_searches: int
    most_searches_a_day: int
    searches: int
    searches_today: int
    measures: tuple[MeasureView, ...]


class AssessmentView(Message):
    """All that the assessment holds. `lacking` keeps it from being closed; `drift` keeps searches from running."""

    service: str
    state: str
    drift: tuple[ChangeView, ...]
    lacking: tuple[str, ...]
    questions: tuple[QuestionAnswered, ...]
    elements: tuple[ElementView, ...]
    risks: tuple[RiskView, ...]
    engagements: tuple[EngagementView, ...]
    versions: tuple[VersionView, ...]
    amendments: tuple[AmendmentView, ...]
    equity: EquityView
    pilot: PilotView
    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    review_due: date | None


class DifferenceLine(Message):
    """One thing that another version says: under which heading, what it was and what it is."""

    heading: str
    name: str
    before: str
    after: str
    moving: bool


class DifferenceView(Message):
    """What has changed since the accepted version, heading by heading; `moving` lines are counts that always move."""

    since: VersionView | None
    lines: tuple[DifferenceLine, ...]


class WithheldSpan(Message):
    """A span left out of the public edition, by its number there, and why (K-07)."""

    number: int
    place: str
    reason: str


class PublicAnswer(Message):
    """A question with its answer as the public reads it."""

    heading: str
    text: str
    by: str
    answer: str


class PublicAssessment(Message):
    """The public edition: nothing withheld has left the service; nobody is named (K-07)."""

    service: str
    facts: tuple[Fact, ...]
    answers: tuple[PublicAnswer, ...]
    risks: tuple[tuple[str, str, str, str], ...]
    engagements: tuple[tuple[date, str, str, str], ...]
    equity: EquityView
    withheld: tuple[WithheldSpan, ...]


class ReviewAsked(Message):
    """Compare the use of a period, both days included, with what was assessed (K-10)."""

    period_start: date
    period_end: date


class DivergenceView(Message):
    """One way in which use was not as assessed: what was used, what was allowed, how often, and where in the log."""

    kind: str
    used: str
    assessed: str
    count: int
    first_sequence: int
    last_sequence: int


class UseReview(Message):
    """The annual review of use; without an accepted version there is nothing to compare with (K-10)."""

    period_start: date
    period_end: date
    version: VersionView | None
    looked_at: int
    divergences: tuple[DivergenceView, ...]
