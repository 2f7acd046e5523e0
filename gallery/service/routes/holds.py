"""Disclosure holds of cases."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.casework import search_pictures
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.holds import HoldAsked, HoldsView

router = APIRouter()

Holder = Annotated[Person, permitted("hold_placed")]


@router.get("/cases/{case}/holds")
def listed(case: str, person: Holder, parts: PartsNow) -> HoldsView:
    """Return the holds of a case."""
    return search_pictures.listed(parts.casework, person, case)


@router.post("/cases/{case}/holds")
def place(case: str, asked: HoldAsked, person: Holder, parts: PartsNow) -> HoldsView:
    """Keep the search records of a case as they are."""
    return search_pictures.place_hold(parts.casework, person, case, asked)


@router.post("/holds/{hold_id}/lifting")
def lift(hold_id: str, person: Holder, parts: PartsNow) -> HoldsView:
    """End a hold."""
    return search_pictures.lift_hold(parts.casework, person, hold_id)
