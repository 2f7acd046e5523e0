"""The service's side of reading videos: a process for each, limits on it, and a refusal for whatever it does (W-20)."""

import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from kernel_lib.errors import PictureRefused
from kernel_lib.faces.video import USUAL, Frame, VideoFacts, VideoLimits
from kernel_lib.faces.video_messages import Order, Said, Shown, spread
from kernel_lib.hashing import sha256_hex

COMMAND = (sys.executable, "-I", "-m", "kernel_lib.faces.video_process")
_ENVIRONMENT = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_LONGEST_MESSAGE = 4096
_AT_ONCE = threading.BoundedSemaphore(2)
"""Videos read at the same time in one service: each may take a core and the memory below."""


@dataclass(frozen=True)
class ProcessLimits:
    """What one reading may take: `seconds` of waiting for it, `cpu_seconds` of work, `memory` in bytes of addresses."""

    seconds: float = 60.0
    cpu_seconds: int = 60
    memory: int = 2 << 30


@dataclass(frozen=True, eq=False)
class Opened:
    """A video being read: what it says of itself, the time in seconds between two frames, and the frames."""

    facts: VideoFacts
    every: float
    frames: Iterator[Frame]


@dataclass(frozen=True)
class VideoReader:
    """Reads videos in processes of their own. Holds no state, so threads may share it."""

    limits: ProcessLimits = ProcessLimits()
    video: VideoLimits = USUAL
    command: tuple[str, ...] = COMMAND

    @contextmanager
    def looks(self, video: bytes, count: int) -> Iterator[Opened]:
        """Open a video and give at most `count` frames, evenly spread over it, while it is decoded.

        Raises:
            PictureRefused: as `kernel_lib.faces.frames`; rule `video.time` or `video.memory` at a limit of the process,
                `video.crashed` when it ends without an answer or answers what no reader says, `video.busy` when
                others are being read. Also while the frames are taken.
        """
        with self._answers(video, self._order(looks=count)) as answers:
            said = answers.said()
            if said.facts is None:
                raise _crashed()
            # The hash is taken here: of what is stored, not of what the process says it was given.
            told = replace(said.facts, sha256=sha256_hex(video))
            yield Opened(told, spread(told, count, self.video), self._frames(answers, count))

    def frame(self, video: bytes, number: int) -> NDArray[np.uint8]:
        """The pixels of one frame, counted from 0 in order of showing; (H, W, 3) RGB, read-only.

        Raises:
            PictureRefused: as `looks`, and rule `video.frame` when the video has no such frame.
        """
        with self._answers(video, self._order(number=number)) as answers:
            said = answers.said()
            if said.frame is None or said.frame.number != number:
                raise _crashed()
            return self._pixels(answers, said.frame)

    def _order(self, *, looks: int = 0, number: int | None = None) -> Order:
        limits = self.limits
        return Order(memory=limits.memory, cpu_seconds=limits.cpu_seconds, video=self.video, looks=looks, number=number)

    def _frames(self, answers: "_Answers", count: int) -> Iterator[Frame]:
        for _ in range(count + 1):
            said = answers.said()
            if said.done:
                return
            if said.frame is None:
                break
            yield Frame(said.frame.number, said.frame.seconds, self._pixels(answers, said.frame))
        raise _crashed()

    def _pixels(self, answers: "_Answers", shown: Shown) -> NDArray[np.uint8]:
        if shown.width * shown.height > self.video.pixels:
            raise _crashed()
        flat = np.frombuffer(answers.take(shown.width * shown.height * 3), np.uint8)
        pixels = flat.reshape(shown.height, shown.width, 3)
        pixels.setflags(write=False)
        return pixels

    @contextmanager
    def _answers(self, video: bytes, order: Order) -> Iterator["_Answers"]:
        if not _AT_ONCE.acquire(timeout=self.limits.seconds):
            reason = "Other videos are being read."
            raise PictureRefused("video.busy", reason, "Send the video again in a minute.")
        try:
            with _started((*self.command, order.model_dump_json()), video) as process:
                yield _Answers(process, self.limits)
        finally:
            _AT_ONCE.release()


READER = VideoReader()
"""The reader with the usual limits."""

# Private


class _Answers:
    """Messages of the process, none of which is trusted: sizes and times are counted here."""

    def __init__(self, process: "subprocess.Popen[bytes]", limits: ProcessLimits) -> None:
        assert process.stdout is not None  # noqa: S101  # it was started with a pipe
        self._process = process
        self._from = process.stdout.fileno()
        self._limits = limits
        self._left = limits.seconds

    def said(self) -> Said:
        """The next message. Raises PictureRefused for a refusal, and for whatever is no message."""
        (length,) = struct.unpack(">I", self.take(4))
        if length > _LONGEST_MESSAGE:
            raise _crashed()
        try:
            said = Said.model_validate_json(bytes(self.take(length)))
        except ValidationError as error:
            raise _crashed() from error
        if said.refusal:
            raise PictureRefused(said.refusal.rule, said.refusal.reason, said.refusal.next_step)
        return said

    def take(self, size: int) -> bytearray:
        """Exactly so many bytes. Only the time spent waiting here counts."""
        taken, at = bytearray(size), 0
        with memoryview(taken) as view:
            while at < size:
                self._wait()
                got = os.readv(self._from, [view[at:]])
                if got == 0:
                    raise self._ended()
                at += got
        return taken

    def _wait(self) -> None:
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        begun = time.monotonic()
        ready = poll.poll(max(0.0, self._left) * 1000)
        self._left -= time.monotonic() - begun
        if not ready:
            raise _too_slow(self._limits)

    def _ended(self) -> PictureRefused:
        try:
            ended_by = -self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return _crashed()
        return _too_slow(self._limits) if ended_by == signal.SIGXCPU else _crashed()


@contextmanager
def _started(command: tuple[str, ...], video: bytes) -> Iterator["subprocess.Popen[bytes]"]:
    """The video goes by memory, never by a file on the disk; the process is gone when this ends."""
    held = os.memfd_create("video", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(held), "wb") as file:
            file.write(video)
        os.lseek(held, 0, os.SEEK_SET)
        process = subprocess.Popen(
            command,
            stdin=held,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    finally:
        os.close(held)
    with process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _too_slow(limits: ProcessLimits) -> PictureRefused:
    return PictureRefused(
        "video.time",
        f"Reading the video takes longer than {limits.seconds:.0f} seconds.",
        "Export a shorter part, or the same with fewer pixels, as MP4 (H.264).",
    )


def _crashed() -> PictureRefused:
    return PictureRefused(
        "video.crashed",
        "The video could not be read: its reader, which works apart from the service, ended without an answer.",
        "The file may be damaged. Ask for a new copy, and tell the administrator if that ends in the same way.",
    )
