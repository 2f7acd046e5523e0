"""Evaluations of accuracy: what is asked for, and what is on file (C-02, L-02)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class EvaluationAsked(Message):
    """Search a labelled set, by its name among those that the service holds, on what is deployed."""

    evaluation_set: str = Field(min_length=1, max_length=40)


class RateView(Message):
    """A count of so many searches, and two intervals of 95 %: over searches, and over people drawn again."""

    count: int
    of: int
    rate: float | None
    wilson: tuple[float, float]
    by_person: tuple[float, float]


class LengthView(Message):
    """One list length: misses without a threshold (T = 0) and at the threshold in force."""

    length: int
    investigation: RateView
    identification: RateView


class OperatingView(Message):
    """What happens under the bounds in force; `selectivity` is the mean number of strangers that a search lists."""

    threshold: float
    length: int
    fnir: RateView
    fpir: RateView
    selectivity: float


class GroupView(Message):
    """The searches for people of one group on file; rates only where there are enough of them."""

    group: str
    mated: int
    non_mated: int
    operating: OperatingView | None


class EvaluationView(Message):
    """One evaluation. `state` says whether it is out of date; `statements` what its figures do not say."""

    sha256: str
    set_name: str
    set_sha256: str
    people: int
    pictures: int
    no_template: int
    mated: int
    non_mated: int
    gallery_people: int
    model_id: str
    filed_at: datetime
    out_of_date: tuple[str, ...]
    state: str
    by_length: tuple[LengthView, ...]
    first_place: RateView
    operating: OperatingView
    groups: tuple[GroupView, ...]
    statements: tuple[str, ...]


class EvaluationsView(Message):
    """What is on file, in words, and the evaluations held, newest first."""

    state: str
    evaluations: tuple[EvaluationView, ...]
