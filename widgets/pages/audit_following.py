"""The audit dashboard kept up to date by itself: the state of the log, and the alerts once the log has grown.

Asking how long the log is leaves no entry. Alerts that follow the log leave one for the whole sitting, so a page that
stands open does not fill the log, nor find news that it made itself. Published figures stay as they were counted until
somebody counts again: two of them, a moment apart, would tell what each withholds.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from kernel_lib.errors import LogUnavailable, Refused, ServiceUnreachable, SignInRequired
from kernel_lib.wire.dashboard import AlertsView
from kernel_lib.wire.gallery import ServiceStatus
from widgets.pages.audit_alerts import raised_of
from widgets.parts.refreshing import Refreshing
from widgets.parts.wording import moment
from widgets.words.language import number, say

LEAST = timedelta(seconds=55)
"""Between two counts of the alerts."""


class Following:
    """Decides what is asked anew when the browser says that it is time."""

    def __init__(self, client: Callable[[], Any], clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._client = client
        self._clock = clock
        self.line = Refreshing()
        self.line.when_due(self.refresh)
        self.is_busy: Callable[[], bool] = lambda: False
        self.recount: Callable[[], AlertsView | None] = lambda: None
        self.tell_state: Callable[[ServiceStatus], None] = lambda _status: None
        self._seen = 0
        self._figures_of = 0
        self._alerts_at = clock()
        self._raised: int | None = None

    def counted(self, alerts: AlertsView | None, figures_of: int) -> None:
        """Take note of what the page shows: its alerts, and the entries that its figures were counted from."""
        self._figures_of = figures_of
        self._seen = alerts.events if alerts else figures_of
        self._alerts_at = self._clock()
        self._raised = _raised(alerts)
        self._tell(figures_of)

    def refresh(self) -> None:
        """Ask what is new. Whatever stands in the way stops the refreshing and is said in its line, nowhere else."""
        try:
            self._ask()
        except (Refused, SignInRequired, ServiceUnreachable, LogUnavailable):
            self.line.paused = True
            self.line.told = say("The page could not be refreshed, and has stopped trying.")

    # Private

    def _ask(self) -> None:
        now = self._client().status()
        self.tell_state(now)
        is_time = self._clock() - self._alerts_at >= LEAST
        if now.log_events > self._seen and is_time and not self.is_busy():
            alerts = self.recount()
            self._seen, self._alerts_at = now.log_events, self._clock()
            self._speak(alerts)
        self._tell(now.log_events)

    def _speak(self, alerts: AlertsView | None) -> None:
        raised = _raised(alerts)
        if raised != self._raised:
            self.line.spoken = say("Alerts raised now: {raised}.", raised=number(raised or 0))
        self._raised = raised

    def _tell(self, events: int) -> None:
        self.line.told = say(
            "State of the log as of {now}; alerts as of {alerts}. {since} entries since the figures were counted.",
            now=moment(self._clock()),
            alerts=moment(self._alerts_at),
            since=number(max(0, events - self._figures_of)),
        )


def _raised(alerts: AlertsView | None) -> int | None:
    return raised_of(alerts) if alerts else None
