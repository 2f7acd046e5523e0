"""Known tasks: examinations whose answer is known, given out among casework to measure error rates (D-11, W-26)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class KnownTaskKey(Message):
    """The face to examine in a picture, and the answer.

    `same`: the person under `subject_number` is shown and is proposed. Otherwise nobody in the gallery is shown, and
    the most similar subject is proposed.
    """

    face: int = Field(ge=0)
    same: bool
    subject_number: str = Field(default="", max_length=64)


class KnownTaskView(Message):
    """A registered task."""

    id: str
    same: bool
    registered_at: datetime
    answered: int


class ErrorRate(Message):
    """Errors among answered tasks, with the 95 % interval by Wilson's method; without a task it is 0 to 1."""

    errors: int
    tasks: int
    low: float
    high: float


class ReviewerScore(Message):
    """How one reviewer answered: people missed, false support, and answers that say neither."""

    account_id: str
    display_name: str
    missed: ErrorRate
    false_support: ErrorRate
    inconclusive: int


class KnownTasks(Message):
    """Every task and every reviewer's score, for compliance."""

    rate: float
    tasks: tuple[KnownTaskView, ...]
    scores: tuple[ReviewerScore, ...]
