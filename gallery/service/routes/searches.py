"""Stored searches."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.casework import replay as replaying
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.replay import ReplayView

router = APIRouter(prefix="/searches/{search_id}")


@router.post("/replay")
def replay(search_id: str, person: Annotated[Person, permitted("search_replayed")], parts: PartsNow) -> ReplayView:
    """Run the search again and compare."""
    return replaying.replay(parts.casework, person, search_id)
