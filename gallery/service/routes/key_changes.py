"""Another identity key, by two people; the next start of the service carries it out."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.key_changes import KeyChangeAsked, KeyChangeDecision, KeyChanges, KeyChangeView

router = APIRouter()


@router.get("/key-changes")
def held(person: Annotated[Person, permitted("key_change_decided")], parts: PartsNow) -> KeyChanges:
    """Show what a change would seal anew, in numbers, and the changes so far."""
    return parts.key_changes.held(person)


@router.post("/key-changes")
def propose(
    asked: KeyChangeAsked, person: Annotated[Person, permitted("key_change_proposed")], parts: PartsNow
) -> KeyChangeView:
    """Propose another identity key."""
    return parts.key_changes.propose(person, asked)


@router.post("/key-changes/{change_id}/decision")
def decide(
    change_id: str,
    decision: KeyChangeDecision,
    person: Annotated[Person, permitted("key_change_decided")],
    parts: PartsNow,
) -> KeyChangeView:
    """Agree to another identity key, or turn it down."""
    return parts.key_changes.decide(person, change_id, decision)
