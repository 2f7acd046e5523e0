"""The requirements checked on the running installation."""

from typing import Annotated

from fastapi import APIRouter, Request

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.conformance import ConformanceView

router = APIRouter()


@router.post("/conformance")
def run(request: Request, person: Annotated[Person, permitted("conformance_run")], parts: PartsNow) -> ConformanceView:
    """Check every requirement now, and sign what was found."""
    return parts.conformance.run(person, request.app.state.routes)
