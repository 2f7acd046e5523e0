"""Short videos give their frames within limits, and damaged or hostile ones a refusal."""

import io
import struct
from collections.abc import Callable

import av
import numpy as np
import pytest

from kernel_lib.errors import PictureRefused
from kernel_lib.faces.editing.chain import first_difference, replay
from kernel_lib.faces.frames import facts, frame_pixels, frames
from kernel_lib.faces.video import VideoLimits, clock
from kernel_lib.wire.editing import ChooseFrame, Crop, Gamma
from tests.kernel_lib.faces.videos import Pixels, encoded

CONTAINERS = [("mp4", "libx264"), ("avi", "mpeg4"), ("matroska", "libx264"), ("webm", "libvpx"), ("webm", "libvpx-vp9")]


def _counted(number: int, side: int = 96) -> Pixels:
    """A picture whose grey level tells its number."""
    return np.full((side, side * 2, 3), 20 + 10 * number, np.uint8)


def _number(pixels: Pixels) -> int:
    return round((float(pixels.mean()) - 20) / 10)


@pytest.fixture(scope="module")
def video() -> bytes:
    """Twelve counted frames at ten a second."""
    return encoded([_counted(number) for number in range(12)])


@pytest.mark.parametrize(("container", "codec"), CONTAINERS)
def test_frames_come_in_order_with_their_time(container: str, codec: str) -> None:
    """Each container gives every frame once, in order of showing, with its time from the first."""
    video = encoded([_counted(number) for number in range(12)], container, codec)

    seen = list(frames(video))

    assert [frame.number for frame in seen] == list(range(12))
    assert [_number(frame.pixels) for frame in seen] == list(range(12))
    assert [frame.seconds for frame in seen] == pytest.approx([number / 10 for number in range(12)], abs=0.002)


def test_facts_are_told_without_decoding(video: bytes) -> None:
    """Length, size and codec are read from the container."""
    told = facts(video)

    assert (told.codec, told.width, told.height) == ("h264", 192, 96)
    assert told.seconds == pytest.approx(1.2, abs=0.05)
    assert told.frames_per_second == pytest.approx(10)


def test_frames_are_taken_at_an_interval(video: bytes) -> None:
    """One frame in a given time is given, beginning with the first."""
    assert [frame.number for frame in frames(video, every=0.5)] == [0, 5, 10]


def test_a_chosen_frame_is_the_one_that_was_listed(video: bytes) -> None:
    """The number leads to the same pixels again."""
    listed = list(frames(video))

    assert np.array_equal(frame_pixels(video, 7), listed[7].pixels)
    with pytest.raises(PictureRefused, match="12 frames; there is no frame 12"):
        frame_pixels(video, 12)


def test_a_chain_may_begin_with_a_frame(video: bytes) -> None:
    """The choice of a frame is the first step, its parent the video file; the chain replays (A-14, W-20)."""
    operations = [ChooseFrame(number=3), Crop(left=0, top=0, width=64, height=64), Gamma(hundredths=130)]

    recorded = replay(video, operations)

    assert [step.operation for step in recorded] == ["choose_frame", "crop", "gamma"]
    assert recorded[0].parent_sha256 == facts(video).sha256
    assert first_difference(video, operations, recorded) is None


def test_a_recording_held_upright_is_shown_upright() -> None:
    """The recorder's display matrix is applied: a quarter turn clockwise."""
    still = np.zeros((96, 192, 3), np.uint8)
    still[:, :96] = 230
    video = encoded([still] * 3)
    turned = video[: (at := video.index(b"tkhd") + 44)] + _matrix(0, 1, -1, 0) + video[at + 36 :]

    pixels = frame_pixels(turned, 0)

    assert pixels.shape == (192, 96, 3)
    assert pixels[:80].mean() > 200
    assert pixels[-80:].mean() < 40


