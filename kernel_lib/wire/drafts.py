"""What an examiner has typed and not locked yet: kept by the service so that leaving the page loses nothing."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from kernel_lib.vocabulary import Observation
from kernel_lib.wire.model import Message
from kernel_lib.wire.views import MOST_PINS, Pin

_Key = Annotated[str, Field(max_length=60)]
_Line = Annotated[str, Field(max_length=1000)]
_Letter = Annotated[str, Field(max_length=20)]
_MOST = 60


class ExaminationDraft(Message):
    """Answers of both stages as they stand; nothing of it is a record before it is locked.

    `revision` is that of the draft which this one replaces, 0 for the first. `letter` is empty until one is chosen.
    `letter_notes` holds notes on candidates that have no disposition yet.
    """

    revision: int = Field(default=0, ge=0)
    visible: dict[_Key, bool] = Field(default_factory=dict, max_length=_MOST)
    suitable: bool | None = None
    limits: str = Field(default="", max_length=2000)
    quality_reason: str = Field(default="", max_length=2000)
    letter: str = Field(default="", max_length=20)
    value: int | None = None
    observations: dict[_Key, Observation] = Field(default_factory=dict, max_length=_MOST)
    explanations: dict[_Key, _Key] = Field(default_factory=dict, max_length=_MOST)
    notes: dict[_Key, _Line] = Field(default_factory=dict, max_length=_MOST)
    reasons: str = Field(default="", max_length=4000)
    letter_notes: dict[_Letter, _Line] = Field(default_factory=dict, max_length=_MOST)
    pins: tuple[Pin, ...] = Field(default=(), max_length=MOST_PINS)


class DraftKept(Message):
    """The revision under which a draft is kept, and since when."""

    revision: int
    saved_at: datetime
