"""The report of destruction: due, done, late with its days, held, failed, by rule; what must be explained (F-34)."""

from dataclasses import dataclass

from sqlalchemy import Connection

from audits.events import DestructionViewed, LateExplained
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.destruction_report import (
    Explanation,
    add_explanation,
    count_held,
    counts_by_rule,
    explained,
)
from gallery.records.destructions import due_counts
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.destruction import ComplianceLine, ComplianceReport, LateExplanation


@dataclass(frozen=True)
class DestructionReport:
    """Shows how the days are kept, and takes explanations."""

    ledger: Ledger
    rules: Rules

    def show(self, person: Person) -> ComplianceReport:
        """Return the report of the person's service today."""
        with self.ledger.act(person, DestructionViewed) as act:
            report = self._report(act.connection, person.service)
            act.note(what="compliance report", unexplained=len(report.unexplained))
        return report

    def explain(self, person: Person, asked: LateExplanation) -> ComplianceReport:
        """Keep why what is due under a rule is late.

        Raises:
            Unacceptable: nothing is late under the rule, the reason is too short, or its day is past or too far off.
        """
        limits = self.rules.destruction
        with self.ledger.act(person, LateExplained) as act:
            today = self.rules.who.local_day(act.now, person.service)
            report = self._report(act.connection, person.service)
            if asked.rule not in {line.rule for line in report.lines if line.late}:
                raise Unacceptable("F-34", "Nothing is late under this rule.", "Look at the report again.")
            days = (asked.until - today).days
            if len(asked.reason.strip()) < limits.reasons_min_length or not 0 <= days <= limits.within_days:
                least, most = limits.reasons_min_length, limits.within_days
                reason = f"An explanation needs {least} characters and a day within {most} days."
                raise Unacceptable("F-34", reason, "Add what is missing.", fields={"reason": reason})
            given = Explanation(
                new_id(), person.service, asked.rule, asked.until, asked.reason, person.account_id, act.now
            )
            add_explanation(act.connection, given)
            act.about(object_id=given.id)
            act.note(of_rule=asked.rule, until=asked.until.isoformat(), reason_sha256=sha256_of(asked.reason))
            return self._report(act.connection, person.service)

    def unexplained(self, connection: Connection, service: str) -> tuple[str, ...]:
        """Return the rules under which destruction is late today and nobody has explained it."""
        return self._report(connection, service).unexplained

    def demand_explained(self, connection: Connection, service: str) -> None:
        """Do nothing while nothing is late unexplained. Raises WrongState: no annual report goes out then."""
        late = self.unexplained(connection, service)
        if late:
            reason = f"Destruction is late without an explanation under: {', '.join(late)}."
            raise WrongState("F-34", reason, "Destroy what is due, or explain it; then release the report.")

    def _report(self, connection: Connection, service: str) -> ComplianceReport:
        today = self.rules.who.local_day(self.ledger.now(), service)
        within = self.rules.destruction.within_days
        told = explained(connection, service, today)
        counts = counts_by_rule(connection, service, today, within)
        lines = tuple(
            ComplianceLine(
                rule=rule,
                sentence=self.rules.eligibility.sentence(rule),
                explained=rule in told,
                **vars(mine),
            )
            for rule, mine in sorted(counts.items())
        )
        kept = sum(each.held for each in due_counts(connection, service, today))
        return ComplianceReport(
            today=today,
            within_days=within,
            held=count_held(connection, service) + kept,
            lines=lines,
            unexplained=tuple(line.rule for line in lines if line.late and not line.explained),
        )
