"""A request from first answers to its decision, and taking its first examination."""

from typing import Annotated

from fastapi import APIRouter, UploadFile

from gallery.authority import Person
from gallery.casework import approval, examination, further, intake, plan, probe, recording
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.casework import (
    ApprovalDecision,
    FaceChoice,
    IntakeForm,
    PlanView,
    ProbeView,
    RequestDraft,
    RequestView,
)
from kernel_lib.wire.examination import ExaminationView
from kernel_lib.wire.lists import Requests
from kernel_lib.wire.recording import FrameChoice, RecordingView

router = APIRouter()

Reader = Annotated[Person, permitted("request_viewed")]
Adding = Annotated[Person, permitted("further_picture_changed")]
Requester = Annotated[Person, permitted("request_drafted")]


@router.get("/intake-form")
def form(person: Reader, parts: PartsNow) -> IntakeForm:
    """Say what a request may be made of today."""
    return intake.form(parts.casework, person)


@router.get("/requests")
def listed(person: Reader, parts: PartsNow) -> Requests:
    """List own requests, and for an approver those that wait."""
    return Requests(requests=intake.listed(parts.casework, person))


@router.post("/requests")
def open_request(draft: RequestDraft, person: Requester, parts: PartsNow) -> RequestView:
    """Open a request."""
    return intake.open_request(parts.casework, person, draft)


@router.get("/requests/{request_id}")
def get(request_id: str, person: Reader, parts: PartsNow) -> RequestView:
    """Show a request."""
    return intake.get(parts.casework, person, request_id)


@router.put("/requests/{request_id}")
def save(request_id: str, draft: RequestDraft, person: Requester, parts: PartsNow) -> RequestView:
    """Keep answers."""
    return intake.save(parts.casework, person, request_id, draft)


@router.post("/requests/{request_id}/probe")
def offer_probe(
    request_id: str, picture: UploadFile, person: Annotated[Person, permitted("probe_received")], parts: PartsNow
) -> ProbeView | RecordingView:
    """Take in a picture or a short video."""
    return recording.offer(parts.casework, person, request_id, picture.filename or "", picture.file.read())


@router.put("/requests/{request_id}/frame")
def choose_frame(
    request_id: str, choice: FrameChoice, person: Annotated[Person, permitted("frame_chosen")], parts: PartsNow
) -> RequestView:
    """Choose the frame of a video."""
    return recording.choose(parts.casework, person, request_id, choice)


@router.put("/requests/{request_id}/face")
def choose_face(
    request_id: str, choice: FaceChoice, person: Annotated[Person, permitted("face_chosen")], parts: PartsNow
) -> RequestView:
    """Choose the face."""
    return probe.choose(parts.casework, person, request_id, choice)


@router.post("/requests/{request_id}/further")
def add_further(request_id: str, picture: UploadFile, person: Adding, parts: PartsNow) -> RequestView:
    """Add a picture of the same person."""
    return further.add(parts.casework, person, request_id, picture.filename or "", picture.file.read())


@router.post("/requests/{request_id}/further/frames")
def add_frame(request_id: str, choice: FrameChoice, person: Adding, parts: PartsNow) -> RequestView:
    """Add another frame of the video."""
    return further.add_frame(parts.casework, person, request_id, choice.number)


@router.put("/requests/{request_id}/further/{further_id}/face")
def choose_in_further(
    request_id: str, further_id: str, choice: FaceChoice, person: Adding, parts: PartsNow
) -> RequestView:
    """Choose the face in a further picture."""
    return further.choose(parts.casework, person, request_id, further_id, choice)


@router.delete("/requests/{request_id}/further/{further_id}")
def drop_further(request_id: str, further_id: str, person: Adding, parts: PartsNow) -> RequestView:
    """Take a further picture out."""
    return further.drop(parts.casework, person, request_id, further_id)


@router.get("/requests/{request_id}/plan")
def show_plan(request_id: str, person: Reader, parts: PartsNow) -> PlanView:
    """Say what the search will do."""
    return plan.plan(parts.casework, person, request_id)


@router.post("/requests/{request_id}/submission")
def submit(request_id: str, person: Annotated[Person, permitted("request_submitted")], parts: PartsNow) -> RequestView:
    """Submit a request."""
    return intake.submit(parts.casework, person, request_id)


@router.post("/requests/{request_id}/approval")
def decide(
    request_id: str,
    decision: ApprovalDecision,
    person: Annotated[Person, permitted("request_decided")],
    parts: PartsNow,
) -> RequestView:
    """Approve or refuse."""
    return approval.decide(parts.casework, person, request_id, decision)


@router.post("/requests/{request_id}/examination")
def take(
    request_id: str, person: Annotated[Person, permitted("examination_first")], parts: PartsNow
) -> ExaminationView:
    """Take the first examination."""
    return examination.take(parts.casework, person, request_id)
