"""What may be done to a probe before it is searched: a closed set of operations with bounded, whole-number parameters.

Nothing here can add a feature to a face: no painting, pasting, synthesis, sharpening by a model or upscaling exists
(A-15). Whole numbers are used so that a recorded operation has one spelling and one result.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from kernel_lib.errors import Unacceptable
from kernel_lib.wire.casework import FindingView
from kernel_lib.wire.model import Message

MOST_OPERATIONS = 20
"""Edits in one chain; more than this is a picture nobody can explain in court."""
LARGEST_SIDE = 16_384
"""Pixels on a side of any derived picture."""

Side = Annotated[int, Field(ge=1, le=LARGEST_SIDE)]
Place = Annotated[int, Field(ge=0, le=LARGEST_SIDE)]
Rectangle = tuple[Place, Place, Side, Side]
"""Left, top, width, height in pixels."""


class _Exact(Message):
    """Whole numbers only: neither 1.0 nor "1" nor true is taken for 1, so that a record has one spelling."""

    model_config = ConfigDict(strict=True)


class Crop(_Exact):
    """Keep a rectangle; everything outside it is left out."""

    operation: Literal["crop"] = "crop"
    left: Place
    top: Place
    width: Annotated[int, Field(ge=32, le=LARGEST_SIDE)]
    height: Annotated[int, Field(ge=32, le=LARGEST_SIDE)]


class Turn(_Exact):
    """Turn clockwise by quarters; no pixel is changed, only moved."""

    operation: Literal["turn"] = "turn"
    quarters: Annotated[int, Field(ge=1, le=3)]


class Rotate(_Exact):
    """Turn clockwise by a small angle, in tenths of a degree; the picture grows so that nothing is cut off."""

    operation: Literal["rotate"] = "rotate"
    tenths: Annotated[int, Field(ge=-450, le=450)]

    @model_validator(mode="after")
    def _turns(self) -> Self:
        if self.tenths == 0:
            raise ValueError("an angle of 0 changes nothing; leave the step out")
        return self


class Levels(_Exact):
    """Show the grey levels from `black` to `white` over the full range; what lies outside becomes black or white."""

    operation: Literal["levels"] = "levels"
    black: Annotated[int, Field(ge=0, le=191)]
    white: Annotated[int, Field(ge=64, le=255)]

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.white - self.black < 64:
            raise ValueError("black and white must lie at least 64 levels apart")
        return self


class Gamma(_Exact):
    """Lighten (above 100) or darken (below 100) the middle greys; `hundredths` is 100 times gamma."""

    operation: Literal["gamma"] = "gamma"
    hundredths: Annotated[int, Field(ge=40, le=250)]


class BrightnessContrast(_Exact):
    """Add `brightness` grey levels, and spread levels around middle grey to `contrast` per cent."""

    operation: Literal["brightness_contrast"] = "brightness_contrast"
    brightness: Annotated[int, Field(ge=-64, le=64)]
    contrast: Annotated[int, Field(ge=50, le=200)]


class ReflectiveSymmetry(_Exact):
    """Replace one half by the mirror image of the other at column `axis`; only where the service's rules enable it.

    The picture that results does not show what the camera saw; every report says so (A-15).
    """

    operation: Literal["reflective_symmetry"] = "reflective_symmetry"
    axis: Annotated[int, Field(ge=16, le=LARGEST_SIDE)]
    keep: Literal["left", "right"]


class MaskFaces(_Exact):
    """Average every face in `others` into a few blocks, except where it covers `keep` (A-20). Made by the service."""

    operation: Literal["mask_faces"] = "mask_faces"
    keep: Rectangle
    others: tuple[Rectangle, ...]


class ChooseFrame(_Exact):
    """The frame of a video that a person chose, counted from 0 in order of showing. Only the first of a chain."""

    operation: Literal["choose_frame"] = "choose_frame"
    number: Annotated[int, Field(ge=0, le=10_000)]


Edit = Annotated[
    Crop | Turn | Rotate | Levels | Gamma | BrightnessContrast | ReflectiveSymmetry, Field(discriminator="operation")
]
"""What a certified person may ask for."""
Operation = Annotated[
    Crop | Turn | Rotate | Levels | Gamma | BrightnessContrast | ReflectiveSymmetry | MaskFaces | ChooseFrame,
    Field(discriminator="operation"),
]
"""Everything that a chain may hold."""

EDITS = ("crop", "turn", "rotate", "levels", "gamma", "brightness_contrast", "reflective_symmetry")
_PARAMETERS = {
    "crop": ("left", "top", "width", "height"),
    "turn": ("quarters",),
    "rotate": ("tenths",),
    "levels": ("black", "white"),
    "gamma": ("hundredths",),
    "brightness_contrast": ("brightness", "contrast"),
    "reflective_symmetry": ("axis", "keep"),
}
_EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)
_CHAIN: TypeAdapter[tuple[Operation, ...]] = TypeAdapter(tuple[Operation, ...])


class DerivationStep(Message):
    """One step of a chain: a new object made from its parent. `sha256` is of canonical pixels (docs/probe-editing.md).

    `parent_sha256` of the first step is of the original file's bytes; of every other step, its parent's `sha256`.
    """

    number: int
    parent_sha256: str
    operation: str
    parameters: dict[str, Any]
    software: str
    sha256: str
    width: int
    height: int


class DerivationAsked(Message):
    """Every edit of the wanted picture, in order, from the chosen face as received; none takes all edits back.

    Each is a JSON object with `operation` and its parameters. They are read by `read_edits`, which says no in words.
    """

    steps: tuple[Any, ...]


class DerivedProbe(Message):
    """The picture that an examiner made from the probe. `edits` are theirs; `steps` also hold what the service did."""

    edits: tuple[dict[str, Any], ...]
    steps: tuple[DerivationStep, ...]
    picture: str
    width: int
    height: int
    findings: tuple[FindingView, ...]
    cautions: tuple[str, ...] = ()


class EditorView(Message):
    """Whether this person may edit the probe now, and if not, why; whether symmetry is enabled; what was made.

    `picture` is the path of the picture that edits begin from, of `width` x `height` pixels.
    """

    open: bool
    note: str
    symmetry: bool
    picture: str
    width: int
    height: int
    derived: DerivedProbe | None = None


class EffectLine(Message):
    """What the edits changed for one candidate: rank and similarity with the original and with the derived picture.

    A rank is None where the picture did not list the person.
    """

    letter: str
    original_rank: int | None
    original_score: float
    derived_rank: int | None
    derived_score: float
    only_after: bool


class EffectView(Message):
    """The effect of the edits on the list, shown after the lock only (W-04). `lost` counts who was listed before."""

    lines: tuple[EffectLine, ...]
    lost: int
    sentences: tuple[str, ...]


def read_edits(asked: Sequence[object], *, symmetry: bool) -> tuple[Edit, ...]:
    """Read the edits that a person asks for; anything that is not in the closed set is refused.

    Args:
        asked: JSON objects with `operation` and its parameters.
        symmetry: whether the service's rules enable reflective symmetry.

    Raises:
        Unacceptable: rule A-15 for an operation that does not exist or is not enabled, A-14 for a parameter outside
            its bounds or too many steps. The field is `steps.N`.
    """
    if len(asked) > MOST_OPERATIONS:
        reason = f"{len(asked)} steps were asked for; at most {MOST_OPERATIONS} may be made."
        raise Unacceptable("A-14", reason, "Use fewer steps, each with its full effect.", fields={"steps": reason})
    return tuple(_read(number, value, symmetry) for number, value in enumerate(asked, start=1))


def read_chain(text: str | bytes) -> tuple[Operation, ...]:
    """Read a recorded chain from JSON. Raises pydantic's ValidationError when it is not one."""
    return _CHAIN.validate_json(text)


