"""Doubts about identities, from examiners to the records clerk."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.casework import identities
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.identities import IdentityDoubt, TicketAnswer, Tickets
from kernel_lib.wire.model import Recorded

router = APIRouter()

Clerk = Annotated[Person, permitted("identity_answered")]


@router.post("/examinations/{examination_id}/identities")
def raise_ticket(
    examination_id: str,
    doubt: IdentityDoubt,
    person: Annotated[Person, permitted("examination_viewed")],
    parts: PartsNow,
) -> Recorded:
    """Send a doubt to the records clerk."""
    return identities.raise_ticket(parts.casework, person, examination_id, doubt)


@router.get("/identity-tickets")
def listed(person: Clerk, parts: PartsNow) -> Tickets:
    """Return the tickets of the service."""
    return identities.listed(parts.casework, person)


@router.post("/identity-tickets/{ticket_id}/answer")
def answer(ticket_id: str, given: TicketAnswer, person: Clerk, parts: PartsNow) -> Tickets:
    """Say what was found."""
    return identities.answer(parts.casework, person, ticket_id, given)
