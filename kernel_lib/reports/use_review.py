"""The annual review: use as the log tells it, against what was assessed (K-10)."""

from dataclasses import dataclass

from kernel_lib.reports import show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.table import Cell
from kernel_lib.wire.assessment import UseReview


@dataclass(frozen=True)
class Review:
    """A period compared with the accepted version."""

    review: UseReview

    def state(self) -> Blocks:
        """Say what was compared with what, and how it came out."""
        version = self.review.version
        if version is None:
            return show.joined([show.remark("No assessment has been accepted; there is nothing to compare use with.")])
        told: dict[str, Cell] = {
            "Period": f"{self.review.period_start} – {self.review.period_end}",
            "Compared with version": version.number,
            "SHA-256 of that version": version.sha256,
            "Values looked at": self.review.looked_at,
            "Divergences": len(self.review.divergences),
        }
        verdict = "Use was as assessed." if not self.review.divergences else "Use was NOT as assessed."
        return show.joined([show.facts(told), show.remark(verdict)])

    def divergences(self) -> Block:
        """Show each way in which use was not as assessed, with where it is in the log."""
        rows = [
            (each.kind, each.used, each.assessed, each.count, each.first_sequence, each.last_sequence)
            for each in self.review.divergences
        ]
        columns = ("Kind", "Used", "Assessed", "Times", "First entry", "Last entry")
        return show.table("Divergences from the assessment", columns, rows, whole=True, empty="None.")

    def check(self, checks: Checks) -> None:
        """Note what must hold for the report to be kept."""
        checks.expect("There is an accepted version to compare with", True, self.review.version is not None)
        placed = sum(each.first_sequence <= each.last_sequence for each in self.review.divergences)
        checks.expect("Every divergence names its entries of the log", len(self.review.divergences), placed)
