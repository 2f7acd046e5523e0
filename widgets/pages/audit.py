"""The audit page: is the log whole, what calls for a look, what is published, named questions, latest entries."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Role
from kernel_lib.wire.audit import AnswerView, LogStatus, QuestionView, RecentEvent, Scalar
from kernel_lib.wire.dashboard import AlertsView
from kernel_lib.wire.figures import FiguresView
from kernel_lib.wire.gallery import ServiceStatus
from widgets.pages.audit_alerts import Alerts, as_of
from widgets.pages.audit_figures import figures_markup
from widgets.pages.audit_files import dashboard_csv, dashboard_pdf
from widgets.pages.audit_following import Following
from widgets.pages.audit_period import Period
from widgets.pages.audit_question import QuestionPanel
from widgets.pages.page import Page, help_panel, html
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.parts.wording import moment
from widgets.words.language import number, say, told

SHOWN = 20
"""Latest entries in sight; the others are folded."""


OVERSEERS = frozenset({Role.AUDITOR, Role.COMPLIANCE})
"""Who is shown alerts and entries; an analyst gets counts and their questions."""


class AuditPage(Page):
    """State of the log on top, then alerts and published figures of the days chosen, questions, latest entries."""

    title = "Audit"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.status = html("")
        self.recent = html("")
        self.as_of = html("")
        self.figures = html("")
        self.listing = Listing(
            caption=say("Named questions"),
            columns=[say("Item"), say("Question")],
            filter=say("Find a question"),
            empty=say("No question is set up."),
        )
        self.listing.when_opened(lambda name: self.acts.run(partial(self.choose, name)))
        self.question = QuestionPanel(self.acts, self.conduct, self._ask)
        self.questions: dict[str, QuestionView] = {}
        self.alerts = Alerts(self._open)
        self.period = Period(self.acts, lambda: self.client, self.count)
        self.period.opened = self.choose
        self.period.question = lambda: self.question.standing
        self.counted: tuple[AlertsView | None, FiguresView] | None = None
        self.log: LogStatus | None = None
        self.following = Following(lambda: self.client)
        self.following.is_busy = lambda: bool(self.question.standing[0])
        self.following.recount = self._follow
        self.following.tell_state = self._tell_state

    @property
    def oversees(self) -> bool:
        """Whether the person may see alerts and entries."""
        return bool(OVERSEERS & set(self.account.roles))

    def fill(self) -> None:
        """Show the log's state, the alerts and figures of the last days, the questions and the latest entries."""
        self._show_log(self.client.audit.status())
        self.questions = {each.name: each for each in self.client.audit.questions()}
        asked = {each.name: told(each.sentence) for each in self.questions.values()}
        by_item = sorted(self.questions.values(), key=lambda each: (not each.item, each.item, each.name))
        rows = ((each.name, (str(each.item or "–"), told(each.title))) for each in by_item)
        self.listing.show(rows, asked)
        self._take_days()
        self.period.fill()
        self.count()
        if self.oversees:
            self.recent.value = latest(self.client.audit.recent())
        self.place(*self._parts(), helping=_help())
        if named := self.query.get("question"):
            self.choose(named, self._days_asked())

    def count(self) -> None:
        """Count alerts and figures of the days as they stand."""
        first, last = self.period.days
        alerts = self.client.dashboard.alerts(first, last) if self.oversees else None
        figures = self.client.figures.of(first, last)
        self.counted = (alerts, figures)
        self._show_alerts(alerts)
        self.following.counted(alerts, figures.events)
        self.figures.value = figures_markup(figures)
        self.conduct.said = say("Counted.")

    def verify(self) -> None:
        """Recompute the whole log now."""
        status = self.client.audit.verify()
        self._show_log(status)
        self.recent.value = latest(self.client.audit.recent())
        self.conduct.said = _whole(status)

    def choose(self, name: str, given: Mapping[str, Scalar] | None = None) -> None:
        """Open a question with its parameters, the values given in their place."""
        if name in self.questions:
            self.listing.chosen = name
            self.question.show(self.questions[name], given)
            self.conduct.keep_address(question=name)
            self.conduct.focus(".lb-question h3")

    def save_csv(self) -> None:
        """Offer every number in sight as a CSV file."""
        if self.counted is not None:
            self.conduct.save("audit-dashboard.csv", dashboard_csv(*self.counted))

    def save_pdf(self) -> None:
        """Offer the dashboard as a tagged PDF."""
        if self.counted is not None:
            self.conduct.save_bytes("audit-dashboard.pdf", dashboard_pdf(*self.counted), "application/pdf")

    # Private

    def _show_log(self, status: LogStatus) -> None:
        self.log = status
        self.status.value = log_state(status)

    def _tell_state(self, now: ServiceStatus) -> None:
        """Show a verification that somebody else, or the service, made since."""
        if self.log and (now.log_verified_at, now.log_whole) != (self.log.verified_at, self.log.whole):
            newer = {"verified_at": now.log_verified_at, "whole": now.log_whole}
            self._show_log(self.log.model_copy(update=newer))

    def _show_alerts(self, alerts: AlertsView | None) -> None:
        if alerts is not None:
            self.alerts.show(alerts)
            self.as_of.value = as_of(alerts)

    def _follow(self) -> AlertsView | None:
        """Count the alerts of the days that are shown, for a page that follows the log."""
        before, figures = self.counted or (None, None)
        if before is None or figures is None:
            return None
        alerts: AlertsView = self.client.dashboard.alerts(before.first_day, before.last_day, following=True)
        self.counted = (alerts, figures)
        self._show_alerts(alerts)
        return alerts

    def _open(self, name: str, values: dict[str, Scalar]) -> None:
        self.acts.run(partial(self.choose, name, values))

    def _take_days(self) -> None:
        if not self.oversees:
            self.period.last_closed_year()
        asked = self._days_asked()
        for field, name in ((self.period.first, "first_day"), (self.period.last, "last_day")):
            if name in asked:
                field.value = date.fromisoformat(asked[name])

    def _days_asked(self) -> dict[str, str]:
        """Return the days that the address names; what is no day is left out."""
        return {name: self.query[name] for name in ("first_day", "last_day") if _is_day(self.query.get(name, ""))}

    def _parts(self) -> list[Any]:
        files = self._row(
            self.acts.button(say("Save as CSV"), self.save_csv), self.acts.button(say("Save as PDF"), self.save_pdf)
        )
        both = ipywidgets.Box([self.listing, self.question.box])
        both.add_class("lb-questions")
        parts = [self.status, self.following.line]
        if self.oversees:
            parts.append(self._row(self.acts.button(say("Verify now"), self.verify, primary=True)))
        parts.append(self.period.box)
        if self.oversees:
            parts += [html(element("h2", say("Alerts"))), self.as_of, self.alerts.listing]
        return [*parts, self.figures, files, html(element("h2", say("Questions"))), both, self.recent]

    def _row(self, *buttons: Any) -> Any:
        row = ipywidgets.HBox(list(buttons))
        row.add_class("lb-actions")
        return row

    def _ask(self, name: str, parameters: dict[str, Any]) -> AnswerView:
        answer: AnswerView = self.client.audit.ask(name, **parameters)
        return answer


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def log_state(status: LogStatus) -> Markup:
    """Return the last verification and the last checkpoint; faults by place."""
    pairs = (
        (say("Entries"), number(status.events)),
        (say("Last verified"), moment(status.verified_at)),
        (
            say("Last checkpoint"),
            say(
                "{checkpoint_at}, at entry {checkpoint_size}",
                checkpoint_at=moment(status.checkpoint_at),
                checkpoint_size=number(status.checkpoint_size),
            ),
        ),
        (say("Root"), status.root),
    )
    parts = [element("h2", say("The log")), _verdict(status), facts(pairs)]
    if status.faults:
        rows = [(fault.place, told(fault.kind), told(fault.message)) for fault in status.faults]
        parts.append(
            table(say("Places where the log is not whole"), (say("Place"), say("Kind"), say("What was found")), rows)
        )
    return element("section", *parts, class_="lb-log", data_testid="log-state")


