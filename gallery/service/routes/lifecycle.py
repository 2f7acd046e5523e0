"""Facts about held pictures, the states that follow, and what the records desk waits for."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.lifecycle import (
    AgeAsked,
    ChaseList,
    CleanupAsked,
    CleanupStep,
    DeathAsked,
    ElectionAsked,
    FactPreviewAsked,
    FactsChanged,
    MarkAsked,
    OutcomeAsked,
    PersonStanding,
    RenumberAsked,
    RuleChangeAsked,
    RuleChangeTold,
    StandingView,
)

router = APIRouter()

Cleaner = Annotated[Person, permitted("legacy_classified")]
Clerk = Annotated[Person, permitted("court_outcome_recorded")]
Marker = Annotated[Person, permitted("standing_marked")]
Tester = Annotated[Person, permitted("rule_change_foreseen")]
Trier = Annotated[Person, permitted("fact_previewed")]
Reader = Annotated[Person, permitted("standing_viewed")]


@router.post("/court-outcomes")
def outcome(asked: OutcomeAsked, person: Clerk, parts: PartsNow) -> FactsChanged:
    """Record how a charge ended."""
    return parts.incoming.record_outcome(person, asked)


@router.post("/elections")
def election(asked: ElectionAsked, person: Clerk, parts: PartsNow) -> FactsChanged:
    """Record how the Crown elected to proceed."""
    return parts.incoming.record_election(person, asked)


@router.post("/ages")
def age(asked: AgeAsked, person: Clerk, parts: PartsNow) -> FactsChanged:
    """Record the age at the offence."""
    return parts.incoming.record_age(person, asked)


@router.post("/deaths")
def death(asked: DeathAsked, person: Clerk, parts: PartsNow) -> FactsChanged:
    """Record a person's death."""
    return parts.incoming.record_death(person, asked)


@router.post("/subject-numbers")
def renumber(asked: RenumberAsked, person: Clerk, parts: PartsNow) -> FactsChanged:
    """Give a person another service number."""
    return parts.renumbering.renumber(person, asked)


@router.post("/cleanup/preview")
def foresee_cleanup(asked: CleanupAsked, person: Cleaner, parts: PartsNow) -> CleanupStep:
    """Return what a clean-up would do with some events that were taken over."""
    return parts.cleanup.foresee(person, asked)


@router.post("/cleanup")
def clean_up(asked: CleanupAsked, person: Cleaner, parts: PartsNow) -> CleanupStep:
    """Classify some events that were taken over."""
    return parts.cleanup.run(person, asked)


@router.post("/standing-marks")
def mark(asked: MarkAsked, person: Marker, parts: PartsNow) -> FactsChanged:
    """Lay a hold, a seal or a withdrawal on pictures."""
    return parts.incoming.place_mark(person, asked)


@router.post("/standing-marks/{mark_id}/lifting")
def lift(mark_id: str, person: Marker, parts: PartsNow) -> FactsChanged:
    """End a hold, a seal or a withdrawal."""
    return parts.incoming.lift_mark(person, mark_id)


@router.post("/held-facts/preview")
def preview(asked: FactPreviewAsked, person: Trier, parts: PartsNow) -> FactsChanged:
    """Return what an act would change, without doing it."""
    return parts.incoming.preview(person, asked)


@router.post("/rule-changes/preview")
def rule_change(asked: RuleChangeAsked, person: Tester, parts: PartsNow) -> RuleChangeTold:
    """Return what another length of a clock would do to the states of the service's pictures."""
    return parts.what_if.try_clock(person, asked)


@router.get("/people/{subject_number}/standing")
def standing(subject_number: str, person: Reader, parts: PartsNow) -> PersonStanding:
    """Return why each picture of a person is in its state."""
    return parts.standing.person(person, subject_number)


@router.get("/gallery-pictures/{picture_id}/standing")
def picture(picture_id: str, person: Reader, parts: PartsNow) -> StandingView:
    """Return why one picture is in its state."""
    return parts.standing.picture(person, picture_id)


@router.get("/chase-list/{waits_for}")
def chase(waits_for: str, person: Reader, parts: PartsNow) -> ChaseList:
    """Return what somebody must bring for pictures of this service."""
    return parts.standing.chase_list(person, waits_for)
