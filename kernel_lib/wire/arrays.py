"""Photo arrays: fillers beside a lead's person, a code for who shows them, the showing, and its seal (E-06, E-07)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.vocabulary import ArrayState
from kernel_lib.wire.model import Message

_WORDS = 2000


class UploadSource(Message):
    """Where the pictures that are sent next come from, and what allows their use."""

    source: str = Field(max_length=_WORDS)


class ArrayOpened(Message):
    """The code that the investigator handed over, and the word of who shows the pictures that they do not know."""

    code: str = Field(max_length=40)
    unaware: bool


class ArrayAnswer(Message):
    """What the witness said of the picture shown now, in the witness's words."""

    words: str = Field(max_length=_WORDS)


class ArrayEnd(Message):
    """Whether the session was recorded in sound and picture; where not, or where a picture has no answer, why."""

    recorded: bool
    reason: str = Field(default="", max_length=_WORDS)


class FillerView(Message):
    """One filler by its number, without a name. `source` is empty for a booking picture of the owning service."""

    number: int
    picture: str
    source: str


class ShownPicture(Message):
    """One place of a finished array: what it showed, and what the witness said of it, with the moments.

    `filler` is 0 for the person of the lead.
    """

    place: int
    filler: int
    sha256: str
    answers: tuple[tuple[datetime, str], ...]


class ArrayView(Message):
    """A photo array as its investigator sees it. `code` is told once. Numbers of pictures count the person too.

    `seal` is the last hash of the showing's chain; it stands in the log as well.
    """

    id: str
    state: ArrayState
    person: str
    fillers: tuple[FillerView, ...]
    min_fillers: int
    most_fillers: int
    upload_source: str
    made_at: datetime
    code: str = ""
    code_until: datetime | None = None
    administrator: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    went_back: int = 0
    unfinished: str = ""
    recorded: bool = False
    shown: tuple[ShownPicture, ...] = ()
    seal: str = ""


class ArrayShowing(Message):
    """What whoever shows the pictures sees: one picture, its place, and what was said of it so far.

    `picture` is empty once the showing has ended. `answered` counts places with at least one answer.
    """

    id: str
    state: ArrayState
    place: int
    pictures: int
    picture: str
    answered: int
    answers: tuple[tuple[datetime, str], ...] = ()
    seal: str = ""


class ArrayShowings(Message):
    """The showings that somebody has begun and not ended."""

    showings: tuple[ArrayShowing, ...] = ()
