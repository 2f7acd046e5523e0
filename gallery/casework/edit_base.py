"""What edits of a probe begin from: the chosen face cut out of the original, every other face masked (A-20)."""

from gallery.casework.probe import CROP_MARGIN
from gallery.records.probes import Probe, ProbeFace
from kernel_lib.faces.masking import ROOM
from kernel_lib.wire.editing import Crop, MaskFaces, Rectangle

SMALLEST = 32
"""Pixels on a side of the picture that edits begin from."""


def base_operations(probe: Probe, face: ProbeFace) -> tuple[MaskFaces, Crop]:
    """What the service does before the first edit: every other face is masked, then the chosen face is cut out.

    The cut is the picture that examiners see (`FaceEngine.crop` with the same margin), at least 32 pixels a side.
    """
    others = tuple(_rectangle(each.box, ROOM, probe) for each in probe.faces if each.place != face.place)
    mask = MaskFaces(keep=_rectangle(face.box, 0.0, probe), others=others)
    left, top, width, height = _cut(face, probe)
    return mask, Crop(left=left, top=top, width=width, height=height)


# Private


def _rectangle(box: tuple[float, float, float, float], room: float, probe: Probe) -> Rectangle:
    x, y, width, height = box
    left, top = max(0, int(x - room * width)), max(0, int(y - room * height))
    right = min(probe.width, int(x + (1 + room) * width) + 1)
    low = min(probe.height, int(y + (1 + room) * height) + 1)
    return left, top, max(1, right - left), max(1, low - top)


def _cut(face: ProbeFace, probe: Probe) -> Rectangle:
    x, y, width, height = face.box
    room = CROP_MARGIN * max(width, height)
    left, top = max(0, int(x - room)), max(0, int(y - room))
    right, low = min(probe.width, int(x + width + room) + 1), min(probe.height, int(y + height + room) + 1)
    left, top = min(left, max(0, right - SMALLEST)), min(top, max(0, low - SMALLEST))
    return left, top, max(SMALLEST, right - left), max(SMALLEST, low - top)
