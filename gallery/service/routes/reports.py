"""Runs of reports."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.audit import ReportFinished, ReportRun, ReportStarted
from kernel_lib.wire.model import Recorded

router = APIRouter()

Reports = Annotated[Person, permitted("report_run")]


@router.post("/reports")
def start(started: ReportStarted, person: Reports, parts: PartsNow) -> ReportRun:
    """Record that a report begins."""
    run = parts.reports.start(person, started)
    return run.model_copy(update={"simulated": parts.floor.simulation is not None})


@router.post("/reports/{run_id}/end")
def end(run_id: str, finished: ReportFinished, person: Reports, parts: PartsNow) -> Recorded:
    """Record how a report ended."""
    return Recorded(sequence=parts.reports.end(person, run_id, finished))
