"""Acts of those who watch over the use of the product at the audit dashboard; `audits.events` holds them all."""

from audits.event import Event

__all__ = ["AlertsViewed", "DashboardViewDropped", "DashboardViewKept", "DashboardViewsListed"]


class AlertsViewed(Event):
    """The alerts of the audit dashboard were counted for somebody, each by its named question (I-05, J-14)."""


class DashboardViewKept(Event):
    """Somebody kept a choice of days and questions of the audit dashboard for later (I-02)."""


class DashboardViewDropped(Event):
    """Somebody dropped a choice kept before (I-02)."""


class DashboardViewsListed(Event):
    """Somebody was shown the choices kept before (I-02)."""
