"""What a pack holds of a photo array that was shown to a witness (W-17). Plain values as in `contents`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class PlacePart:
    """One place of an array. `filler` is 0 for the lead's person; `origin` is where a filler's picture came from.

    `may_be_shown` is false for a booking picture that may no longer be used; `picture` is None once it is destroyed.
    """

    filler: int
    sha256: str
    origin: str
    may_be_shown: bool
    picture: bytes | None


@dataclass(frozen=True)
class StepPart:
    """One step of the showing, its hash, and the hash of the step before."""

    number: int
    body: Mapping[str, Any]
    previous_sha256: str
    sha256: str


@dataclass(frozen=True)
class ArrayPart:
    """An array from its start on. `measured` holds rule, bounds, model and every similarity between its pictures."""

    id: str
    state: str
    made_by: str
    administrator_id: str
    started_at: datetime
    ended_at: datetime | None
    measured: Mapping[str, Any]
    seal: str
    places: tuple[PlacePart, ...]
    steps: tuple[StepPart, ...]
