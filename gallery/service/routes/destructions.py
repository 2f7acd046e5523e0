"""Destruction by rule: what is due, runs with their samples and two releases, and certificates."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.destruction import (
    ComplianceReport,
    DuePreview,
    KeeperReply,
    KeeperRequests,
    LateExplanation,
    RetentionAsked,
    RetentionDecision,
    RunAsked,
    RunSample,
    RunsView,
    RunView,
    StopAsked,
)

router = APIRouter()

Reader = Annotated[Person, permitted("destruction_viewed")]
Proposer = Annotated[Person, permitted("destruction_proposed")]
Releaser = Annotated[Person, permitted("destruction_released")]

Decider = Annotated[Person, permitted("retention_decided")]
Explainer = Annotated[Person, permitted("late_explained")]
Asker = Annotated[Person, permitted("record_keeper_asked")]

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


@router.get("/destruction-report")
def report(person: Reader, parts: PartsNow) -> ComplianceReport:
    """Return how well the days for destruction are kept."""
    return parts.destruction_report.show(person)


@router.post("/destruction-report/explanations")
def explain(asked: LateExplanation, person: Explainer, parts: PartsNow) -> ComplianceReport:
    """Explain why what is due under a rule is late."""
    return parts.destruction_report.explain(person, asked)


@router.post("/gallery-pictures/{picture_id}/retention")
def decide(picture_id: str, asked: RetentionAsked, person: Decider, parts: PartsNow) -> RetentionDecision:
    """Decide to keep or to destroy a picture on a ground of the policy."""
    return parts.refusals.decide(person, picture_id, asked)


@router.get("/gallery-pictures/{picture_id}/retention-letter/{language}")
def letter(picture_id: str, language: Literal["en", "fr"], person: Decider, parts: PartsNow) -> Response:
    """Return the letter of the newest decision to keep a picture."""
    content = parts.refusals.letter(person, picture_id, language)
    return Response(content, media_type="application/pdf", headers=_NOT_KEPT)


@router.get("/record-keeper-requests")
def keeper_requests(person: Reader, parts: PartsNow) -> KeeperRequests:
    """Return the requests to the RCMP record keeper."""
    return parts.record_keeper.requests(person)


@router.post("/record-keeper-requests/{request_id}/chasing")
def chase(request_id: str, person: Asker, parts: PartsNow) -> KeeperRequests:
    """Record that the keeper was asked again."""
    return parts.record_keeper.chase(person, request_id)


@router.post("/record-keeper-requests/{request_id}/reply")
def reply(request_id: str, told: KeeperReply, person: Asker, parts: PartsNow) -> KeeperRequests:
    """Record the reply of the keeper."""
    return parts.record_keeper.answer(person, request_id, told)
