"""Destruction by rule: what is due, runs and their samples, how well the days are kept, requests to the keeper."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.vocabulary import DestructionState, RunState
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
    """What is due to go today."""

    due: int
    held: int
    lines: tuple[DueLine, ...]


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
