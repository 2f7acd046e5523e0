"""Findings say in plain words what was measured, with value and limit."""

import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import DecodedPicture, decode
from kernel_lib.faces.quality import Finding, Limit, QualityLimits, assess

Pixels = NDArray[np.uint8]
COMPONENTS = {
    "eye_distance",
    "sharpness",
    "brightness",
    "contrast",
    "yaw",
    "pitch",
    "roll",
    "compression",
    "blockiness",
    "faces_in_picture",
    "face_share",
}


def _resized(pixels: Pixels, factor: float) -> Pixels:
    size = (round(pixels.shape[1] * factor), round(pixels.shape[0] * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _turned(pixels: Pixels, degrees: float) -> Pixels:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height)), dtype=np.uint8)


SPOILT: dict[str, tuple[Callable[[Pixels], Pixels], int]] = {
    "eye_distance": (lambda p: _resized(p, 0.15), 95),
    "sharpness": (lambda p: np.asarray(cv2.GaussianBlur(_resized(p, 0.35), (0, 0), 4), dtype=np.uint8), 95),
    "brightness": (lambda p: (p * 0.2).astype(np.uint8), 95),
    "contrast": (lambda p: ((p - 128.0) * 0.2 + 128).astype(np.uint8), 95),
    "roll": (lambda p: _turned(p, -28), 95),
    "compression": (lambda p: p, 25),
    "blockiness": (lambda p: _resized(p, 0.4), 12),
    "faces_in_picture": (lambda p: np.hstack([p, p]), 95),
    "face_share": (lambda p: np.pad(_resized(p, 0.2), ((0, 1500), (0, 1500), (0, 0)), constant_values=128), 95),
}


def _findings(engine: FaceEngine, pixels: Pixels, quality: int = 95) -> dict[str, Finding]:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    picture = decode(buffer.getvalue())
    faces = engine.detect(picture)
    return {finding.component: finding for finding in engine.assess(picture, faces[0], faces)}


def test_a_good_photograph_has_no_caution(engine: FaceEngine, picture: Callable[[str], DecodedPicture]) -> None:
    """Every component is measured, and none is a caution."""
    findings = _findings(engine, picture("D-0003-1.jpg").pixels)

    assert set(findings) == COMPONENTS
    assert {finding.verdict for finding in findings.values()} == {"ok"}
    assert all(finding.sentence.endswith("no caution.") for finding in findings.values())


@pytest.mark.parametrize("component", SPOILT)
def test_a_spoilt_photograph_names_what_is_wrong(
    component: str, engine: FaceEngine, picture: Callable[[str], DecodedPicture]
) -> None:
    """What was spoilt becomes a caution whose sentence holds the value's side of the limit."""
    spoil, quality = SPOILT[component]

    finding = _findings(engine, spoil(picture("D-0003-1.jpg").pixels), quality)[component]

    assert finding.verdict == "caution"
    assert finding.limit is not None
    side = "below" if finding.value < finding.limit else "above"
    assert f"{side} {finding.limit:g}, " in finding.sentence


def test_a_picture_that_is_no_jpeg_has_no_jpeg_quality(
    engine: FaceEngine, picture: Callable[[str], DecodedPicture]
) -> None:
    """Nothing is said of a quality that does not exist."""
    shown = picture("D-0005-1.png")
    faces = engine.detect(shown)

    assert "compression" not in {finding.component for finding in engine.assess(shown, faces[0], faces)}


def test_the_head_of_a_speaker_is_seen_to_be_turned(
    engine: FaceEngine, picture: Callable[[str], DecodedPicture]
) -> None:
    """A head turned to the side measures a larger yaw than frontal portraits."""
    turned, frontal = (
        next(f.value for f in engine.assess(shown, engine.detect(shown)[0], ()) if f.component == "yaw")
        for shown in map(picture, ("D-0001-3.jpg", "D-0001-1.jpg"))
    )

    assert turned > 15 > frontal


@pytest.mark.parametrize(
    ("value", "verdict", "bound"),
    [(5, "refused", 8), (8, "caution", 30), (29.9, "caution", 30), (30, "ok", 30), (200, "ok", 30)],
)
def test_a_limit_is_decided_at_its_bound(value: float, verdict: str, bound: float) -> None:
    """Values at a bound are on its better side."""
    limit = Limit(unit="pixels", caution_below=30, refused_below=8)

    assert limit.verdict(value) == (verdict, bound)


def test_a_refusal_says_that_it_is_not_searched(engine: FaceEngine, picture: Callable[[str], DecodedPicture]) -> None:
    """Below the floor the sentence says what follows."""
    shown = picture("D-0003-1.jpg")
    limits = QualityLimits.read()
    strict = limits.components | {"eye_distance": Limit(unit="pixels", refused_below=500)}
    faces = engine.detect(shown)
    finding = assess(shown, faces[0], faces, limits.model_copy(update={"components": strict}))[0]

    assert finding.verdict == "refused"
    assert finding.sentence.endswith("below 500, the face may be too small to compare. It is not searched.")


def test_the_limits_are_dated_and_sourced() -> None:
    """Whoever asks why 30 pixels finds the date and the source."""
    limits = QualityLimits.read()

    assert set(limits.components) == COMPONENTS
    assert limits.effective_from.year == 2026
    assert "0011" in limits.source