def latest(events: tuple[RecentEvent, ...]) -> Markup:
    """Return the latest entries as a table; no narrative, no names."""
    heading = element("h2", say("Latest entries"))
    if not events:
        return joined((heading, element("p", say("The log is empty."), class_="lb-empty")))
    rows = [_entry(event) for event in events]
    columns = (say("Entry"), say("Time"), say("Act"), say("Role"), say("Result"), say("Rule"), say("Object"))
    shown = table(say("Latest entries"), columns, rows[:SHOWN], frozenset({0}), headed=True)
    if len(rows) <= SHOWN:
        return joined((heading, shown))
    older = table(say("Entries before those"), columns, rows[SHOWN:], frozenset({0}), headed=True)
    more = element(
        "details",
        element("summary", say("{count} entries before those", count=len(rows) - SHOWN)),
        older,
        class_="lb-more",
    )
    return joined((heading, shown, more))


def _entry(event: RecentEvent) -> tuple[str, ...]:
    act = told(event.act.replace("_", " "))
    role = told((event.role or "").replace("_", " "))
    about = element("span", event.object_id or "", class_="lb-mono")
    return (number(event.sequence), moment(event.time), act, role, told(event.result), event.rule or "", about)


def _whole(status: LogStatus) -> str:
    if status.whole is None:
        return say("The log has not been verified yet.")
    return (
        say("The log is whole.")
        if status.whole
        else say("The log is not whole. Tell the custodian of the log at once.")
    )


def _verdict(status: LogStatus) -> Markup:
    kind = (
        "lb-banner--refusal" if status.whole is False else "lb-banner--note" if status.whole else "lb-banner--caution"
    )
    return element("p", _whole(status), class_=f"lb-banner {kind}")


def _help() -> Any:
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("I-01: every act and every refusal is one entry, written before its result leaves."),
                say("I-03, I-04: entries are chained; a signed checkpoint fixes their number and root."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("Verifying reads the whole log and changes nothing. Asking a question is itself an entry.")),
        element("h2", say("Who will see it")),
        element("p", say("Answers hold no pictures and no names.")),
    )
