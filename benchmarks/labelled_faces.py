"""The demonstration's labelled photographs, as they are and made worse, and how well templates tell people apart."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from gallery.demonstration.photographs import Photograph, Photographs
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode

Numbers = NDArray[np.floating]
Templates = Mapping[str, Numbers | None]
"""By name of a picture; None where no face was found."""
Score = Callable[[Numbers, Numbers], float]
"""Compares two templates; higher is closer."""
AS_IS = "as is"
_SIDE = 900
_WORSE = {"24 pixels": (24, 0.0, 90), "12 pixels": (12, 0.0, 90), "JPEG 15": (50, 0.0, 15), "blurred": (50, 3.0, 95)}
"""Eye distance in pixels, radius of the blur, and JPEG quality of each way to make a photograph worse."""


@dataclass(frozen=True)
class Labelled:
    """One picture of a subject. Two pictures made of one photograph are never compared."""

    name: str
    subject: str
    photograph: str
    way: str
    data: bytes


@dataclass(frozen=True)
class Apart:
    """How far apart pairs of one person and pairs of two people lie, by one contender's comparison scores.

    `sensitivity` is the difference of both means over their pooled deviation (d'); `equal_error` the rate at the
    threshold where as many pairs of one person are below as pairs of two people are not. `of` counts pictures.
    """

    name: str
    found: int
    of: int
    genuine_pairs: int
    impostor_pairs: int
    genuine_lowest: float
    genuine_mean: float
    impostor_highest: float
    sensitivity: float
    equal_error: float


def labelled(folder: Path, engine: FaceEngine) -> tuple[Labelled, ...]:
    """Every photograph of a person, at most 900 pixels, and worse ones of those whose licence lets them be altered."""
    return tuple(
        picture
        for photograph in Photographs.listed().photograph
        if photograph.subject
        for picture in _pictures(photograph, photograph.read(folder), engine)
    )


def cosine(left: Numbers, right: Numbers) -> float:
    """The comparison score of two templates, however long."""
    return float(left @ right / (np.linalg.norm(left) * np.linalg.norm(right)))


def apart(name: str, pictures: Sequence[Labelled], templates: Templates, score: Score = cosine) -> Apart:
    """Compare every two pictures of different photographs.

    Args:
        name: whose templates they are.
        pictures: all pictures offered.
        templates: one of each picture, or None.
        score: compares two.
    """
    found = {picture: vector for picture in pictures if (vector := templates[picture.name]) is not None}
    scores: dict[bool, list[float]] = {True: [], False: []}
    for left, right in combinations(found, 2):
        if left.photograph != right.photograph:
            scores[left.subject == right.subject].append(score(found[left], found[right]))
    genuine, impostor = np.array(scores[True]), np.array(scores[False])
    spread = np.sqrt((genuine.var() + impostor.var()) / 2)
    return Apart(
        name=name,
        found=len(found),
        of=len(pictures),
        genuine_pairs=genuine.size,
        impostor_pairs=impostor.size,
        genuine_lowest=float(genuine.min()),
        genuine_mean=float(genuine.mean()),
        impostor_highest=float(impostor.max()),
        sensitivity=float((genuine.mean() - impostor.mean()) / spread),
        equal_error=equal_error(genuine, impostor),
    )


def equal_error(genuine: Numbers, impostor: Numbers) -> float:
    """The mean of both error rates at the threshold at which they differ least."""
    below = np.sort(genuine)
    above = np.sort(impostor)
    thresholds = np.concatenate([below, above, [np.inf]])
    misses = np.searchsorted(below, thresholds) / below.size
    false = 1 - np.searchsorted(above, thresholds) / above.size
    place = int(np.abs(misses - false).argmin())
    return float((misses[place] + false[place]) / 2)


# Private


def _pictures(photograph: Photograph, data: bytes, engine: FaceEngine) -> Iterator[Labelled]:
    picture = decode(data)
    whole = Image.fromarray(picture.pixels)
    stem = Path(photograph.file).stem

    def made(way: str, image: Image.Image, quality: int) -> Labelled:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality)
        name = f"{stem} {way}.jpg"
        return Labelled(name, str(photograph.subject), photograph.file, way, buffer.getvalue())

    small = whole.copy()
    small.thumbnail((_SIDE, _SIDE))
    yield made(AS_IS, small, 95)
    if not photograph.may_be_altered:
        return
    (face,) = engine.detect(picture)
    for way, (eyes, blur, quality) in _WORSE.items():
        scale = eyes / face.eye_distance
        size = (round(picture.width * scale), round(picture.height * scale))
        shrunk = Image.fromarray(cv2.resize(picture.pixels, size, interpolation=cv2.INTER_AREA))
        yield made(way, shrunk.filter(ImageFilter.GaussianBlur(blur)) if blur else shrunk, quality)
