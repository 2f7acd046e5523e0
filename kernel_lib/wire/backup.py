"""Asking for a backup, and telling the service that the file was read again (M-10)."""

from pydantic import Field

from kernel_lib.wire.model import Message


class BackupAsked(Message):
    """A backup to be made. The keys of the installation are left out unless they are asked for."""

    with_keys: bool = False


class BackupChecked(Message):
    """What was found when the written file was read again from its first byte to its last."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    bytes: int = Field(ge=1)
    files: int = Field(ge=1)
    log_size: int = Field(ge=0)
