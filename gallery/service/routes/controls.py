"""Control of searching: the page's view, stops, and bounds that two people change."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.control import overview, stopping, tuning
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.control import (
    ControlsView,
    Reason,
    SettingDecision,
    SettingProposed,
    SettingView,
    StopAsked,
    StopView,
)

router = APIRouter()

Resumes = Annotated[Person, permitted("search_resumed")]


@router.get("/controls")
def controls(person: Annotated[Person, permitted("controls_viewed")], parts: PartsNow) -> ControlsView:
    """Show what is stopped, which bounds hold, what is urgent and what is flagged."""
    return overview.controls(parts.control, person)


@router.post("/stops")
def stop(asked: StopAsked, person: Annotated[Person, permitted("search_stopped")], parts: PartsNow) -> StopView:
    """Stop searching."""
    return stopping.stop(parts.control, person, asked)


@router.post("/stops/{stop_id}/resumption")
def propose_resumption(stop_id: str, given: Reason, person: Resumes, parts: PartsNow) -> StopView:
    """Propose that searching goes on."""
    return stopping.propose_resumption(parts.control, person, stop_id, given.reason)


@router.post("/stops/{stop_id}/resumption/confirmation")
def confirm_resumption(stop_id: str, person: Resumes, parts: PartsNow) -> StopView:
    """Agree that searching goes on."""
    return stopping.confirm_resumption(parts.control, person, stop_id)


@router.post("/search-settings")
def propose(
    proposed: SettingProposed, person: Annotated[Person, permitted("configuration_proposed")], parts: PartsNow
) -> SettingView:
    """Propose other bounds of searches."""
    return tuning.propose(parts.control, person, proposed)


@router.post("/search-settings/{setting_id}/decision")
def decide(
    setting_id: str,
    decision: SettingDecision,
    person: Annotated[Person, permitted("configuration_changed")],
    parts: PartsNow,
) -> SettingView:
    """Decide on a proposal."""
    return tuning.decide(parts.control, person, setting_id, decision)
