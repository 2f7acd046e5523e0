"""The picture that edits make: the whole chain from the stored original, with the chosen face found again in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gallery.casework.edit_base import base_operations
from gallery.casework.means import Casework
from gallery.casework.probe import TURNS, held_face
from gallery.records.probes import Probe, ProbeFace
from kernel_lib.errors import Unacceptable
from kernel_lib.faces.editing.chain import Derived, derive
from kernel_lib.faces.editing.geometry import Point, moved
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.wire.editing import Edit, Operation

STORED_FROM = 3
"""Decoding and masking are recorded; the pictures stored begin with the crop, so that nothing larger is kept."""


@dataclass(frozen=True, eq=False)
class Edited:
    """A chain as made: every step of it, the PNG of each step that is stored, and the chosen face in the last."""

    operations: tuple[Operation, ...]
    edits: tuple[Edit, ...]
    made: tuple[Derived, ...]
    stored: tuple[bytes, ...]
    face: ProbeFace


def edited(casework: Casework, probe: Probe, edits: Sequence[Edit]) -> Edited:
    """Make the picture. It takes seconds for a large face, so it is done before an act begins: acts take turns.

    Raises:
        Unacceptable: an edit does not fit (A-14), the face is no longer found or falls below the quality floor
            (A-18), or another face becomes visible (A-20).
    """
    if probe.chosen is None:
        raise _unusable("A-20", "This picture has no chosen face")
    operations = (*base_operations(probe, probe.chosen), *edits)
    made = tuple(derive(casework.images.get(probe.lineage_id, probe.sha256), operations))
    face = _chosen_in(casework, probe.chosen, operations, made)
    return Edited(operations, tuple(edits), made, tuple(each.png for each in made[STORED_FROM - 1 :]), face)


# Private


def _chosen_in(
    casework: Casework, face: ProbeFace, operations: Sequence[Operation], made: Sequence[Derived]
) -> ProbeFace:
    """Find the chosen face again at the place where the edits moved it, and no other face beside it."""
    x, y = _centre(face, operations, made)
    picture = _picture(made[-1])
    found = casework.faces.detect(picture) or casework.faces.detect(picture, turns=TURNS)
    at = [each for each in found if _covers(each.box, (x, y))]
    if len(at) != 1:
        raise _unusable("A-18", "The chosen face is not found in the picture that these edits make")
    if len(found) > 1:
        raise _unusable("A-20", "These edits make another face visible; every other face must stay masked")
    held = held_face(at[0], casework.faces.assess(picture, at[0], found))
    if not held.searchable:
        raise _unusable("A-18", "After these edits the face is below the quality floor")
    return held


def _picture(made: Derived) -> DecodedPicture:
    """A derived picture as the face engine takes it."""
    step = made.step
    return DecodedPicture(made.pixels, step.sha256, "PNG", step.width, step.height, 1, None, ())


def _centre(face: ProbeFace, operations: Sequence[Operation], made: Sequence[Derived]) -> Point:
    left, top, width, height = face.box
    point = (left + width / 2, top + height / 2)
    for operation, before, after in zip(operations, made, made[1:], strict=False):
        sizes = ((before.step.width, before.step.height), (after.step.width, after.step.height))
        point = moved(point, *sizes, operation)
    return point


def _covers(box: tuple[float, float, float, float], point: Point) -> bool:
    left, top, width, height = box
    return left <= point[0] <= left + width and top <= point[1] <= top + height


def _unusable(rule: str, reason: str) -> Unacceptable:
    return Unacceptable(rule, f"{reason}.", "Change or drop the last step.", fields={"steps": f"{reason}."})
