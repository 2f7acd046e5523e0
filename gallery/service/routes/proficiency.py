"""Yearly proofs of proficiency and cases to be looked at again, for compliance (H-04)."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.proficiency import recording
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.proficiency import ProficiencyOffered, ProficiencyView, RereviewGiven

router = APIRouter()

Records = Annotated[Person, permitted("proficiency_recorded")]


@router.get("/proficiency")
def listed(person: Records, parts: PartsNow) -> ProficiencyView:
    """Show who has proven proficiency, who is suspended, and what is to be looked at again."""
    return recording.listed(parts.casework, person)


@router.post("/proficiency")
def record(offered: ProficiencyOffered, person: Records, parts: PartsNow) -> ProficiencyView:
    """Record the result of an external test and assess it."""
    return recording.record(parts.casework, person, offered)


@router.post("/rereviews/{rereview_id}")
def look_again(rereview_id: str, given: RereviewGiven, person: Records, parts: PartsNow) -> ProficiencyView:
    """Record what looking again at a case came to."""
    return recording.look_again(parts.casework, person, rereview_id, given)
