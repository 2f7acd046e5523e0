"""The proof that a list is complete: what was compared exactly, and how near anything left out could come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One pass over the gallery: what it did, how many rows it was given and how many it could not exclude."""

    name: str
    rows: int
    kept: int


@dataclass(frozen=True)
class Proof:
    """Why no row outside the list can belong into it.

    `bound` is the highest similarity that any eligible row left out of the exact comparison can have, and `last` the
    lowest similarity in the list. None: nothing was left out, or the list is empty. A full comparison leaves nothing
    out; otherwise the list is complete when the bound lies below the last similarity.
    """

    k: int
    reranked: int
    widened: int
    bound: float | None
    last: float | None
    stages: tuple[Stage, ...]

    @property
    def complete(self) -> bool:
        """Whether every eligible row was compared exactly or is excluded by the bound."""
        return self.bound is None or (self.last is not None and self.bound < self.last)
