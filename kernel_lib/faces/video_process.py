"""The process that decodes a video: `python -I -m kernel_lib.faces.video_process ORDER` with the video on its input.

FFmpeg reads what strangers made, so it never runs where keys, records and other people's pictures are. This process
gets an empty environment and the bytes of one video, lowers its own limits for good before it looks at them, and can
then open no file and no connection. It answers with messages on its output: a length (4 bytes, big-endian), that many
bytes of JSON (`Said`), and after a frame its pixels.
"""

import pkgutil
import resource
import struct
import sys
from importlib import import_module
from typing import BinaryIO

import av
import numpy as np
from numpy.typing import NDArray

from kernel_lib.errors import PictureRefused
from kernel_lib.faces.frames import facts, frame_pixels, frames
from kernel_lib.faces.video_messages import Order, Refusal, Said, Shown, spread

OPEN_FILES = 3
"""Input, output and errors are open already; nothing else ever is."""


def main() -> None:
    """Obey one order. Whatever goes wrong ends in a refusal or, at the limits of the system, in a signal."""
    order = Order.model_validate_json(sys.argv[1])
    output = sys.stdout.buffer
    _load()
    _limit(order)
    try:
        _obey(order, sys.stdin.buffer.read(order.video.size + 1), output)
        _say(output, Said(done=True))
    except PictureRefused as refused:
        refusal = Refusal(rule=refused.rule, reason=refused.reason, next_step=refused.next_step)
        _say(output, Said(refusal=refusal))
    except MemoryError:
        reason = "The video needs more memory to be read than is allowed."
        refusal = Refusal(rule="video.memory", reason=reason, next_step="Export it with fewer pixels, as MP4 (H.264).")
        _say(output, Said(refusal=refusal))
    output.flush()


# Private


def _load() -> None:
    """Import what PyAV imports while it works: afterwards no file can be opened."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def _limit(order: Order) -> None:
    """Hard limits: the process itself can never raise them again."""
    for kind, value in (
        (resource.RLIMIT_AS, order.memory),
        (resource.RLIMIT_CPU, order.cpu_seconds),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def _obey(order: Order, video: bytes, output: BinaryIO) -> None:
    if order.number is not None:
        pixels = frame_pixels(video, order.number, order.video)
        _show(output, order.number, 0.0, pixels)
        return
    told = facts(video, order.video)
    _say(output, Said(facts=told))
    shown = 0
    # The rest is decoded too: limits and the end of the video are known only then.
    for frame in frames(video, every=spread(told, order.looks, order.video), limits=order.video):
        if shown < order.looks:
            _show(output, frame.number, frame.seconds, frame.pixels)
            shown += 1


def _show(output: BinaryIO, number: int, seconds: float, pixels: NDArray[np.uint8]) -> None:
    height, width = pixels.shape[:2]
    _say(output, Said(frame=Shown(number=number, seconds=seconds, width=width, height=height)))
    output.write(pixels.data)
    output.flush()


def _say(output: BinaryIO, said: Said) -> None:
    text = said.model_dump_json(exclude_none=True).encode()
    output.write(struct.pack(">I", len(text)) + text)
    output.flush()


if __name__ == "__main__":
    main()
