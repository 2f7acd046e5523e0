"""Bytes of a short video → its frames, one after another, within limits; or a refusal that says what to do (W-20).

Only `video_process` imports this: FFmpeg is not even loaded where keys and records are.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from kernel_lib.errors import PictureRefused
from kernel_lib.faces.video import USUAL, Frame, VideoFacts, VideoLimits, clock, container_of
from kernel_lib.hashing import sha256_hex

CODECS = frozenset(
    {"h264", "hevc", "mpeg4", "mjpeg", "vp8", "vp9", "av1", "libdav1d", "mpeg2video", "msmpeg4v3", "h263"}
)
"""Codecs of recordings that are read; FFmpeg knows hundreds, and each is code that a file can attack."""
SLACK = 1.0
"""Seconds by which the last picture may come before the declared end, or a tenth of the length where that is more."""
_FAULTS = (av.FFmpegError, ValueError, OverflowError, MemoryError)


def facts(video: bytes, limits: VideoLimits = USUAL) -> VideoFacts:
    """Read what the container declares; no frame is decoded.

    Raises:
        PictureRefused: rule `video.empty`, `video.size`, `video.format`, `video.codec`, `video.seconds`,
            `video.pixels`, `video.memory` or `video.damaged`.
    """
    with _opened(video, limits) as (container, stream):
        rate = stream.average_rate
        return VideoFacts(
            sha256=sha256_hex(video),
            container=container.format.name,
            codec=stream.codec_context.name,
            width=stream.codec_context.width,
            height=stream.codec_context.height,
            frames_per_second=float(rate) if rate else 0.0,
            seconds=_declared_seconds(container),
        )


def frames(video: bytes, *, every: float = 0.0, limits: VideoLimits = USUAL) -> Iterator[Frame]:
    """Decode a video from its beginning; give the first frame and then one in `every` seconds (0: each).

    The declared length is not trusted: limits are counted while decoding.

    Raises:
        PictureRefused: as `facts`, rule `video.frames` for more frames than the limit, and `video.truncated` when the
            pictures end before the length that the file declares.
    """
    with _opened(video, limits) as (container, stream):
        due, start, seconds = 0.0, None, 0.0
        for number, raw in enumerate(_decoded(container, stream, limits)):
            moment = _moment(raw, number, stream)
            start = moment if start is None else start
            seconds = max(0.0, float(moment - start))
            if seconds > limits.seconds:
                raise _too_long(limits)
            if seconds + 1e-6 >= due:
                due = seconds + every
                yield Frame(number, seconds, _upright(raw))
        _demand_whole(seconds, _pictures_seconds(container, stream))


def frame_pixels(video: bytes, number: int, limits: VideoLimits = USUAL) -> NDArray[np.uint8]:
    """The pixels of one frame, counted from 0 in order of showing.

    Raises:
        PictureRefused: as `frames`, and rule `video.frame` when the video has no such frame.
    """
    with _opened(video, limits) as (container, stream):
        count = 0
        for count, raw in enumerate(_decoded(container, stream, limits), start=1):
            if count == number + 1:
                return _upright(raw)
    raise PictureRefused(
        "video.frame", f"The video has {count} frames; there is no frame {number}.", "Choose one of the frames listed."
    )


# Private


@contextmanager
def _opened(video: bytes, limits: VideoLimits) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The demuxer is named by the file's first bytes, so that FFmpeg guesses nothing and opens no other file."""
    _check_size(video, limits)
    kind = _kind(video)
    if kind == "avi" and int.from_bytes(video[4:8], "little") + 8 > len(video):
        raise _truncated("The video is shorter than it says of itself")
    try:
        container = av.open(io.BytesIO(video), "r", format=kind, metadata_errors="replace")
    except _FAULTS as error:
        raise _fault(error) from error
    try:
        yield container, _checked_stream(container, limits)
    finally:
        container.close()


