"""The public statement about the system: how it would go out now, and putting it out (E-18)."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.publication import Publication, Published

router = APIRouter()


@router.get("/publication")
def preview(person: Annotated[Person, permitted("statement_previewed")], parts: PartsNow) -> Publication:
    """Show the statement as it would go out now."""
    return parts.publishing.preview(person)


@router.post("/publication")
def publish(person: Annotated[Person, permitted("statement_published")], parts: PartsNow) -> Published:
    """Write the statement to the publication folder."""
    return parts.publishing.publish(person)
