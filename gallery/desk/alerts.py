"""The alerts of the audit dashboard: named questions over dated thresholds, counted over a period (I-05, J-14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from audits.analytics import Answer, Scalar, question
from audits.events import AlertsViewed
from gallery.authority import Person
from gallery.desk.log import LogDesk
from gallery.ledger import Ledger, Prepared
from gallery.rules.alerts import Alert, AlertRules
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.dashboard import AlertsView, AlertView

LONGEST = timedelta(days=731)


@dataclass(frozen=True)
class AlertsDesk:
    """Counts every alert; the rows behind a count are those of its question."""

    ledger: Ledger
    log: LogDesk
    rules: AlertRules

    def show(self, person: Person, first: date, last: date) -> AlertsView:
        """Return every alert of the days from `first` to `last`, UTC, both included.

        Raises:
            Unacceptable: the days are in no order, or too many (rule I-05).
        """
        prepared = Prepared(lambda: self._counted(first, last))
        with self.ledger.act(person, AlertsViewed) as act:
            counted, events = prepared.demand()
            act.note(
                first_day=first.isoformat(),
                last_day=last.isoformat(),
                events=events,
                raised=sum(each.raised for each in counted),
            )
            return AlertsView(
                first_day=first,
                last_day=last,
                as_of=act.now,
                events=events,
                rules_version=self.rules.version,
                alerts=counted,
            )

    # Private

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
