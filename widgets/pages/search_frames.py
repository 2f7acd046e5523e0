"""The frames of a video that was sent, what would help in words, and the one that a person makes the probe (W-20)."""

from typing import Any

import ipywidgets

from kernel_lib.errors import Unacceptable
from kernel_lib.wire.recording import FrameView, RecordingView
from widgets.pages.page import html
from widgets.parts.frames import FrameStrip
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.wording import counted, size
from widgets.words.language import number, say, told


class FrameStep:
    """What is known of the video, the strip of frames, and the words about the one that is chosen."""

    def __init__(self, use: Any) -> None:
        self.strip = FrameStrip()
        self._facts = html("")
        self._words = html("")
        self._use = use
        self._recording: RecordingView | None = None
        self.box = ipywidgets.VBox([self._facts, self.strip, self._words, use])
        self.strip.observe(lambda _: self._describe(), "chosen")

    def show(self, recording: RecordingView | None) -> None:
        """Draw a video, or nothing where there is none."""
        self._recording = recording
        self.box.layout.display = None if recording else "none"
        if recording:
            self._facts.value = _taken_in(recording)
            self.strip.show(recording)
        self._describe()

    @property
    def frame(self) -> FrameView | None:
        """The frame that is chosen."""
        return self.strip.picked(self._recording) if self._recording else None

    def demand(self) -> FrameView:
        """Return the frame that is chosen. Raises Unacceptable while none is."""
        if self.frame is None:
            reason = say("No frame is chosen yet.")
            raise Unacceptable(
                "video.frame", reason, say("Choose a frame by click or arrow key; nobody chooses for you.")
            )
        return self.frame

    def _describe(self) -> None:
        self._use.disabled = self.frame is None
        self._words.value = _described(self.frame)


def _described(frame: FrameView | None) -> Markup:
    if frame is None:
        words = say("Choose the frame that is to be the probe; nobody chooses for you.")
        return element("p", words, class_="lb-quiet", role="status")
    compared = told(frame.compared) or say(
        "This is the first frame that shows the face; the others are compared with it."
    )
    state = (
        ""
        if frame.searchable
        else say("The face in this frame is below the quality floor and cannot be searched (A-18).")
    )
    lines = [element("h3", say("Frame at {moment}", moment=frame.moment)), element("p", compared)]
    return element("div", *lines, element("p", state) if state else "", role="status")


def _taken_in(recording: RecordingView) -> Markup:
    pairs = (
        (say("Name"), recording.filename),
        (say("Size"), size(recording.bytes)),
        (say("Kind"), f"{recording.container}, {recording.codec}"),
        (say("Dimensions"), say("{width} × {height} pixels", width=recording.width, height=recording.height)),
        (
            say("Length"),
            say("{seconds} seconds", seconds=number(recording.seconds, 1))
            if recording.seconds
            else say("the video does not say"),
        ),
        (say("SHA-256 begins"), recording.sha256[:16]),
        (say("Frames looked at"), str(recording.looked_at)),
        (say("Faces followed"), str(len(recording.faces))),
    )
    followed = counted(len(recording.faces), "face")
    note = say(
        "{followed} followed by place and size. The video is kept unchanged; the frame that you choose "
        "becomes the picture of this request, with its moment and the video's hash on record (A-13, A-14).",
        followed=followed,
    )
    return joined((element("h3", say("The video")), facts(pairs), element("p", note, class_="lb-quiet")))