def chain_json(operations: Sequence[Operation]) -> bytes:
    """Write a chain as JSON."""
    return _CHAIN.dump_json(tuple(operations))


# Private


def _read(number: int, value: object, symmetry: bool) -> Edit:
    name = value.get("operation") if isinstance(value, dict) else None
    if name not in EDITS:
        raise _no_such_edit(number)
    if name == "reflective_symmetry" and not symmetry:
        reason = f"Step {number} mirrors one half of the face; this service's rules do not enable it."
        raise Unacceptable("A-15", reason, "Leave the step out.", fields={f"steps.{number}": reason})
    try:
        return _EDIT.validate_python(value)
    except ValidationError as error:
        raise _out_of_bounds(number, str(name), error) from error


def _no_such_edit(number: int) -> Unacceptable:
    reason = f"Step {number} is not one of the operations that exist: {', '.join(EDITS)}."
    next_step = "Nothing that adds to or replaces part of a face can be done to a probe. Use the operations listed."
    return Unacceptable("A-15", reason, next_step, fields={f"steps.{number}": reason})


def _out_of_bounds(number: int, name: str, error: ValidationError) -> Unacceptable:
    """The bounds in words, without the values sent: a client may have put anything there."""
    known = _PARAMETERS[name]
    said = []
    for each in error.errors(include_input=False, include_url=False, include_context=False):
        place = [str(part) for part in each["loc"] if str(part) in known]
        said.append(f"{place[0]}: {each['msg']}" if place else str(each["msg"]).removeprefix("Value error, "))
    reason = f"Step {number} ({name}): {'; '.join(said)}."
    return Unacceptable("A-14", reason, "Set the parameters within their bounds.", fields={f"steps.{number}": reason})
