"""What is measurably wrong or right with one face, each finding in plain words with its value and its limit.

There is deliberately no overall mark: a number that sums up a face hides why, and invites a decision by number.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kernel_lib.faces import measures
from kernel_lib.faces.detection import Face
from kernel_lib.faces.image import DecodedPicture

Verdict = Literal["ok", "caution", "refused"]


class Limit(BaseModel):
    """Where one component's value becomes a caution or a refusal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    caution_below: float | None = None
    refused_below: float | None = None
    caution_above: float | None = None
    refused_above: float | None = None

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


class QualityLimits(BaseModel):
    """The dated limits of every component, with where they come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective_from: date
    source: str
    components: Mapping[str, Limit]

    @classmethod
    def read(cls) -> "QualityLimits":
        """The limits that ship with the product."""
        text = resources.files("kernel_lib.faces").joinpath("quality_limits.toml").read_text(encoding="utf-8")
        table = tomllib.loads(text)
        head = {name: table.pop(name) for name in ("effective_from", "source")}
        return cls(**head, components={name: Limit.model_validate(entry) for name, entry in table.items()})


@dataclass(frozen=True)
class Finding:
    """One measured property of a face. `limit` is the bound that decided the verdict, or the nearest one."""

    component: str
    value: float
    unit: str
    limit: float | None
    verdict: Verdict
    sentence: str


def assess(picture: DecodedPicture, face: Face, faces: Sequence[Face], limits: QualityLimits) -> tuple[Finding, ...]:
    """Every finding on one face, in the order in which the limits are written.

    Args:
        picture: the picture that shows the face.
        face: the face that is assessed.
        faces: all faces found in the picture.
        limits: bounds of each component.
    """
    values = measures.measured(picture, face, faces)
    return tuple(_finding(name, values[name], limit) for name, limit in limits.components.items() if name in values)


# Private

_WORDS: dict[str, tuple[str, str, str]] = {
    # component: what is said of the value, when it is below its limit, when it is above
    "eye_distance": ("Eye distance is {value:.0f} pixels", "the face may be too small to compare", ""),
    "sharpness": ("Fine detail in the face measures {value:.2f}", "blur may hide the features compared", ""),
    "brightness": (
        "The face has a mean grey level of {value:.0f} of 255",
        "it may be too dark to compare",
        "it may be too bright to compare",
    ),
    "contrast": ("Light and dark in the face differ by {value:.0f} grey levels", "features may not stand out", ""),
    "yaw": ("The head is turned about {value:.0f} degrees to the side", "", "part of the face is hidden"),
    "pitch": ("The head is tipped about {value:.0f} degrees up or down", "", "the proportions are distorted"),
    "roll": ("The head leans {value:.0f} degrees", "", "turn the picture upright before it is searched"),
    "compression": ("JPEG quality is about {value:.0f} of 100", "compression may have removed or added detail", ""),
    "blockiness": (
        "Steps between compression blocks are {value:.2f} times the steps inside them",
        "",
        "the picture was strongly compressed at some time",
    ),
    "faces_in_picture": ("The picture shows {value:.0f} faces", "", "make sure that the right one is chosen"),
    "face_share": ("The face covers {value:.1f} per cent of the picture", "it is small in its picture", ""),
}


def _finding(name: str, value: float, limit: Limit) -> Finding:
    verdict, bound = limit.verdict(value)
    return Finding(name, value, limit.unit, bound, verdict, _sentence(name, value, verdict, bound))


def _sentence(name: str, value: float, verdict: Verdict, bound: float | None) -> str:
    said, below, above = _WORDS[name]
    start = said.format(value=value)
    if name == "faces_in_picture" and value == 1:
        start = "The picture shows one face"
    if verdict == "ok" or bound is None:
        return f"{start}; no caution."
    side, consequence = ("below", below) if value < bound else ("above", above)
    refusal = " It is not searched." if verdict == "refused" else ""
    return f"{start}; {side} {bound:g}, {consequence}.{refusal}"
