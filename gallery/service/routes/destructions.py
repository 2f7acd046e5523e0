"""Destruction by rule: what is due, runs with their samples and two releases, and certificates."""

from typing import Annotated

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.destruction import DuePreview, RunAsked, RunSample, RunsView, RunView, StopAsked

router = APIRouter()

Reader = Annotated[Person, permitted("destruction_viewed")]
Proposer = Annotated[Person, permitted("destruction_proposed")]
Releaser = Annotated[Person, permitted("destruction_released")]

_NOT_KEPT = {"cache-control": "no-store"}


@router.get("/destruction-due")
def due(person: Reader, parts: PartsNow) -> DuePreview:
    """Return what is due to go today, by rule."""
    return parts.destruction.preview(person)


@router.get("/destruction-runs")
def runs(person: Reader, parts: PartsNow) -> RunsView:
    """Return every run of the service."""
    return parts.destruction.runs(person)


@router.post("/destruction-runs")
def propose(asked: RunAsked, person: Proposer, parts: PartsNow) -> RunView:
    """Propose that everything due under a rule be destroyed."""
    return parts.destruction.propose(person, asked)


@router.get("/destruction-runs/{run_id}")
def run(run_id: str, person: Reader, parts: PartsNow) -> RunView:
    """Return one run as it stands."""
    return parts.destruction.run(person, run_id)


@router.get("/destruction-runs/{run_id}/sample")
def sample(run_id: str, person: Reader, parts: PartsNow) -> RunSample:
    """Return lines of a run drawn by its seed."""
    return parts.destruction.sample(person, run_id)


@router.post("/destruction-runs/{run_id}/release")
def release(run_id: str, person: Releaser, parts: PartsNow) -> RunView:
    """Give one of the two releases of a run; with the second the work begins."""
    view = parts.destruction.release(person, run_id)
    parts.works.start()
    return view


@router.post("/destruction-runs/{run_id}/stop")
def stop(run_id: str, asked: StopAsked, person: Releaser, parts: PartsNow) -> RunView:
    """Stop a run after its present batch."""
    return parts.destruction.stop(person, run_id, asked.reason)


@router.post("/destruction-runs/{run_id}/giving-up")
def give_up(run_id: str, asked: StopAsked, person: Releaser, parts: PartsNow) -> RunView:
    """Let go of what a run has not removed."""
    return parts.destruction.give_up(person, run_id, asked.reason)


@router.post("/destruction-runs/{run_id}/second-try")
def try_again(run_id: str, person: Proposer, parts: PartsNow) -> RunView:
    """Let lines that failed be emptied and looked at again."""
    return parts.destruction.try_again(person, run_id)


@router.get("/destruction-certificates/{lineage_id}")
def certificate(lineage_id: str, person: Reader, parts: PartsNow) -> Response:
    """Return the certificate of a lineage, with its proofs of absence."""
    content = parts.destruction.certificate(person, lineage_id)
    return Response(content, media_type="application/json", headers=_NOT_KEPT)
