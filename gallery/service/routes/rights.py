"""What people ask about their own pictures: applications in, reports and answers out."""

from typing import Annotated

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.rights import answering, keeping, receiving, reporting, severing, view
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.rights import (
    AccessReport,
    AnswerGiven,
    ApplicationAsked,
    ApplicationsView,
    ApplicationView,
    IdentityCheck,
    ItemDecided,
)

router = APIRouter()

_NOT_KEPT = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

Recorder = Annotated[Person, permitted("application_recorded")]
Reporter = Annotated[Person, permitted("application_reported")]
Decider = Annotated[Person, permitted("application_decided")]
Reader = Annotated[Person, permitted("application_viewed")]


@router.post("/applications")
def receive(asked: ApplicationAsked, person: Recorder, parts: PartsNow) -> ApplicationView:
    """Keep an application as it was received."""
    return receiving.receive(parts.casework, person, asked)


@router.get("/applications")
def work_list(person: Reader, parts: PartsNow) -> ApplicationsView:
    """Return the work list, what waits first."""
    return view.work_list(parts.casework, person)


@router.post("/applications/{application_id}/identity")
def identify(application_id: str, checked: IdentityCheck, person: Recorder, parts: PartsNow) -> ApplicationView:
    """Record how the applicant's identity was checked."""
    return receiving.identify(parts.casework, person, application_id, checked)


@router.post("/applications/{application_id}/report")
def report(application_id: str, person: Reporter, parts: PartsNow) -> AccessReport:
    """Make the access report."""
    return reporting.report(parts.casework, person, application_id)


@router.post("/applications/{application_id}/items")
def decide_item(application_id: str, given: ItemDecided, person: Decider, parts: PartsNow) -> ApplicationView:
    """Withhold an item of the report, or release it."""
    return severing.decide(parts.casework, person, application_id, given)


@router.post("/applications/{application_id}/release")
def release(application_id: str, person: Decider, parts: PartsNow) -> ApplicationView:
    """Answer an application for access by its severed copy."""
    return severing.release(parts.casework, person, application_id)


@router.post("/applications/{application_id}/answer")
def answer(application_id: str, given: AnswerGiven, person: Decider, parts: PartsNow) -> ApplicationView:
    """Answer an application for removal or correction."""
    return answering.answer(parts.casework, person, application_id, given)


@router.get("/applications/{application_id}/letters/{letter_id}")
def letter(application_id: str, letter_id: str, person: Reader, parts: PartsNow) -> Response:
    """Send a letter as PDF."""
    content = keeping.fetch(parts.casework, person, application_id, letter_id)
    named = {"content-disposition": f'attachment; filename="letter-{letter_id}.pdf"'}
    return Response(content, media_type="application/pdf", headers={**_NOT_KEPT, **named})
