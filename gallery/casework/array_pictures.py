"""Pictures of a photo array, all cut and sized alike, so that none stands out by its frame (E-07, W-17).

Its investigator sees each by the filler's number; who shows it sees the one at the place now shown and no other.
"""

import io
from collections.abc import Callable

from PIL import Image

from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.lead import begin, demand_acknowledged
from gallery.casework.means import Casework
from gallery.casework.presenting import JPEG_QUALITY, MEDIA_TYPE
from gallery.casework.probe import CROP_MARGIN
from gallery.ledger import Act
from gallery.records.arrays import ArrayPicture, PhotoArray, array_by_id
from kernel_lib.faces.image import decode
from kernel_lib.vocabulary import ArrayState

FRAME = (480, 600)
"""Width and height in pixels of every picture of an array."""
_GROUND = (119, 119, 119)


def portrait(casework: Casework, data: bytes) -> bytes:
    """Return a JPEG of the largest face with the same room around it, on a plain ground of one size, others masked."""
    picture = decode(data)
    found = casework.faces.detect(picture)
    cut = Image.fromarray(picture.pixels)
    if found:
        face = max(found, key=lambda each: each.eye_distance)
        cut = Image.open(io.BytesIO(casework.faces.crop(picture, face, CROP_MARGIN, found)))
    width, height = FRAME
    scale = min(width / cut.width, height / cut.height)
    size = (max(1, round(cut.width * scale)), max(1, round(cut.height * scale)))
    framed = Image.new("RGB", FRAME, _GROUND)
    corner = ((width - size[0]) // 2, (height - size[1]) // 2)
    framed.paste(cut.convert("RGB").resize(size, Image.Resampling.LANCZOS), corner)
    buffer = io.BytesIO()
    framed.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def of_array(
    act: Act, casework: Casework, person: Person, array_id: str, place: str
) -> Callable[[], tuple[bytes, str]]:
    """Return what makes one picture of an array. Raises NotFound for one that is not this person's to see now."""
    array = array_by_id(act.connection, array_id)
    if array is None:
        raise nothing_there("picture")
    shown = (
        _shown(array, person, place) if place.startswith("shown/") else _prepared(act, casework, array, person, place)
    )
    act.about(object_id=array.id)
    act.note(place=place, sha256=shown.sha256)
    return lambda: (portrait(casework, casework.images.get(shown.lineage_id, shown.sha256)), MEDIA_TYPE)


# Private


def _shown(array: PhotoArray, person: Person, place: str) -> ArrayPicture:
    mine = array.administrator_id == person.account_id and array.state is ArrayState.SHOWING
    if not mine or place != f"shown/{array.place + 1}":
        raise nothing_there("picture")
    return array.pictures[array.order[array.place]]


def _prepared(act: Act, casework: Casework, array: PhotoArray, person: Person, place: str) -> ArrayPicture:
    demand_acknowledged(begin(act, casework, person, array.lead_id, "array_prepared"))
    named = {f"fillers/{number}": each for number, each in enumerate(array.pictures)}
    if place not in named:
        raise nothing_there("picture")
    return named[place]
