"""Short videos made from a photograph, for tests; none is kept in the repository."""

import io
from collections.abc import Sequence
from typing import Any, cast

import av
import cv2
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def encoded(
    pictures: Sequence[Pixels], container: str = "mp4", codec: str = "libx264", *, per_second: int = 10
) -> bytes:
    """A video file of RGB pictures of one size, (H, W, 3), with even sides."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        stream = cast("VideoStream", cast("Any", output).add_stream(codec, rate=per_second))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode())
    return buffer.getvalue()


def scene(photographs: Sequence[tuple[Pixels, int, int]], *, blur: float = 0.0) -> Pixels:
    """A grey 640 x 480 picture with photographs on it, each with its left edge and width in pixels."""
    canvas = np.full((480, 640, 3), 120, np.uint8)
    for pixels, left, width in photographs:
        height = round(width * pixels.shape[0] / pixels.shape[1])
        placed = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA))[:480, : 640 - left]
        canvas[: placed.shape[0], left : left + placed.shape[1]] = placed
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), blur), dtype=np.uint8) if blur else canvas
