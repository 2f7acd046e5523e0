"""Facts about pictures that are held, and the state that follows from them."""

from datetime import date, datetime

from pydantic import Field, model_validator

from kernel_lib.vocabulary import CourtDisposition, Election, EligibilityState, MarkKind
from kernel_lib.wire.model import Message


class ChargeNamed(Message):
    """A charge by what its service calls it: whose, at which event, of which offence (F-09)."""

    subject_number: str = Field(max_length=64)
    booking_event: str = Field(max_length=64)
    offence_id: str = Field(max_length=64)


class OutcomeTold(Message):
    """How a charge ended on a day, with the days from which a clock may run."""

    disposition: CourtDisposition
    happened: date
    appeal_until: date | None = None
    appealed: bool = False
    appeal_ended: date | None = None
    order_expires: date | None = None
    sentence_done: date | None = None
    as_adult: bool = False


class OutcomeAsked(Message):
    """An outcome to record for a charge; `replaces` names one that was recorded wrongly."""

    charge: ChargeNamed
    outcome: OutcomeTold
    replaces: str | None = Field(default=None, max_length=36)


class ElectionAsked(Message):
    """How the Crown elected to proceed on a charge."""

    charge: ChargeNamed
    election: Election


class AgeAsked(Message):
    """The age at the offence, from the records system."""

    charge: ChargeNamed
    age: int = Field(ge=0, le=120)


class DeathAsked(Message):
    """The day of a person's death."""

    subject_number: str = Field(max_length=64)
    died_on: date


class MarkAsked(Message):
    """A hold, a seal or a withdrawal of one picture, or of all pictures of an event where `picture_id` is empty."""

    kind: MarkKind
    subject_number: str = Field(max_length=64)
    booking_event: str = Field(max_length=64)
    picture_id: str | None = Field(default=None, max_length=36)
    since: date
    look_again_on: date
    ground: str = Field(max_length=32)
    note: str = Field(max_length=1000)


class StateMove(Message):
    """How many pictures go from one state into another; `before` is empty for those that had none."""

    before: EligibilityState | None
    after: EligibilityState
    count: int


class RenumberAsked(Message):
    """A person's number and the one that replaces it (F-09)."""

    subject_number: str = Field(min_length=1, max_length=64)
    new_number: str = Field(min_length=1, max_length=64)


class CleanupAsked(Message):
    """Which events of a gallery that was taken over to classify: so many, from the one after a mark (F-37)."""

    after: str = Field(default="", max_length=36)
    limit: int = Field(default=500, ge=1, le=2000)


class CleanupStep(Message):
    """What came of some events: pictures by class and how many may now be searched; `waiting` counts events before.

    `after` goes into the next step, None when there is none.
    """

    events: int
    classes: dict[str, int]
    let_in: int
    waiting: int
    after: str | None


class FactsChanged(Message):
    """A fact was recorded, or tried: its log entry, and how many pictures are in another state because of it."""

    sequence: int
    changed: int
    moves: tuple[StateMove, ...] = ()


class FactPreviewAsked(Message):
    """One act whose effect is to be told without doing it: exactly one of these is given."""

    outcome: OutcomeAsked | None = None
    election: ElectionAsked | None = None
    age: AgeAsked | None = None
    death: DeathAsked | None = None
    mark: MarkAsked | None = None
    lift: str | None = Field(default=None, max_length=36)

    @model_validator(mode="after")
    def _one(self) -> "FactPreviewAsked":
        if sum(getattr(self, name) is not None for name in FactPreviewAsked.model_fields) != 1:
            raise ValueError("expected exactly one fact to preview")
        return self


class OutcomeKept(OutcomeTold):
    """An outcome on file, with the id under which a right one replaces it."""

    id: str
    recorded_at: datetime


class ReadingView(Message):
    """What one charge says of a picture."""

    charge_id: str
    offence: str
    charged_on: date
    election: str
    supports: bool
    rule: str
    sentence: str
    changes_on: date | None
    due_on: date | None
    outcomes: tuple[OutcomeKept, ...]
    age: int | None = None
    title: str = ""


class MarkView(Message):
    """A hold, seal or withdrawal on a picture."""

    id: str
    kind: MarkKind
    since: date
    until: date | None
    look_again_on: date
    ground: str


class StateThen(Message):
    """A state that was reckoned at some moment."""

    state: EligibilityState
    rule: str
    computed_at: datetime
    next_review: date
    sentence: str = ""


class StandingView(Message):
    """Why a picture is in its state: rule, plain words, versions, inputs by charge, and every state before (F-20)."""

    picture_id: str
    lineage_id: str
    subject_number: str
    booking_event: str
    captured_on: date
    profile: str
    state: EligibilityState
    rule: str
    sentence: str
    rule_version: str
    next_review: date
    due_on: date | None
    waits_for: str
    statements: tuple[str, ...] = ()
    readings: tuple[ReadingView, ...]
    marks: tuple[MarkView, ...]
    before: tuple[StateThen, ...]
    since: datetime


class PersonStanding(Message):
    """Every picture held of one person, with why each is in its state."""

    subject_number: str
    pictures: tuple[StandingView, ...]
    today: date
    died_on: date | None = None


class ChaseLine(Message):
    """A picture for which somebody must bring something: a decision of the court, an age, a decision (F-21).

    `officer` is who took it, as the booking record names them: the one to be reminded.
    """

    picture_id: str
    subject_number: str
    booking_event: str
    state: EligibilityState
    rule: str
    sentence: str
    waits_for: str
    since: datetime
    due_on: date | None
    officer: str = ""


class MarkDue(Message):
    """An open hold, seal or withdrawal whose day of review has come (F-35)."""

    id: str
    kind: MarkKind
    subject_number: str
    booking_event: str
    since: date
    look_again_on: date
    ground: str


class DeskCounts(Message):
    """A service's held pictures: by state, those whose review is overdue or near, and destruction due by day."""

    today: date
    by_state: dict[EligibilityState, int]
    overdue: int
    review_soon: int
    due_soon: int


class ClockInForce(Message):
    """A length of time of a service's own profile: an id, such as `withdrawn`, and a length, such as `30 days`."""

    clock: str
    length: str


class RuleChangeAsked(Message):
    """Another length for one clock of the asker's own service, to be tried; samples are drawn by the seed (W-21)."""

    clock: str = Field(max_length=40)
    length: str = Field(max_length=20)
    seed: int = Field(default=0, ge=0, le=2**31)


class MovedPicture(Message):
    """A picture that would go into another state, as a sample to look at."""

    subject_number: str
    booking_event: str
    before: EligibilityState | None
    after: EligibilityState


class RuleChangeTold(Message):
    """What a changed clock would do to a service's pictures today, in numbers. Nothing was changed.

    `late_before` and `late_after` count pictures whose destruction fell due before today; `leave_search` and
    `enter_search` what searches, those of partners too, would lose and gain.
    """

    pictures: int
    in_force: ClockInForce
    tried: ClockInForce
    before: dict[EligibilityState, int]
    after: dict[EligibilityState, int]
    moves: tuple[StateMove, ...]
    late_before: int
    late_after: int
    leave_search: int
    enter_search: int
    samples: tuple[MovedPicture, ...]


class ChaseList(Message):
    """What the records desk waits for, by what is awaited; `counts` covers all, `lines` at most the first hundred."""

    counts: dict[str, int]
    lines: tuple[ChaseLine, ...]
    desk: DeskCounts
    marks: tuple[MarkDue, ...] = ()
    clocks: tuple[ClockInForce, ...] = ()
