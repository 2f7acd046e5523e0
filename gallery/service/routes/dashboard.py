"""The audit dashboard: its alerts, and the choices that its people keep."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.dashboard import AlertsView, KeptView, KeptViews, ViewOffered
from kernel_lib.wire.model import Recorded

router = APIRouter()


@router.get("/alerts")
def alerts(
    first_day: date,
    last_day: date,
    person: Annotated[Person, permitted("alerts_viewed")],
    parts: PartsNow,
    following: bool = False,
) -> AlertsView:
    """Count the alerts of a period; for a page that follows the log, recorded once a session."""
    return parts.alerts.show(person, first_day, last_day, following=following)


@router.get("/dashboard-views")
def kept(person: Annotated[Person, permitted("dashboard_view_kept")], parts: PartsNow) -> KeptViews:
    """Return what somebody keeps of the audit dashboard."""
    return parts.kept_views.list(person)


@router.post("/dashboard-views")
def keep(
    offered: ViewOffered, person: Annotated[Person, permitted("dashboard_view_kept")], parts: PartsNow
) -> KeptView:
    """Keep a choice of days and a question."""
    return parts.kept_views.keep(person, offered)


@router.delete("/dashboard-views/{view_id}")
def drop(view_id: str, person: Annotated[Person, permitted("dashboard_view_kept")], parts: PartsNow) -> Recorded:
    """Drop what was kept."""
    return parts.kept_views.drop(person, view_id)
