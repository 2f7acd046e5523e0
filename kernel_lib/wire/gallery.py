"""Booking pictures on their way into the gallery, and the state of the installation."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.vocabulary import Election, EligibilityState
from kernel_lib.wire.model import Message


class FurtherCharge(Message):
    """Another charge of the same booking event."""

    offence_id: str = Field(min_length=1, max_length=64)
    charge_date: date
    age_at_offence: int | None = Field(default=None, ge=0, le=120)
    election: Election | None = None


class BookingRecord(Message):
    """One line of a booking feed. An empty field is a refusal of that picture, not an error of the feed (F-01).

    `legacy` says that it comes from an older gallery: it stays out of search until it is classified (F-37).
    """

    subject_number: str = Field(default="", max_length=64)
    fps_number: str = Field(default="", max_length=64)
    service: str = Field(default="", max_length=32)
    booking_event: str = Field(default="", max_length=64)
    ica_authority: str = Field(default="", max_length=32)
    offence_id: str = Field(default="", max_length=64)
    charge_date: date | None = None
    captured_at: date | None = None
    capturing_officer: str = Field(default="", max_length=64)
    pose: str = Field(default="", max_length=32)
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    age_at_offence: int | None = Field(default=None, ge=0, le=120)
    election: Election | None = None
    further_charges: tuple[FurtherCharge, ...] = Field(default=(), max_length=50)
    demonstration: bool = False
    legacy: bool = False


class Enrolled(Message):
    """A picture is in the gallery. `already` is true when the same feed line came before and nothing changed.

    `searchable` says that it has a template and that its `state` is eligible; `rule` is the one that decided the state.
    Both are lacking for a picture of a mark.

    `recapture` names the findings because of which another picture is wanted (F-07). `encoded_by` says where the models
    looked at it: "service", or a worker by its name; empty where they did not.
    """

    picture_id: str
    lineage_id: str
    searchable: bool
    already: bool
    state: EligibilityState | None = None
    rule: str = ""
    notes: tuple[str, ...] = ()
    recapture: tuple[str, ...] = ()
    encoded_by: str = ""


class Recapture(Message):
    """A person of whom another picture is wanted, because none that is held may be searched (F-07).

    `findings` are the components at fault in the newest picture of a searchable pose, which came `since`; `reasons` say
    so in words. `done_at` is when one came that may be searched.
    """

    subject_number: str
    booking_event: str
    captured_on: date
    findings: tuple[str, ...]
    reasons: tuple[str, ...]
    since: datetime
    done_at: datetime | None = None


class RecaptureList(Message):
    """Everybody of whom another picture is wanted; `count` covers all, `lines` at most the first hundred.

    `done` are the last hundred wishes that were met.
    """

    count: int
    lines: tuple[Recapture, ...]
    done: tuple[Recapture, ...] = ()


class RetemplatingAsked(Message):
    """How many pictures to make templates of now, from the one after an id.

    `model` names a registered model that is not in use: its templates are made beside those in use (W-19).
    """

    model: str = Field(default="", max_length=80)
    after: str = Field(default="", max_length=36)
    limit: int = Field(default=50, ge=1, le=200)


class RetemplatingStep(Message):
    """What came of some pictures: `passed` were no longer eligible; `waiting` still lack a template of the model.

    `after` goes into the next step, None when there is none.
    """

    model: str
    made: int
    failed: int
    passed: int
    waiting: int
    after: str | None


class EnrolmentRun(Message):
    """The counts of a finished enrolment run, for the log."""

    run_id: str
    offered: int
    enrolled: int
    already: int
    refused: int


class ServiceStatus(Message):
    """The line at the foot of each page; `stopped` says why this person cannot search now (M-11).

    `simulated`: everything held here is invented, and every page and report says so.
    """

    service_name: str
    pictures: int
    eligible: int
    model: str
    log_events: int
    log_verified_at: datetime | None
    log_whole: bool | None
    demonstration: bool
    stopped: tuple[str, ...] = ()
    simulated: bool = False


class Fact(Message):
    """One fact from the live configuration, with where it comes from."""

    heading: str
    name: str
    value: str
    source: str


class Facts(Message):
    """All facts that a privacy impact report must state, under the headings of the report (K-01 …)."""

    generated_at: datetime
    facts: tuple[Fact, ...]
