"""The bias report: error counts by group as far as an evaluation on file holds them, and nothing beyond (L-07)."""

from dataclasses import dataclass

from kernel_lib.reports import show
from kernel_lib.reports.accuracy import Accuracy
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.wire.evaluation import EvaluationsView


@dataclass(frozen=True)
class Bias:
    """What is on file now, newest evaluation first."""

    held: EvaluationsView

    def state(self) -> Block:
        """Say which evaluation the groups below come from."""
        return show.facts({"On file": self.held.state})

    def groups(self) -> Blocks:
        """Show the groups of the newest evaluation; without one, say so: no difference is claimed either way."""
        if not self.held.evaluations:
            return show.joined([show.not_recorded("error counts by group: no evaluation is on file.")])
        return show.joined([Accuracy(self.held.evaluations[0]).groups(), show.remark(_LIMIT)])

    def gap(self) -> Block:
        """Say what only people can bring: a study of groups with its own labelled pictures."""
        return show.not_recorded(f"{_STUDY}.")

    def check(self, checks: Checks) -> None:
        """Note what must hold for the report to be kept."""
        rated = [each for e in self.held.evaluations[:1] for each in e.groups if each.operating]
        other = [each.group for each in rated if each.operating and each.operating.fnir.of != each.mated]
        checks.expect("Every rate of a group counts the searches of that group", [], other)
        checks.expect("What is on file is said in words", True, bool(self.held.state))


_LIMIT = "Groups with too few searches are not established: that is no finding of no difference."
_STUDY = "a study of differences between groups, with its set, its ranges and its tolerance, from the evaluation work"
