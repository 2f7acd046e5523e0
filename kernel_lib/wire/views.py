"""How pictures were looked at during an examination: the views used, how they were set, how long; and pins (D-18)."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kernel_lib.vocabulary import Side, ViewKind
from kernel_lib.wire.model import Message

Letter = Annotated[str, Field(pattern=r"^[A-Z]{0,2}$")]
"""A candidate's neutral letter; empty where the probe is meant."""

_DAY = 24 * 60 * 60 * 1000


class DisplayUsed(Message):
    """How one picture was displayed: screen pixels to one picture pixel, degrees, and the light of the display."""

    scale: float = Field(ge=0, le=1000)
    turn: int = Field(ge=-180, le=180)
    gamma: float = Field(ge=0.1, le=10)
    contrast: float = Field(ge=0.1, le=10)
    inverted: bool

    @property
    def words(self) -> str:
        """The setting for the log: `2.00x 15deg gamma 1.4 contrast 1.0 inverted`."""
        words = f"{self.scale:.2f}x {self.turn}deg gamma {self.gamma:.1f} contrast {self.contrast:.1f}"
        return f"{words} inverted" if self.inverted else words


class ViewUsed(Message):
    """One settled view: which one, of which candidate's which picture (from 1), how set, for how long."""

    view: ViewKind
    letter: Letter
    number: int = Field(ge=0, le=99)
    probe: DisplayUsed
    candidate: DisplayUsed | None
    grid: bool
    together: bool
    adjunct: bool
    milliseconds: int = Field(ge=0, le=_DAY)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        alone = self.view is ViewKind.PROBE_ALONE
        if alone != (not self.letter) or alone != (self.candidate is None):
            raise ValueError("view: expected a candidate beside the probe, or the probe alone")
        if self.view in ADJUNCT and not self.adjunct:
            raise ValueError("view: expected the switch of the adjunct views to be on")
        return self


ADJUNCT = frozenset({ViewKind.OVERLAY, ViewKind.WIPE, ViewKind.BLINK})
"""Views that only support the side-by-side comparison."""


class ViewsUsed(Message):
    """The views used since the last message, in their order."""

    views: tuple[ViewUsed, ...] = Field(min_length=1, max_length=50)


MOST_PINS = 100


class Pin(Message):
    """A place in a picture, in picture pixels from its top left corner, tied to a component of the checklist."""

    component: str = Field(min_length=1, max_length=60)
    side: Side
    letter: Letter
    picture: int = Field(ge=1, le=99)
    x: float = Field(ge=0, le=100_000)
    y: float = Field(ge=0, le=100_000)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if (self.side is Side.PROBE) != (not self.letter):
            raise ValueError("pin: expected a letter where it is on a candidate, and none on the probe")
        return self
