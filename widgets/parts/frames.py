"""Frames of a video, best first for each followed face; a person chooses one by click, arrow or number (W-20)."""

from typing import Any

import anywidget
import traitlets

from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.recording import FollowedFace, FrameView, RecordingView
from widgets.parts.markup import picture_address
from widgets.parts.static import module
from widgets.words.language import say, told

_WORDS = {Verdict.OK: "within limits", Verdict.CAUTION: "with cautions", Verdict.REFUSED: "cannot be searched"}


class FrameStrip(anywidget.AnyWidget):
    """Tiles in a row for each face; `chosen` names one as "FACE/NUMBER", and is empty while none is chosen."""

    _esm = module("frames")
    faces = traitlets.List(traitlets.Dict()).tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)

    def show(self, recording: RecordingView) -> None:
        """Draw the frames of a video. The frame that is the probe already is marked; otherwise none is."""
        faces = [_drawn(index, face, recording) for index, face in enumerate(recording.faces)]
        used = [tile["key"] for face in faces for tile in face["frames"] if tile["used"]]
        with self.hold_sync():
            if faces != self.faces:
                self.chosen = used[0] if used else ""
            self.faces = faces

    def picked(self, recording: RecordingView) -> FrameView | None:
        """The frame chosen on the page; the service checks the choice again."""
        tiles = {_key(recording, index, frame): frame for index, face in _numbered(recording) for frame in face.frames}
        return tiles.get(self.chosen)


# Private


def _numbered(recording: RecordingView) -> list[tuple[int, FollowedFace]]:
    return list(enumerate(recording.faces))


def _key(recording: RecordingView, index: int, frame: FrameView) -> str:
    return f"{recording.id}/{index}/{frame.number}"


def _drawn(index: int, face: FollowedFace, recording: RecordingView) -> dict[str, Any]:
    tiles = [_tile(recording, index, place, frame) for place, frame in enumerate(face.frames, start=1)]
    advice = [told(each) for each in face.advice]
    return {"title": say("Face {index}", index=index + 1), "advice": advice, "frames": tiles}


def _tile(recording: RecordingView, index: int, place: int, frame: FrameView) -> dict[str, Any]:
    return {
        "key": _key(recording, index, frame),
        "place": place,
        "moment": frame.moment,
        "verdict": frame.verdict.value,
        "words": told(_WORDS[frame.verdict]),
        "used": frame.number == recording.chosen_frame,
        "picture": picture_address(frame.picture),
    }
