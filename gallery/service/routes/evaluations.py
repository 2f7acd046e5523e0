"""Evaluations of accuracy: filed by compliance, read by whoever answers for searching."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.evaluation import EvaluationAsked, EvaluationsView, EvaluationView

router = APIRouter(prefix="/evaluations")


@router.post("")
def file(
    asked: EvaluationAsked, person: Annotated[Person, permitted("evaluation_filed")], parts: PartsNow
) -> EvaluationView:
    """Search a labelled set and file what was found."""
    return parts.evaluations.file(person, asked.evaluation_set)


@router.get("")
def held(person: Annotated[Person, permitted("evaluation_viewed")], parts: PartsNow) -> EvaluationsView:
    """Return the evaluations on file."""
    return parts.evaluations.held(person)
