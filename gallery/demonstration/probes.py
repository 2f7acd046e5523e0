"""The probes of the demonstration: pictures to search, the face to choose in each, and whom it shows."""

import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from gallery.demonstration.photographs import CREDITS, Photographs
from gallery.demonstration.scene import as_jpeg, compose, degraded

KEY = "probes.json"
_SEED = 7


@dataclass(frozen=True)
class DemonstrationProbe:
    """One probe. `centre` (x, y, pixels) lies on the face to choose; `mate` is its subject's number when that subject
    is enrolled, and None when nobody in the gallery is shown.
    """

    file: Path
    centre: tuple[float, float]
    mate: str | None


@dataclass(frozen=True)
class _Offer:
    name: str
    data: bytes
    centre: tuple[float, float]
    mate: str | None


def probes(photographs_dir: Path, target: Path) -> tuple[DemonstrationProbe, ...]:
    """Write the probes and their key (`probes.json`) anew; the same photographs give the same bytes.

    The first is the crowd scene. Raises SettingsError when a photograph is missing from the cache or is another one.
    """
    offers = _offers(photographs_dir)
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    for offer in offers:
        (target / offer.name).write_bytes(offer.data)
    (target / CREDITS).write_text(Photographs.listed().credits(), encoding="utf-8")
    key = [{"file": offer.name, "centre": offer.centre, "mate": offer.mate} for offer in offers]
    (target / KEY).write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    return tuple(DemonstrationProbe(target / offer.name, offer.centre, offer.mate) for offer in offers)


# Private


def _offers(photographs_dir: Path) -> tuple[_Offer, ...]:
    listed = Photographs.listed()

    def read(file: str) -> bytes:
        return listed.named(file).read(photographs_dir)

    scene = compose(photographs_dir)
    return (
        _Offer("scene-composed.jpg", scene.jpeg, scene.centres["D-0003-2.jpg"], "D-0003"),
        _Offer("another-photograph.jpg", read("D-0001-3.jpg"), (339, 431), "D-0001"),
        _Offer("small-photograph.jpg", read("D-0002-2.jpg"), (100, 100), "D-0002"),
        _Offer("like-a-camera-still.jpg", _like_a_still(read("D-0001-4.jpg")), (343, 331), "D-0001"),
        _Offer("not-enrolled.jpg", read("D-0007-1.jpg"), (266, 228), None),
    )


def _like_a_still(photograph: bytes) -> bytes:
    """A photograph whose licence allows it, reduced to about 25 pixels between the eyes, soft, grainy, compressed."""
    with Image.open(io.BytesIO(photograph)) as image:
        pixels = np.asarray(image.convert("RGB"))
    return as_jpeg(degraded(pixels, scale=0.22, blur=0.7, noise=6.0, seed=_SEED), quality=45)