def _matrix(a: int, b: int, c: int, d: int) -> bytes:
    """Rows of a track's matrix: 16.16 fixed point, the last column 2.30 (ISO/IEC 14496-12, 8.3.2)."""
    one = 1 << 16
    values = (a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    return b"".join(value.to_bytes(4, "big", signed=True) for value in values)


LIMITED = [
    (VideoLimits(size=100), "video.size"),
    (VideoLimits(seconds=1.0), "video.seconds"),
    (VideoLimits(pixels=10_000), "video.pixels"),
    (VideoLimits(frames=5), "video.frames"),
]


@pytest.mark.parametrize(("limits", "rule"), LIMITED, ids=[rule for _, rule in LIMITED])
def test_a_video_beyond_a_limit_is_refused(video: bytes, limits: VideoLimits, rule: str) -> None:
    """Size, length, frame size and number of frames have limits, each with its own words."""
    with pytest.raises(PictureRefused) as caught:
        list(frames(video, limits=limits))

    assert caught.value.rule == rule


def test_a_declared_length_is_not_trusted() -> None:
    """A recording that says it is a tenth of a second long is still counted while it is decoded."""
    video = bytearray(encoded([_counted(number % 12) for number in range(30)], "matroska"))
    at = video.index(b"\x44\x89\x88") + 3
    video[at : at + 8] = struct.pack(">d", 100.0)
    limits = VideoLimits(seconds=2.0)

    assert facts(bytes(video), limits).seconds == pytest.approx(0.1)
    with pytest.raises(PictureRefused, match="longer than 2 seconds"):
        list(frames(bytes(video), limits=limits))


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "video.empty"),
        (b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n", "video.format"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "video.format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "video.format"),
        (b"RIFF\x10\x00\x00\x00AVI " + bytes(20), "video.damaged"),
        (b"RIFF\x10\x10\x00\x00AVI " + bytes(20), "video.truncated"),
        (b"\x1a\x45\xdf\xa3" + bytes(200), "video.damaged"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(300), "video.damaged"),
    ],
    ids=["empty", "playlist", "list of files", "picture", "AVI", "AVI cut off", "Matroska", "MP4"],
)
def test_what_is_no_video_is_refused(data: bytes, rule: str) -> None:
    """Playlists, lists of files and headers without a body are refused before any other file could be opened."""
    with pytest.raises(PictureRefused) as caught:
        list(frames(data))

    assert caught.value.rule == rule


def test_sound_alone_is_refused() -> None:
    """A container without moving pictures is not a video."""

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="matroska") as output:
        stream = output.add_stream("pcm_s16le", rate=8000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        sound.sample_rate = 8000
        output.mux(stream.encode(sound))

    with pytest.raises(PictureRefused, match="no moving pictures"):
        facts(buffer.getvalue())


def test_an_unusual_codec_is_refused() -> None:
    """Only codecs of recorders are read."""
    video = encoded([_counted(1)] * 3, "avi", "ffv1")

    with pytest.raises(PictureRefused, match=r"video\.codec"):
        facts(video)


@pytest.mark.parametrize(("container", "codec"), CONTAINERS[:4])
def test_spoilt_videos_end_in_frames_or_a_refusal(container: str, codec: str) -> None:
    """Cut anywhere or with bytes changed, a video gives frames or is refused; nothing else is ever raised."""
    whole, chance = encoded([_counted(number) for number in range(8)], container, codec), np.random.default_rng(5)
    ended = {"frames": 0, "refused": 0}
    for attempt in range(60):
        spoilt = bytearray(whole[: int(chance.integers(len(whole)))] if attempt % 2 else whole)
        for _ in range(chance.integers(12)):
            if spoilt:
                spoilt[chance.integers(len(spoilt))] = chance.integers(256)
        try:
            ended["frames"] += bool(list(frames(bytes(spoilt))))
        except PictureRefused:
            ended["refused"] += 1

    assert sum(ended.values()) == 60
    assert ended["refused"] > 10


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0, "00:00.0"), (2.44, "00:02.4"), (59.96, "01:00.0"), (75, "01:15.0")]
)
def test_moments_are_written_as_people_write_them(seconds: float, words: str) -> None:
    """Minutes, seconds, tenths."""
    assert clock(seconds) == words


def test_a_photograph_is_no_video(photograph: Callable[[str], bytes]) -> None:
    """A still offered as a video is refused with the formats that are read."""
    with pytest.raises(PictureRefused) as caught:
        facts(photograph("D-0003-2.jpg"))

    assert "MP4" in caught.value.next_step
