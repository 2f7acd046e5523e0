"""The audit log: its state, its proof, its entries, its questions, its snapshot."""

from typing import Annotated

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.audit import AnswerView, Ask, LogStatus
from kernel_lib.wire.lists import Events, Questions

router = APIRouter()


@router.get("/log")
def status(person: Annotated[Person, permitted("log_status")], parts: PartsNow) -> LogStatus:
    """Return the last verification and checkpoint."""
    return parts.log.status(person)


@router.post("/log/verification")
def verification(person: Annotated[Person, permitted("log_verified")], parts: PartsNow) -> LogStatus:
    """Recompute the whole log now."""
    return parts.log.verify(person)


@router.get("/log/recent")
def recent(person: Annotated[Person, permitted("log_read")], parts: PartsNow) -> Events:
    """Return the latest entries."""
    return Events(events=parts.log.recent(person))


@router.get("/questions")
def questions(person: Annotated[Person, permitted("question_listed")], parts: PartsNow) -> Questions:
    """Return the named questions."""
    return Questions(questions=parts.workbench.questions(person))


@router.post("/questions/{name}")
def ask(name: str, asked: Ask, person: Annotated[Person, permitted("question_asked")], parts: PartsNow) -> AnswerView:
    """Ask a named question."""
    return parts.workbench.ask(person, name, asked.parameters)


@router.get("/analytics/snapshot")
def snapshot(person: Annotated[Person, permitted("analytics_exported")], parts: PartsNow) -> Response:
    """Return a DuckDB file made from the log: entries for those who read the log, counts for analysts."""
    return Response(parts.workbench.export(person), media_type="application/vnd.duckdb")