def _checked_stream(container: InputContainer, limits: VideoLimits) -> VideoStream:
    if not container.streams.video:
        raise PictureRefused("video.format", "The file holds no moving pictures.", "Choose the recording itself.")
    stream = container.streams.video[0]
    codec = stream.codec_context
    if codec is None or codec.name not in CODECS:
        raise PictureRefused(
            "video.codec",
            "The video is recorded in a way that is not read here.",
            "Export it with the recorder's own software as MP4 (H.264), and keep the original with the exhibit.",
        )
    _check_dimensions(codec.width, codec.height, limits)
    if _declared_seconds(container) > limits.seconds:
        raise _too_long(limits)
    codec.thread_count = 1
    return stream


def _decoded(container: InputContainer, stream: VideoStream, limits: VideoLimits) -> Iterator[VideoFrame]:
    count = 0
    try:
        for raw in container.decode(stream):
            count += 1
            if count > limits.frames:
                raise PictureRefused(
                    "video.frames", f"The video has more than {limits.frames} frames.", "Export a shorter part."
                )
            _check_dimensions(raw.width, raw.height, limits)
            yield raw
    except _FAULTS as error:
        raise _fault(error) from error
    if count == 0:
        raise _damaged()


def _moment(raw: VideoFrame, number: int, stream: VideoStream) -> Fraction:
    if raw.pts is not None and raw.time_base is not None:
        return raw.pts * raw.time_base
    return Fraction(number) / (stream.average_rate or 25)


def _upright(raw: VideoFrame) -> NDArray[np.uint8]:
    pixels = np.asarray(raw.to_ndarray(format="rgb24"), dtype=np.uint8)
    pixels = np.ascontiguousarray(np.rot90(pixels, k=round(raw.rotation / 90) % 4))
    pixels.setflags(write=False)
    return pixels


def _declared_seconds(container: InputContainer) -> float:
    return container.duration / av.time_base if container.duration and container.duration > 0 else 0.0


def _pictures_seconds(container: InputContainer, stream: VideoStream) -> float:
    """How long the moving pictures say they are: sound may be longer."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return _declared_seconds(container)


def _demand_whole(seen: float, declared: float) -> None:
    """A file that was cut off still opens in some containers; its pictures end before the length that it declares."""
    if declared - seen > max(SLACK, declared / 10):
        raise _truncated(f"The video says that it lasts {clock(declared)}, but its pictures end at {clock(seen)}")


def _check_size(video: bytes, limits: VideoLimits) -> None:
    if not video:
        raise PictureRefused("video.empty", "The file is empty.", "Choose the file again, or ask for a new copy.")
    if len(video) > limits.size:
        raise PictureRefused(
            "video.size",
            f"The file has {len(video) / 2**20:.0f} MB; at most {limits.size / 2**20:.0f} MB are taken in.",
            "Export the part that shows the face, and keep the original with the exhibit.",
        )


def _kind(video: bytes) -> str:
    if kind := container_of(video):
        return kind
    raise PictureRefused(
        "video.format",
        "The file is not a video of a known format, whatever its name says.",
        "Send a short MP4, AVI, MKV or WebM, exported by the recorder's own software.",
    )


def _check_dimensions(width: int, height: int, limits: VideoLimits) -> None:
    if width * height > limits.pixels or min(width, height) < 32:
        raise PictureRefused(
            "video.pixels",
            f"The video is {width} x {height} pixels; 32 on a side to {limits.pixels / 1e6:.0f} million are taken in.",
            "Export it at no more than 3840 x 2160, and keep the original with the exhibit.",
        )


def _too_long(limits: VideoLimits) -> PictureRefused:
    return PictureRefused(
        "video.seconds",
        f"The video is longer than {limits.seconds:.0f} seconds.",
        "Export the part that shows the face, and keep the original with the exhibit.",
    )


def _truncated(reason: str) -> PictureRefused:
    next_step = "Ask for a new copy of the original recording; this one was cut off."
    return PictureRefused("video.truncated", f"{reason}.", next_step)


def _fault(error: BaseException) -> PictureRefused:
    if isinstance(error, MemoryError):
        reason = "The video needs more memory to be read than is allowed."
        return PictureRefused("video.memory", reason, "Export it with fewer pixels, as MP4 (H.264).")
    return _damaged()


def _damaged() -> PictureRefused:
    return PictureRefused(
        "video.damaged", "The video is damaged or not whole.", "Ask for a new copy of the original recording."
    )
