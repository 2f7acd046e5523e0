"""Yearly proofs of proficiency, suspensions, and cases to be looked at again (H-04)."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class SupervisedTasks(Message):
    """Known tasks that a suspended examiner answered under a supervisor: the service gives them none meanwhile."""

    supervisor: str = Field(min_length=2, max_length=80)
    tasks: int = Field(ge=1, le=1000)
    wrong: int = Field(ge=0, le=1000)


class ProficiencyOffered(Message):
    """The result of an external test; the service adds the known tasks that it counted since the last proof."""

    username: str = Field(max_length=64)
    provider: str = Field(min_length=2, max_length=120)
    test: str = Field(min_length=2, max_length=120)
    taken_on: date
    correct: int = Field(ge=0, le=10_000)
    questions: int = Field(ge=1, le=10_000)
    supervised: SupervisedTasks | None = None


class ProficiencyPerson(Message):
    """An examiner and their proof. `suspended_because` is failed_test, failed_tasks or no_proof; empty when not."""

    username: str
    display_name: str
    proven_on: date | None
    due: date
    overdue: bool
    tasks: int
    tasks_needed: int
    last_verdict: str = ""
    suspended_since: datetime | None = None
    suspended_because: str = ""


class RereviewView(Message):
    """One examination of a suspended examiner to be looked at again; `upheld` is None until somebody did."""

    id: str
    examiner: str
    examination_number: str
    request_number: str
    occurrence_number: str
    because: str
    since: datetime
    upheld: bool | None = None
    reason: str = ""
    done_by: str = ""
    done_at: datetime | None = None


class ProficiencyView(Message):
    """Everything that compliance sees of proficiency; scores of people are shown to nobody else (H-09)."""

    people: tuple[ProficiencyPerson, ...]
    rereviews: tuple[RereviewView, ...]
    open_rereviews: int
    reason_min_length: int


class RereviewGiven(Message):
    """What looking again came to: whether the conclusion is upheld, by whom it was compared, and why."""

    upheld: bool
    reason: str = Field(default="", max_length=2000)
