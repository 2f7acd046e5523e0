"""What passes between services."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from gallery.sharing import agreements, desk, external, identities, messages, outside
from kernel_lib.wire.sharing import (
    AgreementOffered,
    ExternalResultGiven,
    ExternalResults,
    IdentityDecision,
    OutsideOffered,
    SharingView,
)

router = APIRouter()

Signs = Annotated[Person, permitted("agreement_signed")]
Records = Annotated[Person, permitted("external_result_recorded")]


@router.get("/sharing")
def view(person: Annotated[Person, permitted("sharing_viewed")], parts: PartsNow) -> SharingView:
    """Show agreements, searches of each other, identities and messages."""
    return desk.view(parts.sharing, person)


@router.post("/sharing/agreements")
def propose(
    offered: AgreementOffered, person: Annotated[Person, permitted("agreement_proposed")], parts: PartsNow
) -> SharingView:
    """Propose an agreement."""
    return agreements.propose(parts.sharing, person, offered)


@router.post("/sharing/agreements/{agreement_id}/signature")
def sign(agreement_id: str, person: Signs, parts: PartsNow) -> SharingView:
    """Sign an agreement for the other side."""
    return agreements.sign(parts.sharing, person, agreement_id)


@router.delete("/sharing/agreements/{agreement_id}")
def end(agreement_id: str, person: Signs, parts: PartsNow) -> SharingView:
    """End an agreement."""
    return agreements.end(parts.sharing, person, agreement_id)


@router.post("/sharing/identities/{identity_id}/decision")
def decide(
    identity_id: str,
    decision: IdentityDecision,
    person: Annotated[Person, permitted("identity_released")],
    parts: PartsNow,
) -> SharingView:
    """Release or withhold who somebody is."""
    return identities.decide(parts.sharing, person, identity_id, decision)


@router.post("/sharing/messages/{message_id}/acknowledgement")
def acknowledge(
    message_id: str, person: Annotated[Person, permitted("partner_message_acknowledged")], parts: PartsNow
) -> SharingView:
    """Acknowledge an owner's message."""
    return messages.acknowledge(parts.sharing, person, message_id)


@router.post("/sharing/outside")
def propose_outside(
    offered: OutsideOffered, person: Annotated[Person, permitted("outside_disclosed")], parts: PartsNow
) -> SharingView:
    """Propose a disclosure outside Ontario."""
    return outside.propose(parts.sharing, person, offered)


@router.post("/sharing/outside/{disclosure_id}/authorisation")
def authorise_outside(
    disclosure_id: str, person: Annotated[Person, permitted("outside_authorised")], parts: PartsNow
) -> SharingView:
    """Authorise a disclosure outside Ontario."""
    return outside.authorise(parts.sharing, person, disclosure_id)


@router.get("/requests/{request_id}/external-results")
def externals(request_id: str, person: Records, parts: PartsNow) -> ExternalResults:
    """Return the results from outside of a request."""
    return external.listed(parts.sharing, person, request_id)


@router.post("/requests/{request_id}/external-results")
def record_external(request_id: str, given: ExternalResultGiven, person: Records, parts: PartsNow) -> ExternalResults:
    """Record a result from outside."""
    return external.record(parts.sharing, person, request_id, given)
