"""The alerts of the audit dashboard: a row each, opened as the question behind it."""

from collections.abc import Callable, Sequence

from kernel_lib.wire.audit import Scalar
from kernel_lib.wire.dashboard import AlertsView, AlertView
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element
from widgets.parts.wording import moment
from widgets.words.language import number, say, told

OpenQuestion = Callable[[str, dict[str, Scalar]], None]


class Alerts:
    """The list of alerts. Opening one asks nothing yet: its question stands ready with the alert's values."""

    def __init__(self, open_question: OpenQuestion) -> None:
        self.listing = Listing(
            caption=say("Alerts"),
            columns=[say("Alert"), say("State"), say("Rows"), say("Raised from")],
            empty=say("No alert is set up."),
        )
        self._alerts: dict[str, AlertView] = {}
        self._open_question = open_question
        self.listing.when_opened(self._open)

    def show(self, view: AlertsView) -> None:
        """Show the alerts of a period, those that are raised first."""
        ordered = sorted(view.alerts, key=lambda each: not each.raised)
        self._alerts = {each.id: each for each in ordered}
        self.listing.show((each.id, _cells(each)) for each in ordered)

    def _open(self, alert_id: str) -> None:
        alert = self._alerts[alert_id]
        self._open_question(alert.question, dict(alert.parameters))


def raised_of(view: AlertsView) -> int:
    """Return how many alerts are raised."""
    return sum(each.raised for each in view.alerts)


def as_of(view: AlertsView) -> Markup:
    """Say for which days, as of when and from how many entries the alerts were counted."""
    raised = raised_of(view)
    counted = say(
        "{raised} of {all} alerts are raised for {first_day} to {last_day}, as of {as_of}, from {events} entries; "
        "limits of version {version}. An alert is a reason to look, not a finding.",
        raised=number(raised),
        all=number(len(view.alerts)),
        first_day=view.first_day.isoformat(),
        last_day=view.last_day.isoformat(),
        as_of=moment(view.as_of),
        events=number(view.events),
        version=view.rules_version,
    )
    kind = "lb-banner--caution" if raised else "lb-banner--note"
    return element("p", counted, class_=f"lb-banner {kind}", data_testid="alerts-as-of")


def rows(view: AlertsView) -> Sequence[Sequence[str]]:
    """Return the alerts as plain rows, for a file or a paper."""
    return [(told(each.title), *_cells(each)[1:]) for each in view.alerts]


def _cells(alert: AlertView) -> tuple[str, ...]:
    state = say("raised") if alert.raised else say("quiet")
    return told(alert.title), state, number(alert.count), number(alert.least)
