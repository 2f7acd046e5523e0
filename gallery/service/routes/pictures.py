"""Pictures by the paths that views give (`gallery.casework.pictures`), and the work list."""

from typing import Annotated

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.casework import pictures
from gallery.desk import work
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.casework import Work

router = APIRouter()

_NOT_KEPT = {"cache-control": "no-store", "x-content-type-options": "nosniff", "content-security-policy": "sandbox"}


@router.get("/pictures/{path:path}")
def show(path: str, person: Annotated[Person, permitted("picture_viewed")], parts: PartsNow) -> Response:
    """Send a picture, never to be kept by whoever passes it on."""
    data, media_type = pictures.show(parts.casework, person, path)
    return Response(data, media_type=media_type, headers=_NOT_KEPT)


@router.get("/work")
def listed(person: Annotated[Person, permitted("work_listed")], parts: PartsNow) -> Work:
    """List what waits for this person."""
    return work.listed(parts.casework, person)
