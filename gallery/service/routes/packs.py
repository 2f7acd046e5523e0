"""Disclosure packs: build one of a case, and fetch it."""

from typing import Annotated

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.disclosure import PackAsked, PackView

router = APIRouter()

_NOT_KEPT = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


@router.post("/cases/{case}/packs")
def build(case: str, asked: PackAsked, person: Annotated[Person, permitted("pack_built")], parts: PartsNow) -> PackView:
    """Build the pack of a case, called by its id or occurrence number."""
    return parts.disclosure.build(person, case, asked)


@router.get("/packs/{pack_id}")
def download(pack_id: str, person: Annotated[Person, permitted("pack_downloaded")], parts: PartsNow) -> Response:
    """Send a sealed pack."""
    content = parts.disclosure.download(person, pack_id)
    named = {"content-disposition": f'attachment; filename="pack-{pack_id}.zip"'}
    return Response(content, media_type="application/zip", headers={**_NOT_KEPT, **named})
