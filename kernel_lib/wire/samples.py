"""The monthly sample of searches for audit, and what its audit found (I-06)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from kernel_lib.wire.model import Message

MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
Conclusion = Literal["in_order", "remark", "breach"]


class SampleAsked(Message):
    """Which month, and how much: this share of its searches and at least so many; of each group one in any case."""

    month: str = Field(pattern=MONTH)
    share: float = Field(default=0.05, ge=0, le=1)
    least: int = Field(default=10, ge=0, le=1000)


class SampledSearch(Message):
    """One search of the sample: its entry, and the groups for which it stands."""

    sequence: int
    hash: str
    user: str
    offence: str
    outcome: str


class FindingOffered(Message):
    """What somebody found who looked into one search of the sample."""

    sequence: int = Field(ge=1)
    conclusion: Conclusion
    remark: str = Field(default="", max_length=2000)


class FindingView(Message):
    """A finding as it is kept."""

    sequence: int
    conclusion: Conclusion
    remark: str
    account_id: str
    made_at: datetime


class SampleView(Message):
    """The sample of a month: the same from the log for anybody, by its seed."""

    month: str
    seed: str
    seed_size: int
    share: float
    least: int
    searches: int
    drawn: tuple[SampledSearch, ...]
    findings: tuple[FindingView, ...] = ()


class SampleLine(Message):
    """A month that was drawn: by which measure, of how many searches, and how many were looked into."""

    month: str
    share: float
    least: int
    searches: int
    drawn: int
    looked_into: int
    drawn_at: datetime


class SamplesView(Message):
    """Every month that was drawn, newest first."""

    samples: tuple[SampleLine, ...]
