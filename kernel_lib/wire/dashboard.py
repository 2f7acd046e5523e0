"""The audit dashboard: alerts, each a named question over a threshold, and choices that somebody keeps for later."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.wire.audit import Scalar
from kernel_lib.wire.model import Message


class AlertView(Message):
    """One alert: how many rows of its question speak for it, and from how many it is raised."""

    id: str
    title: str
    question: str
    parameters: dict[str, Scalar]
    where: dict[str, Scalar]
    least: int
    count: int
    sql_sha256: str

    @property
    def raised(self) -> bool:
        """Whether there is reason to look."""
        return self.count >= self.least


class AlertsView(Message):
    """Every alert of a period, as of a moment and a size of the log."""

    first_day: date
    last_day: date
    as_of: datetime
    events: int
    rules_version: str
    alerts: tuple[AlertView, ...]


class ViewOffered(Message):
    """A choice to keep: days, or how many days back from today, and the question that is open, if any."""

    title: str = Field(min_length=1, max_length=80)
    days_back: int | None = Field(default=None, ge=1, le=731)
    first_day: date | None = None
    last_day: date | None = None
    question: str = Field(default="", max_length=60, pattern=r"^[a-z0-9_]*$")
    parameters: dict[str, str | int | bool | None] = Field(default_factory=dict, max_length=20)


class KeptView(Message):
    """A kept choice."""

    id: str
    kept_at: datetime
    view: ViewOffered


class KeptViews(Message):
    """What somebody keeps, by title."""

    views: tuple[KeptView, ...]
