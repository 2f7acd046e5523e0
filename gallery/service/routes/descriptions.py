"""Contradictions of descriptions that hold a lead back, for approvers (D-07)."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.casework import description
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.descriptions import ContradictionDecided, Descriptions, DescriptionView

router = APIRouter()

Approver = Annotated[Person, permitted("request_decided")]


@router.get("/contradictions")
def waiting(person: Approver, parts: PartsNow) -> Descriptions:
    """Return what holds a lead back."""
    return description.waiting(parts.casework, person)


@router.post("/requests/{request_id}/contradiction")
def decide(request_id: str, decision: ContradictionDecided, person: Approver, parts: PartsNow) -> DescriptionView:
    """Let the lead go out, or end the request without one."""
    return description.decide(parts.casework, person, request_id, decision)
