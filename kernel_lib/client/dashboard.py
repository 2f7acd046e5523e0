"""The audit dashboard, as a client asks for it."""

from datetime import date

from kernel_lib.client.connection import Connection
from kernel_lib.wire.dashboard import AlertsView, KeptView, KeptViews, ViewOffered
from kernel_lib.wire.model import Recorded


class Dashboard:
    """Alerts and kept views."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def alerts(self, first_day: date, last_day: date, *, following: bool = False) -> AlertsView:
        """Count the alerts of the days given, both included.

        `following` is for a page that asks again by itself: the service records that once a session.
        """
        days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
        return self._connection.ask("GET", "/alerts", AlertsView, None, **days, following=str(following).lower())

    def views(self) -> tuple[KeptView, ...]:
        """Return what the person keeps."""
        return self._connection.ask("GET", "/dashboard-views", KeptViews).views

    def keep(self, offered: ViewOffered) -> KeptView:
        """Keep a choice; one of the same title is replaced."""
        return self._connection.ask("POST", "/dashboard-views", KeptView, offered)

    def drop(self, view_id: str) -> Recorded:
        """Drop a kept choice."""
        return self._connection.ask("DELETE", f"/dashboard-views/{view_id}", Recorded)
