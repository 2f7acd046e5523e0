"""The model in use, others that are registered, and reports of what a change would do (F-11, W-19)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.evaluation import GroupView, OperatingView, RateView
from kernel_lib.wire.model import Message


class ModelView(Message):
    """A registered recogniser. `templates` of `eligible` pictures of the service have a template of it."""

    name: str
    model_id: str
    licence: str
    casework: bool
    in_use: bool
    next_start: bool
    templates: int
    eligible: int


class ImpactAsked(Message):
    """Reckon what a registered model would change; `evaluation_set` names a labelled set to search by both models."""

    model: str = Field(min_length=1, max_length=80)
    evaluation_set: str = Field(default="", max_length=40)


class SwitchAsked(Message):
    """Take a registered model into use at the next start of the service."""

    model: str = Field(min_length=1, max_length=80)


class ListChanges(Message):
    """How many lists change and how entries move; None for a count that is too small to be told."""

    lists: dict[str, int | None]
    entries: dict[str, int | None]


class ModelSide(Message):
    """What one model searched: pictures and people of the gallery of today, named by the hash of the references."""

    model_id: str
    pictures: int
    people: int
    snapshot_sha256: str


class SideAccuracy(Message):
    """One model on the labelled set, under the bounds in force."""

    model_id: str
    no_template: int
    first_place: RateView
    operating: OperatingView
    groups: tuple[GroupView, ...]


class ImpactView(Message):
    """One report. `left_out` are searches whose picture is not held any more or could not be searched again."""

    number: int
    sha256: str
    filed_at: datetime
    old: ModelSide
    new: ModelSide
    without: int
    replayed: int
    left_out: int
    threshold: float
    length: int
    in_force: ListChanges
    by_place: ListChanges
    leads: dict[str, int | None]
    scale_old: tuple[float, float, float] | None
    scale_new: tuple[float, float, float] | None
    smallest_cell: int
    evaluation_set: str
    accuracy: tuple[SideAccuracy, ...]
    statements: tuple[str, ...]


class ModelsView(Message):
    """Registered recognisers, the one in use first, and the reports of one's own service, newest first."""

    models: tuple[ModelView, ...]
    reports: tuple[ImpactView, ...]
    past_searches: int


class FormerRemoved(Message):
    """How many templates of models that were in use before are gone."""

    removed: int
