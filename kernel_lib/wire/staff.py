"""Consent of staff to a reference picture, and what checks of searches against them found (B-11)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class ConsentView(Message):
    """One's own consent: whether it holds, since when, and the words in both languages."""

    given: bool
    since: datetime | None = None
    words_en: str
    words_fr: str


class StaffCheckView(Message):
    """One check: its time, how many searches there were, how many could be compared, with how many people."""

    ran_at: datetime
    since: datetime | None
    by_service: bool
    people: int
    searches: int
    compared: int
    seed: str


class StaffFindingView(Message):
    """A search to look into. `resembles` is the member of staff, empty for a search that chance drew."""

    id: str
    raised_at: datetime
    request_number: str
    occurrence_number: str
    requester: str
    searched_by: str
    resembles: str = ""
    proper: bool | None = None
    reason: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


class StaffChecks(Message):
    """Everything that compliance sees of checks. `due_at` is when the service checks by itself."""

    checks: tuple[StaffCheckView, ...]
    findings: tuple[StaffFindingView, ...]
    consents: int
    due_at: datetime | None
    reason_min_length: int


class FindingAnswer(Message):
    """What compliance found out: whether the search was proper, and how that is known."""

    proper: bool
    reason: str = Field(default="", max_length=2000)
