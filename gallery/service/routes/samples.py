"""The monthly sample of searches for audit: draw it, keep what was found, take it elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.samples import MONTH, FindingOffered, FindingView, SampleAsked, SamplesView, SampleView

router = APIRouter()

Month = Annotated[str, Path(pattern=MONTH)]


@router.get("/samples")
def listed(person: Annotated[Person, permitted("sample_drawn")], parts: PartsNow) -> SamplesView:
    """Return the months that were drawn, with how far each was looked into."""
    return parts.samples.listed(person)


@router.post("/samples")
def draw(asked: SampleAsked, person: Annotated[Person, permitted("sample_drawn")], parts: PartsNow) -> SampleView:
    """Draw the sample of a month, or return the one drawn."""
    return parts.samples.draw(person, asked)


@router.post("/samples/{month}/findings")
def conclude(
    month: Month, offered: FindingOffered, person: Annotated[Person, permitted("sample_concluded")], parts: PartsNow
) -> FindingView:
    """Keep what was found in one search of the sample."""
    return parts.samples.conclude(person, month, offered)


@router.post("/samples/{month}/files")
def files(month: Month, person: Annotated[Person, permitted("sample_exported")], parts: PartsNow) -> Response:
    """Return sample, findings and proofs as one archive."""
    return Response(parts.samples.export(person, month), media_type="application/zip")
