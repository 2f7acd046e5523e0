"""The figures of one peer over one case, as they are kept in JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Bytes = Literal["no file", "stay", "gone", "not told"]


@dataclass(frozen=True)
class Searched:
    """Searches of one share: their median, and the recall against the true list (1: nothing is missing)."""

    milliseconds: float
    recall: float
    searches: int


@dataclass(frozen=True)
class Removed:
    """One row taken out: how long until that was durable, whether a search still gives it, and the file's bytes.

    `bytes` says whether the row's numbers can still be read in the peer's files: "not told" when they could not be
    found before either, because the file is compressed.
    """

    milliseconds: float | None
    gone: bool
    bytes: Bytes
    why: str = ""


@dataclass(frozen=True)
class Measured:
    """One line of the table. `why` is filled when there are no figures.

    `memory_mb` is what is held after the searches, `peak_mb` the most that was ever resident: building, the given rows
    and the yardstick included. `yardstick_ms` is numpy's full scan in the same process, None where it would not fit.
    """

    peer: str
    kind: str
    count: int
    dimensions: int
    k: int
    version: str = ""
    build_s: float | None = None
    opened_s: float | None = None
    yardstick_ms: float | None = None
    memory_mb: float | None = None
    disk_mb: float | None = None
    all: Searched | None = None
    shares: dict[str, Searched] = field(default_factory=dict)
    removed: Removed | None = None
    peak_mb: float | None = None
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Self:
        """Take up what `as_json` gave. Raises TypeError for fields of another version."""
        parts = dict(given)
        parts["all"] = Searched(**parts["all"]) if parts["all"] else None
        parts["shares"] = {name: Searched(**one) for name, one in parts["shares"].items()}
        parts["removed"] = Removed(**parts["removed"]) if parts["removed"] else None
        return cls(**parts)
