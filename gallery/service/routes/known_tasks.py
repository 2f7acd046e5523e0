"""Known tasks: registered and scored by compliance; each reviewer sees their own score."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import ValidationError

from gallery.authority import Person
from gallery.casework import known_tasks
from gallery.service.door import PartsNow, permitted
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.known_tasks import KnownTaskKey, KnownTasks, KnownTaskView, ReviewerScore

router = APIRouter(prefix="/known-tasks")


@router.post("")
def register(
    person: Annotated[Person, permitted("known_task_registered")],
    parts: PartsNow,
    picture: Annotated[UploadFile, File()],
    key: Annotated[str, Form()],
) -> KnownTaskView:
    """Take in a picture with its answer."""
    return known_tasks.register(parts.casework, person, _key(key), picture.filename or "", picture.file.read())


@router.get("")
def listed(person: Annotated[Person, permitted("known_task_scored")], parts: PartsNow) -> KnownTasks:
    """Return tasks and scores."""
    return known_tasks.listed(parts.casework, person)


@router.get("/mine")
def own(person: Annotated[Person, permitted("own_score_viewed")], parts: PartsNow) -> ReviewerScore:
    """Return one's own score."""
    return known_tasks.own(parts.casework, person)


def _key(text: str) -> KnownTaskKey:
    try:
        return KnownTaskKey.model_validate_json(text)
    except ValidationError as error:
        fields = {str(fault["loc"][0]) if fault["loc"] else "key": fault["msg"] for fault in error.errors()}
        raise Unacceptable(
            "D-11", "The answer cannot be read.", "Send face, same and subject.", fields=fields
        ) from None
