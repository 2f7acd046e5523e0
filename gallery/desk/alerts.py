"""The alerts of the audit dashboard: named questions over dated thresholds, counted over a period (I-05, J-14)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from audits.analytics import Answer, Scalar, question
from audits.events import AlertsViewed
from gallery.authority import Person
from gallery.desk.log import LogDesk
from gallery.ledger import Ledger, Prepared
from gallery.rules.alerts import Alert, AlertRules
from kernel_lib.errors import Refused, Unacceptable
from kernel_lib.wire.dashboard import AlertsView, AlertView

LONGEST = timedelta(days=731)
_SITTINGS = 1_000
"""Sittings remembered at most; one that was forgotten is recorded once more."""


@dataclass(frozen=True)
class AlertsDesk:
    """Counts every alert; the rows behind a count are those of its question."""

    ledger: Ledger
    log: LogDesk
    rules: AlertRules
    _followed: dict[tuple[str, date, date], None] = field(default_factory=dict)

    def show(self, person: Person, first: date, last: date, *, following: bool = False) -> AlertsView:
        """Return every alert of the days from `first` to `last`, UTC, both included.

        `following` is for a page that asks again by itself: its first asking in a session is the entry that says so,
        and stands for all that follow; otherwise the page would fill the log that it looks at.

        Raises:
            Unacceptable: the days are in no order, or too many (rule I-05).
        """
        prepared = Prepared(lambda: self._counted(first, last))
        sitting = (person.session_id, first, last)
        if following and sitting in self._followed:
            with suppress(Refused):  # a refusal is an entry all the same: it is raised again in the act below
                return self._view(first, last, self.ledger.now(), prepared.demand())
        with self.ledger.act(person, AlertsViewed) as act:
            counted, events = prepared.demand()
            act.note(
                first_day=first.isoformat(),
                last_day=last.isoformat(),
                events=events,
                raised=sum(each.raised for each in counted),
            )
            if following:
                act.note(following=True)
        if following:
            self._remember(sitting)
        return self._view(first, last, act.now, (counted, events))

    # Private

    def _remember(self, sitting: tuple[str, date, date]) -> None:
        while len(self._followed) >= _SITTINGS:
            self._followed.pop(next(iter(self._followed)), None)
        self._followed[sitting] = None

    def _view(self, first: date, last: date, as_of: datetime, found: tuple[tuple[AlertView, ...], int]) -> AlertsView:
        counted, events = found
        return AlertsView(
            first_day=first,
            last_day=last,
            as_of=as_of,
            events=events,
            rules_version=self.rules.version,
            alerts=counted,
        )

    def _counted(self, first: date, last: date) -> tuple[tuple[AlertView, ...], int]:
        if not timedelta(0) <= last - first <= LONGEST:
            reason = f"A period has a first and a last day, and at most {LONGEST.days} days."
            raise Unacceptable("I-05", reason, "Choose other days.", fields={"first_day": reason})
        answers = [(alert, self._answer(alert, first, last)) for alert in self.rules.alerts]
        views = tuple(_view(alert, parameters, answer) for alert, (parameters, answer) in answers)
        return views, max(answer.events for _, (_, answer) in answers)

    def _answer(self, alert: Alert, first: date, last: date) -> tuple[dict[str, Scalar], Answer]:
        known = {each.name for each in question(alert.question).parameters}
        days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
        parameters: dict[str, Scalar] = {name: value for name, value in days.items() if name in known}
        parameters |= alert.parameters
        return parameters, self.log.answer(alert.question, parameters)


def _view(alert: Alert, parameters: dict[str, Scalar], answer: Answer) -> AlertView:
    return AlertView(
        id=alert.id,
        title=alert.title,
        question=alert.question,
        parameters=parameters,
        where=dict(alert.where),
        least=alert.least,
        count=sum(_agrees(dict(zip(answer.columns, row, strict=True)), alert.where) for row in answer.rows),
        sql_sha256=answer.sql_sha256,
    )


def _agrees(row: Mapping[str, Scalar], where: Mapping[str, Scalar]) -> bool:
    return all(row[column] == value for column, value in where.items())
