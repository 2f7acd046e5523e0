"""What belongs to a review beside the pictures: context seen, stepping back."""

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
