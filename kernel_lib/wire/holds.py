"""Disclosure holds: a case whose search records are kept as they are (C-13)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.model import Message


class HoldAsked(Message):
    """Why a hold is placed: a ground of the list, and words."""

    ground: str = Field(max_length=32)
    note: str = Field(default="", max_length=1000)


class HoldView(Message):
    """One hold."""

    id: str
    ground: str
    note: str
    placed_at: datetime
    lifted_at: datetime | None


class HoldsView(Message):
    """The holds of a case, the newest first, and the grounds on which one may be placed."""

    grounds: tuple[ChoiceView, ...]
    holds: tuple[HoldView, ...]
