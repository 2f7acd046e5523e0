"""A short video as a source of a probe: what was seen in it, and the frame that a person chooses (W-20)."""

from pydantic import Field

from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.model import Message


class FrameView(Message):
    """One frame that shows a followed face. `moment` is as people write it; `picture` is a path for `Client.picture`.

    `verdict` is the worst of the face's findings; `compared` says what is better and worse than in the first frame
    that shows this face, and is empty for that one.
    """

    number: int
    seconds: float
    moment: str
    verdict: Verdict
    searchable: bool
    compared: str
    picture: str


class FollowedFace(Message):
    """A face followed by place and size through `seen` of the frames looked at; its best frames, best first."""

    seen: int
    advice: tuple[str, ...]
    frames: tuple[FrameView, ...]


class RecordingView(Message):
    """A received video, unchanged under its SHA-256. `chosen_frame` is None until a person has chosen."""

    id: str
    filename: str
    sha256: str
    bytes: int
    container: str
    codec: str
    width: int
    height: int
    seconds: float
    looked_at: int
    faces: tuple[FollowedFace, ...]
    chosen_frame: int | None


class FrameChoice(Message):
    """The frame that becomes the probe, by its number from 0; one of those listed."""

    number: int = Field(ge=0, le=10_000, strict=True)
