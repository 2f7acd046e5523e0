"""Published figures, filings, releases of reports, and the schedule."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.figures import FiguresView, FilingAsked, FilingView, Releases, ReleaseView, ScheduleView

router = APIRouter()

Reader = Annotated[Person, permitted("release_viewed")]


@router.get("/figures")
def figures(
    first_day: date,
    last_day: date,
    person: Annotated[Person, permitted("figures_viewed")],
    parts: PartsNow,
    suppressed: bool = True,
) -> FiguresView:
    """Return the figures of a period."""
    return parts.reporting.figures.show(person, first_day, last_day, suppressed=suppressed)


@router.post("/figures/extract")
def extract(
    first_day: date, last_day: date, person: Annotated[Person, permitted("figures_extracted")], parts: PartsNow
) -> Response:
    """Return the signed extract of a period."""
    return Response(parts.reporting.extract.make(person, first_day, last_day), media_type="application/zip")


@router.post("/filings")
def file(asked: FilingAsked, person: Annotated[Person, permitted("figures_filed")], parts: PartsNow) -> FilingView:
    """Keep what the log cannot know."""
    return parts.reporting.figures.file(person, asked)


@router.post("/reports/{run_id}/release-proposal")
def propose(
    run_id: str,
    person: Annotated[Person, permitted("release_proposed")],
    parts: PartsNow,
    files: Annotated[UploadFile | None, File()] = None,
) -> ReleaseView:
    """Take in the files of a draft, sent or from its folder here, and propose its release."""
    return parts.reporting.releases.propose(person, run_id, files.file.read() if files else None)


@router.post("/reports/{run_id}/release")
def release(run_id: str, person: Annotated[Person, permitted("report_released")], parts: PartsNow) -> ReleaseView:
    """Release a proposed report."""
    return parts.reporting.releases.release(person, run_id)


@router.get("/releases")
def releases(person: Reader, parts: PartsNow) -> Releases:
    """Return the reports that are released or wait for it."""
    return parts.reporting.releases.listed(person)


@router.get("/releases/{run_id}/{name}")
def released_file(run_id: str, name: str, person: Reader, parts: PartsNow) -> Response:
    """Return one file of a released report."""
    content = parts.reporting.releases.file(person, run_id, name)
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get("/schedule")
def schedule(person: Annotated[Person, permitted("schedule_viewed")], parts: PartsNow) -> ScheduleView:
    """Return what the service does by itself."""
    return parts.reporting.schedule.show(person)
