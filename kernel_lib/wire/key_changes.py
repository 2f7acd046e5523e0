"""Changes of the identity key: what one would seal anew, and how those stand that were proposed (M-02)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class SealedCount(Message):
    """How many values a column (`table.column`) holds under the identity key."""

    column: str
    values: int


class KeyChangeAsked(Message):
    """Why another identity key is wanted."""

    reason: str = Field(default="", max_length=2000)


class KeyChangeDecision(Message):
    """Another person's decision on it."""

    approved: bool
    reason: str = Field(default="", max_length=2000)


class KeyChangeView(Message):
    """A change; `approved` is None while it waits for its second person, `resealed` until it is carried out."""

    id: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved: bool | None = None
    decision_reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    begun_at: datetime | None = None
    done_at: datetime | None = None
    resealed: int | None = None


class KeyChanges(Message):
    """What a change would seal anew, column by column, and the changes so far, the newest first."""

    sealed: tuple[SealedCount, ...]
    changes: tuple[KeyChangeView, ...]

    @property
    def values(self) -> int:
        """Values in all."""
        return sum(each.values for each in self.sealed)
