"""The one way into the gallery, the state of the installation, and its facts."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from pydantic import ValidationError

from gallery.authority import Person
from gallery.desk.status import service_status
from gallery.enrolment.feed_results import offer
from gallery.enrolment.feeds import FromFeed
from gallery.service.door import PartsNow, permitted
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.gallery import BookingRecord, Enrolled, EnrolmentRun, Facts, ServiceStatus
from kernel_lib.wire.model import Recorded

router = APIRouter()

Enrols = Annotated[Person, permitted("picture_enrolled")]


@router.post("/enrolments")
def enrol(
    person: Enrols,
    parts: PartsNow,
    picture: Annotated[UploadFile, File()],
    record: Annotated[str, Form()],
    feed: Annotated[str, Form(max_length=36)],
    line: Annotated[int, Form(ge=1)],
) -> Enrolled:
    """Offer one booking picture with its record, as a line of an opened feed."""
    data = picture.file.read()
    gallery = parts.marks if parts.marks.takes(data) else parts.enrolment
    return offer(gallery, parts.ledger, person, FromFeed(feed, line), _record(record), data)


@router.post("/enrolment-runs")
def finish_run(run: EnrolmentRun, person: Enrols, parts: PartsNow) -> Recorded:
    """Record the counts of an enrolment run."""
    return Recorded(sequence=parts.enrolment.finish_run(person, run))


@router.get("/status")
def status(person: Annotated[Person, permitted("status_viewed")], parts: PartsNow) -> ServiceStatus:
    """Return the line at the foot of each page."""
    return service_status(
        parts.ledger, parts.log, parts.rules, parts.faces.model_id, person, simulated=parts.floor.simulation is not None
    )


@router.get("/facts")
def facts(request: Request, person: Annotated[Person, permitted("configuration_viewed")], parts: PartsNow) -> Facts:
    """Return the facts that a privacy impact report must state."""
    return parts.facts.facts(person, request.app.state.routes)


def _record(text: str) -> BookingRecord:
    try:
        return BookingRecord.model_validate_json(text)
    except ValidationError as error:
        fields = {".".join(map(str, fault["loc"])) or "record": fault["msg"] for fault in error.errors()}
        reason = "The record is not as the feed's format says."
        raise Unacceptable("F-01", reason, "Correct the record at its source.", fields=fields) from error
