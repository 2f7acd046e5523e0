"""What is done about a lead after its limits were acknowledged."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.followup import copies, ending, evidence, lineup, paragraph, review, view
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.follow_up import (
    CheckGiven,
    CircumstancesGiven,
    CopyAsked,
    CopyMade,
    CorroborationGiven,
    FollowUpView,
    LineupGiven,
    OutcomeGiven,
    ParagraphCompared,
    ParagraphOffered,
    ReasonGiven,
    StepGiven,
)
from kernel_lib.wire.model import Recorded

router = APIRouter(prefix="/leads/{lead_id}")

Follower = Annotated[Person, permitted("lead_followed_up")]
Reviewer = Annotated[Person, permitted("lead_reviewed")]


@router.get("/follow-up")
def get(lead_id: str, person: Follower, parts: PartsNow) -> FollowUpView:
    """Show what is done and what is next."""
    return view.get(parts.casework, person, lead_id)


@router.post("/corroboration")
def corroborate(lead_id: str, given: CorroborationGiven, person: Follower, parts: PartsNow) -> FollowUpView:
    """Record an independent fact."""
    return evidence.corroborate(parts.casework, person, lead_id, given)


@router.post("/checks")
def check(lead_id: str, given: CheckGiven, person: Follower, parts: PartsNow) -> FollowUpView:
    """Record what a check found."""
    return evidence.check(parts.casework, person, lead_id, given)


@router.post("/circumstances")
def circumstances(lead_id: str, given: CircumstancesGiven, person: Follower, parts: PartsNow) -> FollowUpView:
    """Record the day of the offence, custody, death and ages."""
    return evidence.tell_circumstances(parts.casework, person, lead_id, given)


@router.post("/reliance")
def rely(lead_id: str, person: Follower, parts: PartsNow) -> FollowUpView:
    """Mark the lead as relied on."""
    return evidence.rely(parts.casework, person, lead_id)


@router.post("/steps")
def take_step(lead_id: str, given: StepGiven, person: Follower, parts: PartsNow) -> FollowUpView:
    """Record a warrant, arrest or charge."""
    return evidence.take_step(parts.casework, person, lead_id, given)


@router.post("/lineups")
def hold_lineup(lead_id: str, given: LineupGiven, person: Follower, parts: PartsNow) -> FollowUpView:
    """Record a lineup."""
    return lineup.hold(parts.casework, person, lead_id, given)


@router.post("/paragraphs")
def draft(lead_id: str, person: Follower, parts: PartsNow) -> FollowUpView:
    """Draft the paragraph for an information to obtain."""
    return paragraph.draft(parts.casework, person, lead_id)


@router.post("/paragraphs/comparison")
def compare(lead_id: str, offered: ParagraphOffered, person: Follower, parts: PartsNow) -> ParagraphCompared:
    """Compare a text with the draft."""
    return paragraph.compare(parts.casework, person, lead_id, offered)


@router.post("/outcome")
def end(
    lead_id: str, given: OutcomeGiven, person: Annotated[Person, permitted("lead_closed")], parts: PartsNow
) -> FollowUpView:
    """Record the outcome."""
    return ending.end(parts.casework, person, lead_id, given)


@router.post("/copies")
def copy(
    lead_id: str, asked: CopyAsked, person: Annotated[Person, permitted("lead_copied")], parts: PartsNow
) -> CopyMade:
    """Record a print or file and return its watermark."""
    return copies.make(parts.casework, person, lead_id, asked)


@router.post("/review")
def reopen(lead_id: str, given: ReasonGiven, person: Reviewer, parts: PartsNow) -> Recorded:
    """Open an expired lead again."""
    return review.reopen(parts.casework, person, lead_id, given)


@router.post("/stop-answer")
def answer_stop(lead_id: str, given: ReasonGiven, person: Reviewer, parts: PartsNow) -> Recorded:
    """Answer a stop flag."""
    return review.answer_stop(parts.casework, person, lead_id, given)
