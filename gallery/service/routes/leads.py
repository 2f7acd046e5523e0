"""Leads for the investigator who asked."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.casework import lead
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.examination import Acknowledgement, LeadView
from kernel_lib.wire.lists import Leads

router = APIRouter(prefix="/leads")

Reader = Annotated[Person, permitted("lead_viewed")]


@router.get("")
def listed(person: Reader, parts: PartsNow) -> Leads:
    """List leads, without what they reveal."""
    return Leads(leads=lead.listed(parts.casework, person))


@router.get("/{lead_id}")
def get(lead_id: str, person: Reader, parts: PartsNow) -> LeadView:
    """Show a lead as far as its limits are acknowledged."""
    return lead.get(parts.casework, person, lead_id)


@router.post("/{lead_id}/acknowledgement")
def acknowledge(
    lead_id: str,
    given: Acknowledgement,
    person: Annotated[Person, permitted("lead_acknowledged")],
    parts: PartsNow,
) -> LeadView:
    """Acknowledge the limits."""
    return lead.acknowledge(parts.casework, person, lead_id, given)
