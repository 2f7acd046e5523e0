"""Photo arrays: put together by the investigator of a lead, shown to a witness by somebody else."""

from typing import Annotated

from fastapi import APIRouter, UploadFile

from gallery.authority import Person
from gallery.followup import array_fillers, array_opening, array_showing
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.arrays import ArrayAnswer, ArrayEnd, ArrayOpened, ArrayShowing, ArrayShowings, UploadSource
from kernel_lib.wire.follow_up import FollowUpView

router = APIRouter()

Preparing = Annotated[Person, permitted("array_prepared")]
Showing = Annotated[Person, permitted("array_shown")]


@router.post("/leads/{lead_id}/arrays")
def prepare(lead_id: str, person: Preparing, parts: PartsNow) -> FollowUpView:
    """Begin a photo array."""
    return array_fillers.prepare(parts.casework, person, lead_id)


@router.post("/arrays/{array_id}/proposals")
def propose(array_id: str, person: Preparing, parts: PartsNow) -> FollowUpView:
    """Let the service propose fillers."""
    return array_fillers.propose(parts.casework, person, array_id)


@router.put("/arrays/{array_id}/source")
def name_source(array_id: str, given: UploadSource, person: Preparing, parts: PartsNow) -> FollowUpView:
    """Say where the pictures sent next come from."""
    return array_fillers.name_source(parts.casework, person, array_id, given)


@router.post("/arrays/{array_id}/fillers")
def upload(array_id: str, picture: UploadFile, person: Preparing, parts: PartsNow) -> FollowUpView:
    """Take in a filler that was sent."""
    return array_fillers.upload(parts.casework, person, array_id, picture.file.read())


@router.delete("/arrays/{array_id}/fillers/{number}")
def take_out(array_id: str, number: int, person: Preparing, parts: PartsNow) -> FollowUpView:
    """Take a filler out."""
    return array_fillers.take_out(parts.casework, person, array_id, number)


@router.post("/arrays/{array_id}/measurement")
def measure(array_id: str, person: Preparing, parts: PartsNow) -> FollowUpView:
    """Measure every picture against every other."""
    return array_fillers.measure(parts.casework, person, array_id)


@router.post("/arrays/{array_id}/code")
def give_code(array_id: str, person: Preparing, parts: PartsNow) -> FollowUpView:
    """Make the one-time code for whoever shows the pictures."""
    return array_opening.give_code(parts.casework, person, array_id)


@router.post("/array-showings")
def begin(given: ArrayOpened, person: Showing, parts: PartsNow) -> ArrayShowing:
    """Begin a showing by its code."""
    return array_opening.begin(parts.casework, person, given)


@router.get("/array-showings")
def get(person: Showing, parts: PartsNow) -> ArrayShowings:
    """Return one's own showings under way."""
    return array_showing.get(parts.casework, person)


@router.post("/array-showings/{array_id}/answers")
def answer(array_id: str, given: ArrayAnswer, person: Showing, parts: PartsNow) -> ArrayShowing:
    """Record what the witness said."""
    return array_showing.answer(parts.casework, person, array_id, given)


@router.post("/array-showings/{array_id}/going-back")
def go_back(array_id: str, person: Showing, parts: PartsNow) -> ArrayShowing:
    """Show the picture before again."""
    return array_showing.go_back(parts.casework, person, array_id)


@router.post("/array-showings/{array_id}/end")
def end(array_id: str, given: ArrayEnd, person: Showing, parts: PartsNow) -> ArrayShowing:
    """End and seal a showing."""
    return array_showing.end(parts.casework, person, array_id, given)
