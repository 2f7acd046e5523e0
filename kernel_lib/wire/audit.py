"""The audit log as seen from outside: its state, its questions, its answers; and reports made from it."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message

Scalar = str | int | float | bool | None


class FaultView(Message):
    """One place where the log is not whole."""

    place: str
    kind: str
    message: str


class LogStatus(Message):
    """The last verification and the last checkpoint."""

    events: int
    whole: bool | None
    verified_at: datetime | None
    root: str
    checkpoint_size: int
    checkpoint_at: datetime | None
    faults: tuple[FaultView, ...] = ()


class ParameterView(Message):
    """A parameter of a question: its name, kind ("date", "integer", "text") and default, if any."""

    name: str
    kind: str
    default: Scalar = None
    hint: str = ""


class QuestionView(Message):
    """A named question over the log, what a row of its answer means and does not mean, its SQL, and how it is drawn.

    `item` is the item of section 5 of the requirements whose main question it is, 0 for any other; `chart` is "bar",
    "line" or "table".
    """

    name: str
    title: str
    sentence: str
    parameters: tuple[ParameterView, ...]
    chart: str = "table"
    sql: str = ""
    item: int = 0
    means: str = ""
    means_not: str = ""


class Ask(Message):
    """Values for the parameters of a question."""

    parameters: dict[str, Scalar] = Field(default_factory=dict)


class AnswerView(Message):
    """A table, with the hash of the SQL that made it and the size of the log it was made from.

    `complete` is false where there were more rows than are sent: ask for fewer days then.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    sql_sha256: str
    events: int
    complete: bool = True


class RecentEvent(Message):
    """One log entry as a line of the auditor's page; no narrative, no names."""

    sequence: int
    time: datetime
    act: str
    actor_id: str | None
    role: str | None
    object_id: str | None
    result: str
    rule: str | None


class ReportStarted(Message):
    """A report begins: its name, the hash of its notebook and of its parameters."""

    report: str = Field(max_length=64)
    notebook_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    parameters_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class ReportRun(Message):
    """The id under which a report runs; `simulated` where everything that it can tell of is invented."""

    run_id: str
    simulated: bool = False


class ReportFinished(Message):
    """A report ended: draft or failed, with the hashes of what it left behind."""

    status: str = Field(pattern=r"^(draft|failed)$")
    files: dict[str, str]
    failed_cell: int | None = None
