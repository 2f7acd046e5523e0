"""Videos are decoded in a process apart, within limits, and whatever that process does ends in frames or a refusal."""

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from kernel_lib.errors import PictureRefused
from kernel_lib.faces.frames import facts, frame_pixels
from kernel_lib.faces.video import VideoLimits
from kernel_lib.faces.video_reader import READER, ProcessLimits, VideoReader
from kernel_lib.hashing import sha256_hex
from tests.kernel_lib.faces.videos import encoded

CONTAINERS = [("mp4", "libx264"), ("avi", "mpeg4"), ("matroska", "libx264"), ("webm", "libvpx"), ("webm", "libvpx-vp9")]


@pytest.fixture(scope="module")
def video() -> bytes:
    """Ten frames, a second long."""
    return encoded([np.full((96, 192, 3), 20 + 20 * number, np.uint8) for number in range(10)])


def _reader(tmp_path: Path, program: str, **limits: float) -> VideoReader:
    """A reader whose process is another program."""
    path = tmp_path / "program.py"
    path.write_text(textwrap.dedent(program))
    return VideoReader(limits=ProcessLimits(**{"seconds": 5.0, **limits}), command=(sys.executable, "-I", str(path)))


def _refused(reader: VideoReader, video: bytes) -> str:
    with pytest.raises(PictureRefused) as caught, reader.looks(video, 5) as opened:
        list(opened.frames)
    return caught.value.rule


@pytest.mark.proves("W-20")
@pytest.mark.parametrize(("container", "codec"), CONTAINERS)
def test_every_container_is_read_under_the_limits(container: str, codec: str) -> None:
    """With no file left to open, each container and codec still gives its frames."""
    video = encoded([np.full((96, 192, 3), 20 + 20 * number, np.uint8) for number in range(10)], container, codec)

    with READER.looks(video, 5) as opened:
        seen = list(opened.frames)

    assert [frame.number for frame in seen] == [0, 2, 4, 6, 8]
    assert opened.facts.sha256 == sha256_hex(video)
    assert not seen[0].pixels.flags.writeable


def test_the_service_s_own_process_decodes_nothing(video: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A video is read although it cannot be opened in this process."""
    expected = frame_pixels(video, 7)
    monkeypatch.setattr(av, "open", None)

    assert np.array_equal(READER.frame(video, 7), expected)
    with pytest.raises(TypeError):
        facts(video)


def test_the_service_does_not_even_load_ffmpeg() -> None:
    """Importing the whole service brings PyAV in nowhere."""
    told = "import sys, gallery.service.app, kernel_lib.faces.video_reader; sys.exit('av' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def test_the_process_can_open_no_file_and_no_connection(tmp_path: Path, video: bytes) -> None:
    """After its own limits even its own program is out of reach, and they cannot be raised."""
    program = """
        import resource, socket, sys
        from kernel_lib.faces import video_process
        def tried(*_):
            held = []
            for act in (lambda: open(sys.executable), socket.socket, lambda: open("/tmp/x", "w")):
                try:
                    act()
                    held.append("done")
                except OSError:
                    held.append("refused")
            from kernel_lib.errors import PictureRefused
            raise PictureRefused("video.told", " ".join(held), "")
        video_process._obey = tried
        video_process.main()
    """

    with pytest.raises(PictureRefused) as caught:
        _reader(tmp_path, program).frame(video, 0)

    assert caught.value.reason == "refused refused refused"


def test_the_process_is_told_no_secret(tmp_path: Path, video: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the service's environment comes along."""
    monkeypatch.setenv("LEADBOOK_TOKEN", "secret")
    program = """
        import os, sys, struct, json
        told = json.dumps({"refusal": {"rule": "video.told", "reason": " ".join(sorted(os.environ)), "next_step": ""}})
        sys.stdout.buffer.write(struct.pack(">I", len(told)) + told.encode())
    """

    with pytest.raises(PictureRefused) as caught:
        _reader(tmp_path, program).frame(video, 0)

    assert caught.value.reason == "LANG OMP_NUM_THREADS OPENBLAS_NUM_THREADS"


BAD_ENDS = {
    "dies at once": ("import os; os.abort()", "video.crashed"),
    "says nothing": ("", "video.crashed"),
    "says what is no message": ("import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\5hello')", "video.crashed"),
    "announces a huge message": ("import sys; sys.stdout.buffer.write(b'\\xff' * 8)", "video.crashed"),
    "hangs": ("import time; time.sleep(60)", "video.time"),
    "uses up its time": (
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass",
        "video.time",
    ),
    "says that it is done before it began": (
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\x0d{\"done\":true}')",
        "video.crashed",
    ),
}


@pytest.mark.proves("W-20")
@pytest.mark.parametrize("way", BAD_ENDS)
def test_a_process_that_ends_badly_is_a_clear_refusal(way: str, tmp_path: Path, video: bytes) -> None:
    """A crash, a hang or nonsense is a refusal, and the process is gone."""
    program, rule = BAD_ENDS[way]
    reader = _reader(tmp_path, program, seconds=0.5 if way == "hangs" else 5.0)

    assert _refused(reader, video) == rule


def test_a_frame_larger_than_allowed_is_not_taken(tmp_path: Path, video: bytes) -> None:
    """What the process says of sizes is checked before anything is allocated for it."""
    program = """
        import sys, struct, json
        told = json.dumps({"frame": {"number": 0, "seconds": 0, "width": 10**9, "height": 10**9}})
        sys.stdout.buffer.write(struct.pack(">I", len(told)) + told.encode())
    """

    with pytest.raises(PictureRefused, match=r"video\.crashed"):
        _reader(tmp_path, program).frame(video, 0)


def test_too_little_memory_is_a_clear_refusal() -> None:
    """A large video in a small address space is refused; the service is not touched."""
    video = encoded([np.full((1080, 1920, 3), 90, np.uint8)] * 3)
    reader = VideoReader(limits=ProcessLimits(memory=64 << 20))

    assert _refused(reader, video) == "video.memory"


def test_the_refusals_of_the_process_arrive_in_its_words(video: bytes) -> None:
    """Limits, damage and cut files are told as they are inside the process."""
    short = VideoReader(video=VideoLimits(seconds=0.5))

    assert _refused(short, video) == "video.seconds"
    assert _refused(READER, video[: len(video) // 2]) == "video.damaged"
    assert _refused(READER, b"") == "video.empty"
    with pytest.raises(PictureRefused, match=r"video\.frame:.*10 frames"):
        READER.frame(video, 99)


@pytest.mark.parametrize("container", ["matroska", "avi"])
def test_a_video_that_was_cut_off_is_refused(container: str) -> None:
    """Some containers open although their end is missing: the length that they declare tells."""
    pictures = [np.random.default_rng(number).integers(0, 255, (96, 192, 3), np.uint8) for number in range(60)]
    whole = encoded(pictures, container, "mpeg4")

    assert _refused(READER, whole[: len(whole) // 2]) == "video.truncated"


def test_a_reader_that_is_left_ends_its_process(video: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops taking frames leaves no process behind."""
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def started_here(*command: Any, **how: Any) -> "subprocess.Popen[bytes]":
        started.append(start(*command, **how))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", started_here)
    with READER.looks(video, 10) as opened:
        next(opened.frames)

    assert [process.returncode is not None for process in started] == [True]
