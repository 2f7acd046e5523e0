"""What the service and the process that decodes a video say to each other."""

from pydantic import BaseModel, ConfigDict, Field

from kernel_lib.faces.video import VideoFacts, VideoLimits


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Order(_Strict):
    """What to do: `looks` frames spread over a video, or the one frame `number`; within `memory` bytes and CPU time."""

    memory: int = Field(gt=0)
    cpu_seconds: int = Field(gt=0)
    video: VideoLimits
    looks: int = Field(default=0, ge=0)
    number: int | None = None


class Refusal(_Strict):
    """Why the video cannot be read."""

    rule: str = Field(pattern=r"^video\.[a-z]{3,12}$")
    reason: str = Field(max_length=300)
    next_step: str = Field(max_length=300)


class Shown(_Strict):
    """One frame; `width` x `height` x 3 bytes of RGB follow the message."""

    number: int = Field(ge=0)
    seconds: float = Field(ge=0)
    width: int = Field(ge=1)
    height: int = Field(ge=1)


class Said(_Strict):
    """One message: exactly one of these, or `done` at the end."""

    facts: VideoFacts | None = None
    frame: Shown | None = None
    refusal: Refusal | None = None
    done: bool = False


def spread(told: VideoFacts, looks: int, limits: VideoLimits) -> float:
    """The time in seconds between two of `looks` frames spread over a video."""
    return (told.seconds or limits.seconds) / looks
