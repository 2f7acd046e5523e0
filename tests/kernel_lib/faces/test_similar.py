"""The same picture is found again after what people do to pictures; other pictures are not (A-26)."""

import io
import itertools
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gallery.demonstration.photographs import Photographs
from kernel_lib.faces.image import DecodedPicture, decode
from kernel_lib.faces.similar import Fingerprint, SimilarRules, similar_to

Pixels = NDArray[np.uint8]
FILES = [photograph.file for photograph in Photographs.listed().photograph]
RULES = SimilarRules.read()


def _jpeg(pixels: Pixels, quality: int) -> Pixels:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return decode(buffer.getvalue()).pixels


def _scaled(pixels: Pixels, factor: float) -> Pixels:
    size = (round(pixels.shape[1] * factor), round(pixels.shape[0] * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _cropped(pixels: Pixels, left: float, top: float, right: float, low: float) -> Pixels:
    height, width = pixels.shape[:2]
    cut = pixels[int(top * height) : height - int(low * height), int(left * width) : width - int(right * width)]
    return np.ascontiguousarray(cut)


COPIES: dict[str, Callable[[Pixels], Pixels]] = {
    "JPEG 10": lambda p: _jpeg(p, 10),
    "a quarter of the size": lambda p: _scaled(p, 0.25),
    "cropped by 3 per cent": lambda p: _cropped(p, 0.03, 0.03, 0.03, 0.03),
    "cropped by 12.5 per cent": lambda p: _cropped(p, 0.125, 0.125, 0.125, 0.125),
    "cropped unevenly": lambda p: _cropped(p, 0.12, 0.08, 0.13, 0.07),
    "cropped, halved, compressed": lambda p: _jpeg(_scaled(_cropped(p, 0.1, 0.08, 0.03, 0.06), 0.5), 40),
    "more contrast": lambda p: np.clip((p - 128.0) * 1.3 + 148, 0, 255).astype(np.uint8),
}


@pytest.fixture(scope="module")
def prints(picture: Callable[[str], DecodedPicture]) -> dict[str, Fingerprint]:
    """The fingerprint of each photograph of the demonstration."""
    return {file: Fingerprint.of(picture(file).pixels) for file in FILES}


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_similar_to_its_photograph_alone(
    copy: str, prints: dict[str, Fingerprint], picture: Callable[[str], DecodedPicture]
) -> None:
    """Every photograph of the demonstration is found from its copy, and only that one."""
    order = list(prints.values())
    for place, file in enumerate(FILES):
        copied = Fingerprint.of(COPIES[copy](picture(file).pixels))

        assert similar_to(copied, order, RULES) == (place,), file


def test_different_photographs_are_not_similar(prints: dict[str, Fingerprint]) -> None:
    """All pairs differ by clearly more than the threshold, also two photographs of one person."""
    distances = [left.distance(right) for left, right in itertools.combinations(prints.values(), 2)]

    assert min(distances) >= RULES.most_bits + 10


def test_a_strong_crop_is_beyond_what_is_found(
    prints: dict[str, Fingerprint], picture: Callable[[str], DecodedPicture]
) -> None:
    """The limit is known: half the width cut off is not found, and docs/probe-editing.md says so."""
    halved = Fingerprint.of(_cropped(picture("D-0003-2.jpg").pixels, 0.25, 0.25, 0.25, 0.25))

    assert prints["D-0003-2.jpg"].distance(halved) > RULES.most_bits


def test_a_fifth_off_two_sides_is_mostly_not_found(
    prints: dict[str, Fingerprint], picture: Callable[[str], DecodedPicture]
) -> None:
    """Seven photographs in eight are beyond the threshold; 98 is the middle of the distances, not the least."""
    cut = {file: Fingerprint.of(_cropped(picture(file).pixels, 0.2, 0.0, 0.0, 0.2)) for file in FILES}
    distances = sorted(prints[file].distance(cut[file]) for file in FILES)

    assert distances[0] < 90 < distances[len(distances) // 2] <= 98
    assert sum(distance <= RULES.most_bits for distance in distances) <= len(distances) // 8


def test_distance_is_the_same_from_either_side(prints: dict[str, Fingerprint]) -> None:
    """It does not matter which of two pictures came first; none differs from itself."""
    left, right = prints["D-0003-2.jpg"], prints["D-0004-1.jpg"]

    assert left.distance(right) == right.distance(left)
    assert left.distance(left) == 0


def test_the_nearest_earlier_picture_comes_first(
    prints: dict[str, Fingerprint], picture: Callable[[str], DecodedPicture]
) -> None:
    """Of several copies the closest is named first."""
    pixels = picture("D-0004-1.jpg").pixels
    crop = Fingerprint.of(COPIES["cropped unevenly"](pixels))

    assert similar_to(prints["D-0004-1.jpg"], [crop, prints["D-0003-2.jpg"], Fingerprint.of(pixels)], RULES) == (2, 0)


def test_a_fingerprint_comes_back_from_its_text(prints: dict[str, Fingerprint]) -> None:
    """What is stored with the probe is read as it was."""
    held = prints["D-0003-2.jpg"]

    assert np.array_equal(Fingerprint.read(held.text).bits, held.bits)


@pytest.mark.parametrize(
    "text", ["", "leadbook-similar/1:", "leadbook-similar/1:00ff", "00" * 8192, "leadbook-similar/1:zz"]
)
def test_a_text_that_is_no_fingerprint_is_refused(text: str) -> None:
    """A damaged or older record is told apart, not compared."""
    with pytest.raises(ValueError, match=r"fingerprint|hexadecimal"):
        Fingerprint.read(text)


def test_a_thin_picture_has_a_fingerprint() -> None:
    """The smallest picture that is taken in can be compared."""
    thin = np.tile(np.arange(32, dtype=np.uint8)[:, None, None] * 8, (1, 2000, 3))

    assert Fingerprint.of(thin).distance(Fingerprint.of(_scaled(thin, 2.0))) <= RULES.most_bits
