"""The dated bounds of every component, and the line from a raw value to a quality of 0 to 100."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kernel_lib.hashing import sha256_hex

Verdict = Literal["ok", "caution", "refused", "not_assessed"]
AT_CAUTION, AT_REFUSAL = 50.0, 20.0
"""The values of 100 at which the caution line and the floor lie, whatever the component."""

_Point = tuple[float | None, float]


class Limit(BaseModel):
    """Where one component's value becomes a caution or a refusal, and which values are worth 100 and 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    caution_below: float | None = None
    refused_below: float | None = None
    caution_above: float | None = None
    refused_above: float | None = None
    best_from: float | None = None
    best_to: float | None = None
    worst_below: float | None = None
    worst_above: float | None = None
    mark: bool = True

    def verdict(self, value: float) -> tuple[Verdict, float | None]:
        """The verdict on a value and the limit that decided it, or the one nearest to it."""
        for kind, below, above in (
            ("refused", self.refused_below, self.refused_above),
            ("caution", self.caution_below, self.caution_above),
        ):
            if below is not None and value < below:
                return ("refused" if kind == "refused" else "caution"), below
            if above is not None and value > above:
                return ("refused" if kind == "refused" else "caution"), above
        bounds = [bound for bound in (self.caution_below, self.caution_above) if bound is not None]
        return "ok", min(bounds, key=lambda bound: abs(value - bound), default=None)

    def quality(self, value: float) -> int:
        """The value as 0 to 100, higher is better: 100 at the best, 50 at the caution, 20 at the floor, 0 at worst.

        A bound that is not set is left out of the line. A caution is worth less than 50, a refusal less than 20.
        """
        rising = _line(
            value,
            (self.worst_below, 0.0),
            (self.refused_below, AT_REFUSAL),
            (self.caution_below, AT_CAUTION),
            (self.best_from, 100.0),
        )
        falling = _line(
            value,
            (self.best_to, 100.0),
            (self.caution_above, AT_CAUTION),
            (self.refused_above, AT_REFUSAL),
            (self.worst_above, 0.0),
        )
        most = {"refused": AT_REFUSAL - 1, "caution": AT_CAUTION - 1}.get(self.verdict(value)[0], 100.0)
        return round(min(rising, falling, most))


class QualityLimits(BaseModel):
    """The dated limits of every component, with where they come from and the hash of the file they stand in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective_from: date
    source: str
    components: Mapping[str, Limit]
    sha256: str = ""

    @classmethod
    def read(cls) -> "QualityLimits":
        """The limits that ship with the product."""
        content = resources.files("kernel_lib.faces").joinpath("quality_limits.toml").read_bytes()
        table = tomllib.loads(content.decode())
        head = {name: table.pop(name) for name in ("effective_from", "source")}
        components = {name: Limit.model_validate(entry) for name, entry in table.items()}
        return cls(**head, components=components, sha256=sha256_hex(content))


# Private


def _line(value: float, *points: _Point) -> float:
    """The quality on a line through points of rising value; 100 when there is none."""
    known: Sequence[tuple[float, float]] = [(at, worth) for at, worth in points if at is not None]
    if not known:
        return 100.0
    for (low, first), (high, second) in pairwise(known):
        if low <= value < high:
            return first + (second - first) * (value - low) / (high - low)
    return known[0][1] if value < known[0][0] else known[-1][1]
