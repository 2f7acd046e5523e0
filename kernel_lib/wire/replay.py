"""What came of running a stored search again (B-05)."""

from kernel_lib.wire.model import Message


class Difference(Message):
    """The first place at which two lists differ, from 1, and how; `score_apart` where only the similarity differs."""

    rank: int
    how: str
    score_apart: float | None = None


class GalleryChange(Message):
    """What changed in the gallery since a search, by count and class of reason; roots name the two states."""

    snapshot_then: str
    snapshot_now: str
    eligible_root_then: str
    eligible_root_now: str
    eligible_then: int
    eligible_now: int
    added: int
    removed: int
    became_eligible: int
    left: tuple[tuple[str, int], ...]
    """References that were compared then and may not be today, by class of reason."""

    @property
    def happened(self) -> bool:
        """Whether a search today runs over something else."""
        return self.eligible_root_then != self.eligible_root_now or self.snapshot_then != self.snapshot_now


class ReplayView(Message):
    """A stored search against the same search run again: over the references of then, and over those of today.

    `identical` says that ids are equal and similarities differ by no more than `tolerance`. `unlike` names each
    model, library or setting that is another one now. `not_run` says why nothing could be compared.
    """

    search_id: str
    capsule_sha256: str
    tolerance: float
    places: int
    identical: bool
    first_difference: Difference | None = None
    not_run: str = ""
    unlike: tuple[str, ...] = ()
    gallery: GalleryChange
    today_identical: bool = False
    today_difference: Difference | None = None
