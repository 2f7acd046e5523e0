"""Known tasks: examinations whose answer is known, given out among casework to measure error rates (D-11, W-26)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.vocabulary import KnownTaskState
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.model import Message


class KnownTaskProposal(Message):
    """A lawful source, who allowed it in writing, and the answer. The picture follows by itself.

    `same`: the person under `subject_number` is shown and is proposed to reviewers. Otherwise nobody in the gallery is
    shown, and the most similar subject is proposed.
    """

    source: str = Field(max_length=32)
    authority: str = Field(max_length=2000)
    same: bool
    subject_number: str = Field(default="", max_length=64)


class KnownTaskDecision(Message):
    """Another person's decision on a proposal, with its reason."""

    approved: bool
    reason: str = Field(default="", max_length=2000)


class KnownTaskEnd(Message):
    """Why a task is given out no more."""

    reason: str = Field(default="", max_length=2000)


class KnownTaskView(Message):
    """One task from its proposal to its end. `picture` is a path for `Client.picture`, empty before there is one.

    `own`: the asker proposed it, so somebody else must decide. `answered` counts locked answers.
    """

    id: str
    state: KnownTaskState
    source: str
    authority: str
    same: bool
    subject_number: str
    proposed_by: str
    proposed_at: datetime
    own: bool
    picture: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""
    retired_by: str = ""
    retired_at: datetime | None = None
    retirement_reason: str = ""
    answered: int = 0


class KnownTasksWaiting(Message):
    """Proposals that somebody else than their proposer may decide on."""

    tasks: tuple[KnownTaskView, ...]


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
    """Every task and every reviewer's score, by name and never ranked, for compliance."""

    rate: float
    sources: tuple[ChoiceView, ...]
    tasks: tuple[KnownTaskView, ...]
    scores: tuple[ReviewerScore, ...]
