"""The chain from an original file to a derived picture: every step a new object that can be made again (A-14)."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from PIL import Image, features

from kernel_lib.errors import Unacceptable
from kernel_lib.faces.editing.applying import Pixels, apply
from kernel_lib.faces.image import decode
from kernel_lib.faces.video_reader import READER
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.editing import ChooseFrame, DerivationStep, Operation

DECODE = "decode"
"""Name of the step that opens every chain of a still picture; that of a video is `choose_frame`."""


@dataclass(frozen=True, eq=False)
class Derived:
    """A picture made by one step. `pixels` is (H, W, 3) uint8 RGB, read-only."""

    step: DerivationStep
    pixels: Pixels

    @property
    def png(self) -> bytes:
        """The picture as PNG without metadata: what is stored. Its own hash depends on the compressor's version."""
        buffer = io.BytesIO()
        Image.fromarray(self.pixels).save(buffer, "PNG", compress_level=3)
        return buffer.getvalue()


@dataclass(frozen=True)
class Difference:
    """The first step that did not come out as recorded; `sentence` says what differs and under which software."""

    number: int
    sentence: str


def pixels_sha256(pixels: Pixels) -> str:
    """SHA-256 over the canonical form of a picture: one line of header, then the bytes of its rows, RGB.

    The header is `leadbook-pixels/1 RGB8 WIDTHxHEIGHT` and a line feed, in ASCII.
    """
    height, width = pixels.shape[:2]
    return sha256_hex(f"leadbook-pixels/1 RGB8 {width}x{height}\n".encode() + np.ascontiguousarray(pixels).tobytes())


def derive(original: bytes, operations: Sequence[Operation]) -> Iterator[Derived]:
    """Make every picture of a chain, beginning with the original as decoded.

    Args:
        original: the stored file, unchanged; a still, or a video when the first operation chooses a frame.
        operations: the steps in order; order matters.

    Raises:
        PictureRefused: the original cannot be read.
        Unacceptable: a step does not fit the picture before it, or a frame is chosen later than first.
    """
    head = operations[0] if operations and isinstance(operations[0], ChooseFrame) else None
    pixels = READER.frame(original, head.number) if head else decode(original).pixels
    made = _derived(1, sha256_hex(original), DECODE if head is None else "choose_frame", head, pixels)
    yield made
    for number, operation in enumerate(operations[1:] if head else operations, start=2):
        if isinstance(operation, ChooseFrame):
            reason = "A frame can be chosen once, as the first step."
            raise Unacceptable("A-14", reason, "Leave the step out.", fields={"steps": reason})
        pixels = apply(made.pixels, operation)
        made = _derived(number, made.step.sha256, operation.operation, operation, pixels)
        yield made


def replay(original: bytes, operations: Sequence[Operation]) -> tuple[DerivationStep, ...]:
    """Make a chain again and return its records only."""
    return tuple(made.step for made in derive(original, operations))


def first_difference(
    original: bytes, operations: Sequence[Operation], recorded: Sequence[DerivationStep]
) -> Difference | None:
    """Compare a recorded chain with one made now: None when every object has the recorded hash.

    Software may differ; hashes, parents, operations and parameters may not.
    """
    made = replay(original, operations)
    for now, then in zip(made, recorded, strict=False):
        if now.model_dump(exclude={"software"}) != then.model_dump(exclude={"software"}):
            return Difference(now.number, _said(now, then))
    if len(made) != len(recorded):
        number = min(len(made), len(recorded)) + 1
        return Difference(number, f"{len(recorded)} steps are recorded, {len(made)} come out of the operations.")
    return None


def software() -> str:
    """What makes pixels here, with versions: recorded with every step."""
    jpeg = features.version("libjpeg_turbo") or features.version("jpg") or "unknown"
    parts = {
        "leadbook": version("leadbook"),
        "numpy": version("numpy"),
        "pillow": version("pillow"),
        "libjpeg": jpeg,
        "av": version("av"),
    }
    return "; ".join(f"{name} {number}" for name, number in parts.items())


# Private


def _derived(number: int, parent: str, name: str, operation: Operation | None, pixels: Pixels) -> Derived:
    step = DerivationStep(
        number=number,
        parent_sha256=parent,
        operation=name,
        parameters=operation.model_dump(mode="json", exclude={"operation"}) if operation else {},
        software=software(),
        sha256=pixels_sha256(pixels),
        width=pixels.shape[1],
        height=pixels.shape[0],
    )
    return Derived(step, pixels)


def _said(now: DerivationStep, then: DerivationStep) -> str:
    if now.parent_sha256 != then.parent_sha256:
        return f"Step {now.number}: expected the parent {then.parent_sha256[:12]}…, got {now.parent_sha256[:12]}…."
    if (now.operation, now.parameters) != (then.operation, then.parameters):
        return f"Step {now.number}: the operation or its parameters are not those recorded ({then.operation})."
    return (
        f"Step {now.number} ({then.operation}): expected the hash {then.sha256[:12]}…, got {now.sha256[:12]}…. "
        f"Recorded with {then.software}; made now with {now.software}."
    )
