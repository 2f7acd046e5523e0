"""Runs of reports."""

from typing import Annotated

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.audit import ReportFinished, ReportRun, ReportStarted
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.reports import ReportDeskView, ReportJobView, ReportOrder

router = APIRouter()

Reports = Annotated[Person, permitted("report_run")]
Reader = Annotated[Person, permitted("release_viewed")]


@router.get("/reports")
def desk(person: Reader, parts: PartsNow) -> ReportDeskView:
    """Return the reports, their runs, and what the service runs for this person now."""
    return parts.reporting.runs.show(person)


@router.get("/reports/{run_id}/files/{name}")
def file(run_id: str, name: str, person: Reader, parts: PartsNow) -> Response:
    """Return one file of a finished run."""
    content = parts.reporting.runs.file(person, run_id, name)
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.post("/report-jobs")
def order(order: ReportOrder, person: Reports, parts: PartsNow) -> ReportJobView:
    """Have the service run a report."""
    return parts.reporting.jobs.order(person, order)


@router.get("/report-jobs/{job_id}")
def job(job_id: str, person: Reports, parts: PartsNow) -> ReportJobView:
    """Return how far a report of this person's is."""
    return parts.reporting.jobs.look(person, job_id)


@router.post("/report-jobs/{job_id}/stop")
def stop(job_id: str, person: Reports, parts: PartsNow) -> ReportJobView:
    """Stop a report of this person's."""
    return parts.reporting.jobs.stop(person, job_id)


@router.post("/reports")
def start(started: ReportStarted, person: Reports, parts: PartsNow) -> ReportRun:
    """Record that a report begins."""
    run = parts.reports.start(person, started)
    return run.model_copy(update={"simulated": parts.floor.simulation is not None})


@router.post("/reports/{run_id}/end")
def end(run_id: str, finished: ReportFinished, person: Reports, parts: PartsNow) -> Recorded:
    """Record how a report ended."""
    return Recorded(sequence=parts.reports.end(person, run_id, finished))
