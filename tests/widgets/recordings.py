"""A video as the service shows it, for tests of pages."""

from typing import Any

from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.recording import FollowedFace, FrameView, RecordingView

COMPARED = "The frame at 00:02.4 has 31 % more eye distance (84 against 64 pixels)."


def a_recording(**changes: Any) -> RecordingView:
    """A video of two faces; the second one's best frame has a caution, its other cannot be searched."""
    first = (
        _frame(24, 0, COMPARED),
        _frame(10, 0, "The frame at 00:01.0 has 12 % more eye distance."),
        _frame(0, 0, ""),
    )
    second = (_frame(24, 1, "", Verdict.CAUTION), _frame(30, 1, "Less.", Verdict.REFUSED))
    fields: dict[str, Any] = {
        "id": "v1",
        "filename": "door <cam>.mp4",
        "sha256": "cd" * 32,
        "bytes": 2_500_000,
        "container": "MP4",
        "codec": "h264",
        "width": 640,
        "height": 480,
        "seconds": 4.0,
        "looked_at": 40,
        "faces": (
            FollowedFace(
                seen=20, advice=("This face was followed through 20 of the 40 frames.", COMPARED), frames=first
            ),
            FollowedFace(seen=2, advice=("This face was followed through 2 of the 40 frames.",), frames=second),
        ),
        "chosen_frame": None,
    }
    return RecordingView(**{**fields, **changes})


def _frame(number: int, face: int, compared: str, verdict: Verdict = Verdict.OK) -> FrameView:
    return FrameView(
        number=number,
        seconds=number / 10,
        moment=f"00:{number // 10:02d}.{number % 10}",
        verdict=verdict,
        searchable=verdict is not Verdict.REFUSED,
        compared=compared,
        picture=f"requests/r1/frames/{number}/{face}",
    )
