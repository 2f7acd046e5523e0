"""What belongs to a review beside the pictures: context seen, stepping back."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class ContextSeen(Message):
    """What an examiner saw or heard of a case, by kind, and whether they step back because of it (D-15)."""

    kinds: tuple[str, ...] = Field(min_length=1, max_length=20)
    note: str = Field(default="", max_length=1000)
    step_back: bool


class ContextKept(Message):
    """The entry under which it was recorded. Who examines instead is not told (D-09)."""

    sequence: int
    stepped_back: bool


class AmendmentGiven(Message):
    """What is added to a locked examination, and why (D-17)."""

    reason: str = Field(max_length=1000)
    words: str = Field(min_length=1, max_length=4000)


class AmendmentView(Message):
    """An addition as it was locked: its number in the chain of versions, and the hash of this version."""

    version: int
    reason: str
    words: str
    added_at: datetime
    sha256: str
