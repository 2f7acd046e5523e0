"""The exit of a service: propose, look, release, send, and tell that the folder was read again (G-10, M-13)."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.leaving import ExitAsked, ExitChecked, ExitView
from kernel_lib.wire.model import Recorded

router = APIRouter()

Proposer = Annotated[Person, permitted("exit_proposed")]
Reader = Annotated[Person, permitted("exit_viewed")]
Releaser = Annotated[Person, permitted("exit_released")]
Taker = Annotated[Person, permitted("exit_made")]


@router.post("/exits")
def propose(asked: ExitAsked, person: Proposer, parts: PartsNow) -> ExitView:
    """Propose that everything of the person's service goes out."""
    return parts.leaving.propose(person, asked)


@router.get("/exits")
def current(person: Reader, parts: PartsNow) -> ExitView:
    """Return the exit that stands."""
    return parts.leaving.current(person)


@router.post("/exits/{exit_id}/release")
def release(exit_id: str, person: Releaser, parts: PartsNow) -> ExitView:
    """Give one of the two releases."""
    return parts.leaving.release(person, exit_id)


@router.post("/exits/{exit_id}/files")
def send(exit_id: str, person: Taker, parts: PartsNow) -> StreamingResponse:
    """Send everything, piece by piece."""
    pieces = parts.leaving.send(person, exit_id)
    return StreamingResponse(pieces, media_type="application/x-tar", headers={"cache-control": "no-store"})


@router.post("/exits/{exit_id}/verified")
def verified(exit_id: str, checked: ExitChecked, person: Taker, parts: PartsNow) -> Recorded:
    """Keep on record that the folder was read again and is whole."""
    return Recorded(sequence=parts.leaving.verified(person, exit_id, checked))
