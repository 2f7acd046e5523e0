"""Destruction by rule: what is due, runs and their samples, how well the days are kept, requests to the keeper."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from kernel_lib.vocabulary import DestructionState, EligibilityState, RunState
from kernel_lib.wire.model import Message


class DueLine(Message):
    """How many pictures are due under one rule, how many a hold of a case keeps, and how late the oldest is."""

    rule: str
    sentence: str
    due: int
    held: int
    oldest: date
    days_late: int


class DuePreview(Message):
    """What is due to go today; where nothing is, the first day on which something will be, as far as one is set."""

    due: int
    held: int
    lines: tuple[DueLine, ...]
    next_due_on: date | None = None


class RunAsked(Message):
    """A run over what is due under one rule; an empty rule means all."""

    rule: str = Field(default="", max_length=64)


class StopAsked(Message):
    """Why a run is stopped or given up."""

    reason: str = Field(max_length=500)


class RunView(Message):
    """A run as it stands; `counts` by state of the lineages, `stores` by what still holds something."""

    id: str
    rule: str
    state: RunState
    planned: int
    lineages_sha256: str
    proposed_at: datetime
    released_by_records: bool
    released_by_compliance: bool
    released_at: datetime | None
    stopped_at: datetime | None
    stop_reason: str
    finished_at: datetime | None
    counts: dict[str, int]
    rules: dict[str, int]
    stores: dict[str, int]


class RunsView(Message):
    """Every run of a service, the newest first."""

    runs: tuple[RunView, ...]


class SampleLine(Message):
    """One lineage of a run's sample: by which rule it goes."""

    lineage_id: str
    picture_id: str
    rule: str
    sentence: str
    rule_version: str
    due_on: date
    state: DestructionState


class RunSample(Message):
    """Lines drawn by a seed, which draws the same again."""

    seed: str
    lines: tuple[SampleLine, ...]


class ComplianceLine(Message):
    """One rule: due in time, late with the days of the worst, done, done late, failed, waiting, and if explained."""

    rule: str
    sentence: str
    due: int
    late: int
    days_late: int
    done: int
    done_late: int
    failed: int
    waiting: int
    explained: bool


class ComplianceReport(Message):
    """How the days are kept; while `unexplained` names a rule, no annual report goes out (F-34)."""

    today: date
    within_days: int
    held: int
    lines: tuple[ComplianceLine, ...]
    unexplained: tuple[str, ...]


class LateExplanation(Message):
    """Why what is due under a rule is late, and until when that may stand."""

    rule: str = Field(max_length=64)
    until: date
    reason: str = Field(max_length=1000)


class RetentionAsked(Message):
    """A decision to keep or to destroy a picture on a ground of the service's policy (F-26)."""

    keep: bool
    ground: str = Field(default="", max_length=32)
    position: str = Field(default="", max_length=120)
    reasons: str = Field(default="", max_length=1800)
    look_again_on: date


class RetentionDecision(Message):
    """A decision that was kept, and the picture's state after it."""

    id: str
    sequence: int
    state: EligibilityState
    look_again_on: date


class KeeperRequestView(Message):
    """A request to the RCMP record keeper; the number is empty once the reply is on file."""

    id: str
    lineage_id: str
    rule: str
    fps_number: str
    asked_at: datetime
    chase_on: date
    chased: int
    overdue: bool
    reply: str
    replied_on: date | None


class KeeperRequests(Message):
    """A service's requests, those without a reply first."""

    requests: tuple[KeeperRequestView, ...]


class KeeperReply(Message):
    """What the keeper replied, and when."""

    reply: Literal["destroyed", "nothing_held", "refused"]
    replied_on: date
