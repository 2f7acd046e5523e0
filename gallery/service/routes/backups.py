"""Backups: make one, and tell that the written file was read again (M-10)."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.backup import BackupAsked, BackupChecked
from kernel_lib.wire.model import Recorded

router = APIRouter()


@router.post("/backups")
def make(asked: BackupAsked, person: Annotated[Person, permitted("backup_made")], parts: PartsNow) -> StreamingResponse:
    """Send a new backup, encrypted, piece by piece."""
    pieces = parts.backups.make(person, asked)
    return StreamingResponse(pieces, media_type="application/octet-stream", headers={"cache-control": "no-store"})


@router.post("/backups/verified")
def verified(checked: BackupChecked, person: Annotated[Person, permitted("backup_made")], parts: PartsNow) -> Recorded:
    """Keep on record that a backup was read again and is whole."""
    return Recorded(sequence=parts.backups.verified(person, checked))
