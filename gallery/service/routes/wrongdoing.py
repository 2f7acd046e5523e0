"""Reports of wrongdoing: filed by any member, read and answered by compliance alone (H-10).

The permission lets a member in; the acts are not told who it was.
"""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.wrongdoing import (
    WrongdoingAnswer,
    WrongdoingBox,
    WrongdoingCode,
    WrongdoingFiled,
    WrongdoingGuide,
    WrongdoingOffered,
    WrongdoingStanding,
)

router = APIRouter(prefix="/wrongdoing")

_member = permitted("wrongdoing_reported")
Reads = Annotated[Person, permitted("wrongdoing_read")]


@router.get("/guide", dependencies=[_member])
def guide(parts: PartsNow) -> WrongdoingGuide:
    """Say how an author is protected, and where else a report may go."""
    return parts.wrongdoing.guide()


@router.post("/reports", dependencies=[_member])
def file(offered: WrongdoingOffered, parts: PartsNow) -> WrongdoingFiled:
    """File a report."""
    return parts.wrongdoing.file(offered)


@router.post("/standing", dependencies=[_member])
def standing(offered: WrongdoingCode, parts: PartsNow) -> WrongdoingStanding:
    """Look for the answer by a code."""
    return parts.wrongdoing.standing(offered)


@router.get("/reports")
def box(person: Reads, parts: PartsNow) -> WrongdoingBox:
    """Read the box."""
    return parts.wrongdoing.box(person)


@router.post("/reports/{report_id}/answer")
def answer(report_id: str, given: WrongdoingAnswer, person: Reads, parts: PartsNow) -> WrongdoingBox:
    """Answer a report."""
    return parts.wrongdoing.answer(person, report_id, given)
