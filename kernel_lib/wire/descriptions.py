"""What a witness or a recording tells of the person's body, beside what the gallery holds (D-07)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.vocabulary import Standing
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.model import Message


class FeatureCompared(Message):
    """One feature as described and as held, and how the two stand to each other."""

    feature: str
    described: str = Field(default="", max_length=300)
    held: str = Field(default="", max_length=300)
    standing: Standing


class DescriptionOffered(Message):
    """Every feature of the list in force, once."""

    rows: tuple[FeatureCompared, ...] = Field(max_length=30)


class ContradictionDecided(Message):
    """A supervisor's decision on a marked contradiction: whether the lead may go out, and why."""

    release: bool
    reason: str = Field(max_length=2000)


class DescriptionView(Message):
    """The comparison as it was filled in. `holds_back`: it keeps the lead from going out until somebody decides.

    `told`: what the requester recorded of the person; with it the comparison is `required` before a lead goes out.
    """

    request_id: str
    request_number: str
    features: tuple[ChoiceView, ...]
    rows: tuple[FeatureCompared, ...]
    contradiction: bool
    holds_back: bool
    filled_at: datetime | None
    reason: str
    decided_at: datetime | None
    told: str = ""
    required: bool = False


class Descriptions(Message):
    """Comparisons that hold a lead back."""

    descriptions: tuple[DescriptionView, ...]
