"""What keeps a report from going out: late destruction, open questions, an amendment that waits (F-34, K-01, K-03)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from gallery.assessment.watched import drift, watched
from gallery.casework.means import Casework
from gallery.lifecycle.compliance import DestructionReport
from gallery.records.amendments import amendments_to
from gallery.records.assessments import accepted_version, answers_of
from kernel_lib.errors import WrongState
from kernel_lib.wire.reports import BlockView

ANNUAL = "annual_transparency"
OF_ASSESSMENT = ("privacy_impact", "privacy_impact_public")


@dataclass(frozen=True)
class Blocks:
    """Tells what keeps reports back, and refuses while anything does."""

    casework: Casework
    destruction: DestructionReport

    def of(self, connection: Connection, service: str, report: str) -> tuple[BlockView, ...]:
        """Return what keeps a report of a service from going out now."""
        if report == ANNUAL:
            late = self.destruction.unexplained(connection, service)
            told = f"Destruction is late without an explanation under: {', '.join(late)}."
            return (BlockView(rule="F-34", reason=told),) if late else ()
        return tuple(self._of_assessment(connection, service)) if report in OF_ASSESSMENT else ()

    def demand_none(self, connection: Connection, service: str, report: str) -> None:
        """Do nothing while nothing keeps a report back. Raises WrongState with the first rule that does."""
        if report == ANNUAL:
            self.destruction.demand_explained(connection, service)
            return
        for block in self.of(connection, service, report):
            raise WrongState(block.rule, block.reason, "Settle it on the page of the privacy assessment.")

    def _of_assessment(self, connection: Connection, service: str) -> Iterator[BlockView]:
        rules = self.casework.rules
        answers = answers_of(connection, service)
        is_open = [each for each in rules.assessment.questions if each not in answers or not answers[each].text.strip()]
        if is_open:
            yield BlockView(rule="K-01", reason=f"Questions of the privacy assessment are open: {len(is_open)}.")
        version = accepted_version(connection, service)
        if version is None:
            yield BlockView(rule="K-01", reason="No version of the privacy assessment is accepted.")
            return
        now = watched(connection, rules, service, self.casework.faces.model_id)
        changed = drift(version, amendments_to(connection, version.id), now)
        if changed:
            reason = "What is in force was not assessed: an amendment waits for two people."
            yield BlockView(rule="K-03", reason=reason)
