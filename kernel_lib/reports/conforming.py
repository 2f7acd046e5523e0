"""The conformance report: each requirement with its outcome, and the signature under it (W-22)."""

from collections import Counter
from dataclasses import dataclass

from kernel_lib.hashing import sha256_hex
from kernel_lib.reports import show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.table import Cell
from kernel_lib.wire.conformance import ConformanceView
from kernel_lib.words.spoken import told

_ORDER = ("fail", "unproven", "pass")


@dataclass(frozen=True)
class Conforming:
    """What one run found."""

    view: ConformanceView

    def tally(self) -> Blocks:
        """Show how many requirements have which outcome, and what signs for it."""
        counts = Counter(each.outcome for each in self.view.lines)
        rows = [(told(each), counts[each]) for each in _ORDER]
        signed: dict[str, Cell] = {
            "Checked": self.view.checked_at,
            "SHA-256 of the signed document": self.view.sha256,
            "Signature (Ed25519)": self.view.signature,
            "Public key": self.view.public_key,
        }
        return show.joined([show.table("Outcomes", ("Outcome", "Requirements"), rows), show.facts(signed)])

    def failed(self) -> Block:
        """Show what does not hold."""
        rows = [(each.row, each.seen) for each in self.view.lines if each.outcome == "fail"]
        return show.table("Requirements that do not hold", ("Row", "Seen"), rows, whole=True, empty="None.")

    def lines(self) -> Block:
        """Show every requirement."""
        rows = [(each.row, told(each.outcome), each.seen, each.tests) for each in self.view.lines]
        columns = ("Row", "Outcome", "Seen on this installation", "Tests of the product")
        return show.table("Every requirement", columns, rows, whole=True, shares=(8, 12, 64, 16))

    def check(self, checks: Checks) -> None:
        """Note what must hold for the report to be kept."""
        signed = sha256_hex(self.view.document.encode())
        checks.expect("The document is the one whose hash is told", self.view.sha256, signed)
        known = sum(each.outcome in _ORDER for each in self.view.lines)
        checks.expect("Every requirement has an outcome", len(self.view.lines), known)
