"""What witnesses of the log give: their public keys, and checkpoints with their line (I-01)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class WitnessOffered(Message):
    """The text of a `witness.pub`."""

    key: str = Field(default="", max_length=400)


class WitnessView(Message):
    """A witness that is known now, and the id of its key."""

    witness: str
    key_id: str


class CosignatureOffered(Message):
    """The text of a checkpoint with the lines of its witnesses."""

    note: str = Field(default="", max_length=20_000)


class CosignatureKeptView(Message):
    """A checkpoint that was kept: who signed for how many entries, with which root, and when."""

    witness: str
    events: int
    root: str
    signed_at: datetime
