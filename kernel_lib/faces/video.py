"""What a short video is: its limits, what it says of itself, a frame of it, and a moment in words (W-20)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class VideoLimits:
    """What is taken in: `size` in bytes, `seconds`, `pixels` as width x height of a frame, and number of `frames`."""

    size: int = 50 * 1024 * 1024
    seconds: float = 60.0
    pixels: int = 3840 * 2160
    frames: int = 3_600


USUAL = VideoLimits()
"""What the service takes in."""


@dataclass(frozen=True)
class VideoFacts:
    """What a video says of itself. `frames_per_second` and `seconds` are as declared, 0 when it does not say."""

    sha256: str
    container: str
    codec: str
    width: int
    height: int
    frames_per_second: float
    seconds: float


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame in order of showing, from 0. `seconds` from the first frame; `pixels` (H, W, 3) uint8 RGB, upright."""

    number: int
    seconds: float
    pixels: NDArray[np.uint8]


def is_video(data: bytes) -> bool:
    """Say whether the first bytes are those of a container that is read here; nothing is decoded."""
    return container_of(data) is not None


def clock(seconds: float) -> str:
    """A moment as people write it: minutes, seconds and tenths."""
    tenths = round(seconds * 10)
    return f"{tenths // 600:02d}:{tenths // 10 % 60:02d}.{tenths % 10}"


def container_of(video: bytes) -> str | None:
    """Return the demuxer of FFmpeg for a file by its first bytes, None when it is no video that is read here."""
    if video[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"):
        return "mov"
    if video[:4] == b"RIFF" and video[8:12] == b"AVI ":
        return "avi"
    return "matroska" if video[:4] == b"\x1a\x45\xdf\xa3" else None
