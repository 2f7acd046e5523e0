"""Whether two pictures are the same picture, re-compressed, resized or slightly cropped (A-26).

A fingerprint describes light and dark of the whole picture, coarsely. It is no face template: it says nothing about who
is shown, and two photographs of one person have unlike fingerprints.
"""

import itertools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

BITS = 255
"""Signs of the 16 × 16 lowest frequencies but the mean: DCT of a 64 × 64 grey picture (pHash, Zauner 2010)."""
TRIMS = (0.0, 0.05, 0.1, 0.15)
"""Shares that may have been cut off each side; a fingerprint holds every combination."""
_SIDE = 64
_LOW = 16
_HEADER = "leadbook-similar/1:"
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


class SimilarRules(BaseModel):
    """The dated threshold, with the measurement it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective_from: date
    source: str
    most_bits: int = Field(ge=0, le=BITS)

    @classmethod
    def read(cls) -> "SimilarRules":
        """The rules that ship with the product."""
        text = resources.files("kernel_lib.faces").joinpath("similar.toml").read_text(encoding="utf-8")
        return cls.model_validate(tomllib.loads(text))


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """`bits` is (windows, 32) uint8; the first window is the whole picture, the others have their sides trimmed."""

    bits: NDArray[np.uint8]

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> "Fingerprint":
        """The fingerprint of an upright RGB picture, (H, W, 3) uint8, of any size."""
        grey = np.asarray(_reduced(pixels) @ _LUMA, dtype=np.float32)
        return cls(np.stack([_bits(window) for window in _windows(grey)]))

    @classmethod
    def read(cls, text: str) -> "Fingerprint":
        """Read what `text` wrote. Raises ValueError when it is not a fingerprint of this version."""
        body = text.removeprefix(_HEADER)
        data = np.frombuffer(bytes.fromhex(body), np.uint8)
        if body == text or data.size != _COUNT * 32:
            raise ValueError(f"fingerprint: expected {_HEADER} and {_COUNT * 32} bytes, got {data.size} bytes")
        return cls(data.reshape(_COUNT, 32))

    @property
    def text(self) -> str:
        """The fingerprint as one line of text, to be kept with the probe."""
        return f"{_HEADER}{self.bits.tobytes().hex()}"

    def distance(self, other: "Fingerprint") -> int:
        """Bits, of 255, by which the pictures differ at best: either may be a trimmed copy of the other."""
        return min(_nearest(self.bits[0], other.bits), _nearest(other.bits[0], self.bits))


def similar_to(probe: Fingerprint, earlier: Sequence[Fingerprint], rules: SimilarRules) -> tuple[int, ...]:
    """Places of the earlier fingerprints that are similar to a probe's, nearest first."""
    distances = sorted((probe.distance(each), place) for place, each in enumerate(earlier))
    return tuple(place for distance, place in distances if distance <= rules.most_bits)


# Private

_COUNT = len(TRIMS) ** 4


def _reduced(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """At most 512 pixels on the longer side: windows of a large picture cost nothing more."""
    longest = max(pixels.shape[:2])
    if longest <= 512:
        return pixels
    size = (max(1, round(pixels.shape[1] * 512 / longest)), max(1, round(pixels.shape[0] * 512 / longest)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _windows(grey: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    height, width = grey.shape
    return [
        grey[int(top * height) : height - int(low * height), int(left * width) : width - int(right * width)]
        for left, top, right, low in itertools.product(TRIMS, repeat=4)
    ]


def _bits(grey: NDArray[np.float32]) -> NDArray[np.uint8]:
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    low = np.asarray(cv2.dct(small), dtype=np.float32)[:_LOW, :_LOW].ravel()[1:]
    return np.packbits(low > np.median(low))


def _nearest(bits: NDArray[np.uint8], windows: NDArray[np.uint8]) -> int:
    return int(np.bitwise_count(bits ^ windows).sum(axis=1).min())
