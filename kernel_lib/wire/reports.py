"""Reports as their page shows them: which there are, their runs, and those that the service runs right now."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from kernel_lib.wire.model import Message

RunStanding = Literal["running", "lost", "failed", "draft", "proposed", "released", "replaced"]
"""`lost`: it began and its end was never recorded. `replaced`: a newer one of the same period was released."""


class ParameterAsked(Message):
    """What a report must be told: its kind is "date", "int" or "token"."""

    name: str
    kind: str
    hint: str


class BlockView(Message):
    """What keeps a report from going out, and the rule that says so."""

    rule: str
    reason: str


class ReportAbout(Message):
    """One report: what it is for, who reads it, whether this person may run it, and what keeps it from going out."""

    name: str
    title: str
    purpose: str
    audience: str
    parameters: tuple[ParameterAsked, ...]
    runnable: bool
    blocks: tuple[BlockView, ...] = ()


class RunFailure(Message):
    """Where a run failed, and what it said, free of personal data."""

    part: str
    cell: int
    cells: int
    kind: str
    message: str


class ReportRunView(Message):
    """One run: from what it was made and where it stands. `own`: this person ran or proposed it.

    `events` is the size of the log that it was made from. Nothing but its state is told where its files are not here.
    """

    run_id: str
    report: str
    title: str
    parameters: dict[str, str | int] = Field(default_factory=dict)
    language: str = ""
    state: RunStanding
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    events: int | None = None
    verified_at: datetime | None = None
    whole: bool | None = None
    checks: tuple[str, ...] = ()
    failure: RunFailure | None = None
    simulated: bool = False
    proposed_by: str = ""
    proposed_at: datetime | None = None
    released_by: str = ""
    released_at: datetime | None = None
    files: tuple[str, ...] = ()
    own: bool = False


class ReportJobView(Message):
    """A report that the service runs for this person, or ran a moment ago: how far it is, and how it ended."""

    id: str
    report: str
    state: Literal["running", "done", "failed", "stopped"]
    started_at: datetime
    done: int = 0
    total: int = 0
    part: str = ""
    run_id: str = ""
    message: str = ""


class ReportDeskView(Message):
    """Everything that a person may see of reports."""

    reports: tuple[ReportAbout, ...]
    runs: tuple[ReportRunView, ...]
    jobs: tuple[ReportJobView, ...]


class ReportOrder(Message):
    """Run a report with these parameters, in a language."""

    report: str = Field(max_length=64)
    parameters: dict[str, str] = Field(max_length=8)
    language: Literal["en", "fr"] = "en"
