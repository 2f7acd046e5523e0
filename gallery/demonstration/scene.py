"""A crowd scene composed from freely licensed photographs, then degraded as a camera still would be.

The strip at its foot says that it is composed. The same photographs and seed give the same bytes. The scene is shared
under CC BY-SA 4.0, the strictest licence of its parts.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gallery.demonstration.photographs import Photograph, Photographs

LABEL = "COMPOSED FOR DEMONSTRATION - NOBODY SHOWN WAS THERE - CC BY-SA 4.0"
SIZE = (1280, 720)
STRIP = 34
COUNTER = 600
_SEED = 20261124
_FOREGROUND = 3


@dataclass(frozen=True)
class Place:
    """Where a person stands: centre and height (pixels) of the pasted photograph, and the face's box within it."""

    file: str
    centre: float
    foot: float
    height: float
    face: tuple[float, float, float, float]


@dataclass(frozen=True)
class Scene:
    """The still and the centre (x, y, pixels) of each pasted face by photograph."""

    jpeg: bytes
    centres: dict[str, tuple[float, float]]


# From the back to the front. `face`: x, y, width, height as shares of the photograph.
PLACES = (
    Place("D-0005-1.png", 800, 640, 430, (0.35, 0.12, 0.18, 0.22)),
    Place("D-0002-1.jpg", 415, 610, 260, (0.28, 0.19, 0.43, 0.46)),
    Place("D-0007-1.jpg", 1130, 640, 330, (0.32, 0.26, 0.36, 0.36)),
    Place("D-0001-4.jpg", 180, 640, 300, (0.33, 0.21, 0.35, 0.42)),
    Place("D-0003-2.jpg", 605, 660, 310, (0.30, 0.17, 0.40, 0.43)),
    Place("D-0004-1.jpg", 965, 650, 290, (0.32, 0.21, 0.37, 0.43)),
)


def compose(photographs_dir: Path, *, seed: int = _SEED) -> Scene:
    """Paste the people of PLACES before a plain hall, degrade the still, and label it.

    Raises:
        SettingsError: a photograph is missing from the cache or is another picture.
    """
    listed = Photographs.listed()
    canvas = _hall()
    centres = {}
    for place in PLACES:
        photograph = listed.named(place.file)
        if not photograph.may_be_altered:
            raise ValueError(f"{place.file}: expected a photograph that may be altered; choose another for the scene")
        centres[place.file] = _paste(canvas, _pixels(photograph, photographs_dir), place)
    _counter(canvas)
    still = degraded(canvas.astype(np.uint8), scale=0.5, blur=0.8, noise=5.0, seed=seed)
    return Scene(as_jpeg(_labelled(still), quality=50), centres)


def degraded(pixels: NDArray[np.uint8], *, scale: float, blur: float, noise: float, seed: int) -> NDArray[np.uint8]:
    """What distance, a cheap lens and a dim sensor do to a picture; its size stays.

    Args:
        pixels: RGB, (H, W, 3).
        scale: share of the resolution that is kept.
        blur: sigma of the lens, in pixels of the reduced picture.
        noise: sigma of the sensor, in grey levels.
        seed: of the noise.
    """
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), blur).astype(np.float32)
    grain = np.random.default_rng(seed).normal(0, noise, soft.shape)
    dim = np.clip(soft * 0.85 + 8 + grain, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(dim, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def as_jpeg(pixels: NDArray[np.uint8], *, quality: int) -> bytes:
    """RGB pixels as JPEG, without metadata."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


# Private


def _hall() -> NDArray[np.float32]:
    """A wall with two doors and a notice board: nothing that looks like a face."""
    width, height = SIZE
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    wall = np.array([168, 172, 170], np.float32) * (1 - 0.3 * rows)
    canvas = np.repeat(wall, width, axis=1)
    canvas[150:] *= np.float32(0.97)
    for left in (250, 1000):
        canvas[120:, left : left + 150] *= np.array([0.72, 0.66, 0.6], np.float32)
        canvas[360:366, left + 125 : left + 140] = 190
    canvas[110:230, 560:760] = np.array([150, 132, 104], np.float32)
    canvas[122:218, 572:748] += 18
    return canvas


def _counter(canvas: NDArray[np.float32]) -> None:
    """The counter that everybody stands behind."""
    canvas[COUNTER:] = np.array([92, 80, 68], np.float32)
    canvas[COUNTER : COUNTER + 14] = np.array([140, 126, 108], np.float32)
    canvas[COUNTER + 14 : COUNTER + 24] *= np.float32(0.7)


def _pixels(photograph: Photograph, photographs_dir: Path) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(photograph.read(photographs_dir))) as image:
        return np.asarray(image.convert("RGB"))


def _paste(canvas: NDArray[np.float32], pixels: NDArray[np.uint8], place: Place) -> tuple[float, float]:
    """Cut the person out, put them in their place, and return the centre of their face."""
    factor = place.height / pixels.shape[0]
    size = (round(pixels.shape[1] * factor), round(place.height))
    person = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    mask = _person_mask(person, place.face)[..., None]
    left, top = round(place.centre - size[0] / 2), round(place.foot - size[1])
    target = canvas[top : top + size[1], left : left + size[0]]
    target[:] = mask * person + (1 - mask) * target
    x, y, width, height = place.face
    return (left + (x + width / 2) * size[0], top + (y + height / 2) * size[1])


def _person_mask(person: NDArray[np.uint8], face: tuple[float, float, float, float]) -> NDArray[np.float32]:
    """1 where the person is, soft at the edge: GrabCut, told that the face is the person and the top is not."""
    height, width = person.shape[:2]
    x, y, across, down = (face[0] * width, face[1] * height, face[2] * width, face[3] * height)
    middle, neck, chest = x + across / 2, y + down * 0.95, y + down * 1.55
    mask = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    for value, wide, head in ((cv2.GC_PR_FGD, 1.3, 0.8), (cv2.GC_FGD, 0.8, 0.5)):
        _fill(mask, value, [(0.35, neck), (wide, chest), (wide * 1.3, height), (0, height)], middle, across)
        centre, axes = (int(middle), int(y + down / 2)), (int(across * head), int(down * head * 1.1))
        cv2.ellipse(mask, centre, axes, 0, 0, 360, value, -1)
    edge = max(2, width // 60)
    mask[: int(y + down * 0.6), :edge] = mask[: int(y + down * 0.6), -edge:] = mask[:edge] = cv2.GC_BGD
    cv2.setRNGSeed(_SEED)
    models = (np.zeros((1, 65)), np.zeros((1, 65)))
    cv2.grabCut(person, mask, (0, 0, 1, 1), *models, 4, cv2.GC_INIT_WITH_MASK)
    person_at = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    inside = cv2.morphologyEx(person_at, cv2.MORPH_OPEN, np.ones((_FOREGROUND, _FOREGROUND), np.uint8))
    return np.asarray(cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 1.2), dtype=np.float32)


def _fill(
    mask: NDArray[np.uint8], value: int, outline: list[tuple[float, float]], middle: float, across: float
) -> None:
    """Fill a shape that is the same left and right of `middle`; `outline` is (face widths from the middle, row)."""
    right = [(middle + share * across, row) for share, row in outline]
    left = [(middle - share * across, row) for share, row in reversed(outline)]
    cv2.fillPoly(mask, [np.array(right + left, np.int32)], value)


def _labelled(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    strip = np.full((STRIP, pixels.shape[1], 3), 20, np.uint8)
    cv2.putText(strip, LABEL, (14, 23), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 1, cv2.LINE_AA)
    return np.vstack([pixels, strip])
