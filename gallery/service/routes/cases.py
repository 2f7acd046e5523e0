"""A case as a whole, its disclosures, notices of withdrawals, and a person's own requests."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.followup import case_page, disclosing, notices, own_requests
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.case import CaseView, DisclosureGiven, OwnRequests
from kernel_lib.wire.model import Recorded

router = APIRouter()


@router.get("/cases/{case}")
def get(case: str, person: Annotated[Person, permitted("case_viewed")], parts: PartsNow) -> CaseView:
    """Show a case, called by its id or occurrence number."""
    return case_page.get(parts.casework, person, case)


@router.post("/cases/{case}/disclosures")
def disclose(
    case: str, given: DisclosureGiven, person: Annotated[Person, permitted("disclosure_recorded")], parts: PartsNow
) -> Recorded:
    """Record that the use of face recognition was disclosed."""
    return disclosing.record(parts.casework, person, case, given)


@router.post("/notices/{notice_id}/receipt")
def receive(notice_id: str, person: Annotated[Person, permitted("notice_received")], parts: PartsNow) -> Recorded:
    """Say that a notice was read and copies are marked."""
    return notices.receive(parts.casework, person, notice_id)


@router.get("/own-requests")
def own(person: Annotated[Person, permitted("request_drafted")], parts: PartsNow) -> OwnRequests:
    """List own requests with who is waited for."""
    return own_requests.listed(parts.casework, person)
