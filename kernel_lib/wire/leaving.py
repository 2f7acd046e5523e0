"""The exit of a service from the installation: proposed, released by two, checked after it was written (G-10, M-13)."""

from datetime import datetime

from pydantic import Field

from kernel_lib.wire.model import Message


class ExitAsked(Message):
    """Whose data go out, and in writing where they go and who keeps them there."""

    service: str = Field(max_length=32)
    destination: str = Field(max_length=1000)


class ExitView(Message):
    """An exit as it stands; `lineages_sha256` is over the sorted ids of every lineage that goes out."""

    id: str
    service: str
    destination: str
    lineages: int
    originals: int
    lineages_sha256: str
    proposed_at: datetime
    stands_until: datetime
    released_by_records: bool
    released_by_compliance: bool


class ExitChecked(Message):
    """What was found when the written folder was read again."""

    certificate_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    files: int = Field(ge=1)
    bytes: int = Field(ge=1)
