"""The privacy impact assessment: read, answered, closed in versions, amended, and the public edition of it."""

from typing import Annotated

from fastapi import APIRouter, Request

from gallery.authority import Person
from gallery.privacy import amending, answering, public, review, versions, view
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.assessment import (
    AmendmentText,
    AnswerGiven,
    AssessmentView,
    DifferenceView,
    EngagementGiven,
    PublicAssessment,
    RepresentationGiven,
    ReviewAsked,
    RiskGiven,
    UseReview,
)

router = APIRouter(prefix="/assessment")

Reads = Annotated[Person, permitted("assessment_viewed")]
Writes = Annotated[Person, permitted("assessment_answered")]
Accepts = Annotated[Person, permitted("assessment_accepted")]


@router.get("")
def get(request: Request, person: Reads, parts: PartsNow) -> AssessmentView:
    """Return answers, risks, versions, and what waits."""
    return view.viewed(parts.privacy, person, request.app.state.routes)


@router.get("/difference")
def difference(request: Request, person: Reads, parts: PartsNow) -> DifferenceView:
    """Return what has changed since the accepted version."""
    return versions.difference(parts.privacy, person, request.app.state.routes)


@router.get("/public")
def public_edition(request: Request, person: Reads, parts: PartsNow) -> PublicAssessment:
    """Return the public edition, without what is withheld."""
    return public.public(parts.privacy, person, request.app.state.routes)


@router.post("/reviews")
def review_use(asked: ReviewAsked, person: Reads, parts: PartsNow) -> UseReview:
    """Compare actual use with what was assessed."""
    return review.reviewed(parts.privacy, person, asked)


@router.post("/answers/{question}")
def answer(question: str, given: AnswerGiven, request: Request, person: Writes, parts: PartsNow) -> AssessmentView:
    """Answer a question that only people can answer."""
    return answering.answer(parts.privacy, person, question, given, request.app.state.routes)


@router.post("/representation")
def represent(given: RepresentationGiven, request: Request, person: Writes, parts: PartsNow) -> AssessmentView:
    """Keep how groups are represented in the gallery."""
    return answering.represent(parts.privacy, person, given, request.app.state.routes)


@router.post("/risks")
def record_risk(given: RiskGiven, request: Request, person: Writes, parts: PartsNow) -> AssessmentView:
    """Write a row of the risk register."""
    return answering.record_risk(parts.privacy, person, given, request.app.state.routes)


@router.post("/risks/{risk_id}/acceptance")
def accept_risk(risk_id: str, request: Request, person: Accepts, parts: PartsNow) -> AssessmentView:
    """Accept what remains of a risk."""
    return answering.accept(parts.privacy, person, risk_id, request.app.state.routes)


@router.post("/engagements")
def engage(given: EngagementGiven, request: Request, person: Writes, parts: PartsNow) -> AssessmentView:
    """Record whom of the public was heard."""
    return answering.engage(parts.privacy, person, given, request.app.state.routes)


@router.post("/versions")
def propose(request: Request, person: Writes, parts: PartsNow) -> AssessmentView:
    """Close a version, to be accepted by another person."""
    return versions.propose(parts.privacy, person, request.app.state.routes)


@router.post("/versions/{version_id}/acceptance")
def accept_version(version_id: str, request: Request, person: Accepts, parts: PartsNow) -> AssessmentView:
    """Accept a version that another person closed."""
    return versions.accept(parts.privacy, person, version_id, request.app.state.routes)


@router.post("/amendments/{amendment_id}")
def describe(
    amendment_id: str, given: AmendmentText, request: Request, person: Writes, parts: PartsNow
) -> AssessmentView:
    """Write why something changes, and what that does to privacy."""
    return amending.describe(parts.privacy, person, amendment_id, given, request.app.state.routes)


@router.post("/amendments/{amendment_id}/acceptance")
def accept_amendment(amendment_id: str, request: Request, person: Accepts, parts: PartsNow) -> AssessmentView:
    """Accept an amendment that another person wrote."""
    return amending.accept(parts.privacy, person, amendment_id, request.app.state.routes)
