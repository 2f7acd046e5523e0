"""Every requirement with pass, fail or unproven, as one document signed by the key of the log (W-22)."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits import analytics
from audits.destroyed import Register
from audits.events import ConformanceRun
from gallery.assessment.proofs import REFUSED, proofs
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.conformance import around, kept, tried
from gallery.conformance.finding import Check, Finding, Outcome, Seen
from gallery.control.tuning import in_force
from gallery.desk.log import LogDesk
from gallery.ledger import Act, Prepared
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.settings import Settings
from kernel_lib.wire.conformance import ConformanceView, RequirementLine

CHECKS: tuple[Check, ...] = (*tried.CHECKS, *kept.CHECKS, *around.CHECKS)
LAST_ACTS = "last_of_each_act"
FORMAT = "leadbook-conformance/1"


@dataclass(frozen=True)
class Conformance:
    """What the checks need, and the key that signs what they found."""

    casework: Casework
    log: LogDesk
    settings: Settings
    destroyed: Register
    signing: Ed25519PrivateKey
    version: str
    checks: tuple[Check, ...] = CHECKS

    def run(self, person: Person, routes: tuple[str, ...]) -> ConformanceView:
        """Check every requirement now; nothing is changed, what is tried is undone."""
        prepared = Prepared(self._last_acts)
        with self.casework.ledger.act(person, ConformanceRun) as act:
            found = [check(self._seen(act, routes, prepared.demand())) for check in self.checks]
            lines = _lines(found)
            content = canonical_json(self._body(act, lines))
            counts = {str(each): sum(line.outcome == each for line in lines) for each in Outcome}
            act.note(sha256=sha256_hex(content), checks=len(found), **counts)
            public = self.signing.public_key().public_bytes_raw()
            return ConformanceView(
                checked_at=act.now,
                lines=lines,
                document=content.decode(),
                sha256=sha256_hex(content),
                signature=base64.b64encode(self.signing.sign(content)).decode(),
                public_key=base64.b64encode(public).decode(),
            )

    # Private

    def _last_acts(self) -> dict[str, date]:
        answer = analytics.ask(self.log.fresh(), LAST_ACTS, {})
        return {str(row[0]): date.fromisoformat(str(row[2])[:10]) for row in answer.rows}

    def _seen(self, act: Act, routes: tuple[str, ...], last_acts: dict[str, date]) -> Seen:
        return Seen(
            connection=act.connection,
            settings=self.settings,
            rules=in_force(act.connection, self.casework.rules),
            casework=self.casework,
            log=self.log,
            destroyed=self.destroyed.lineages,
            last_acts=last_acts,
            routes=routes,
            now=act.now,
        )

    def _body(self, act: Act, lines: tuple[RequirementLine, ...]) -> dict[str, object]:
        return {
            "format": FORMAT,
            "version": self.version,
            "checked_at": act.now.isoformat(timespec="seconds"),
            "lines": [each.model_dump(mode="json") for each in lines],
        }


# Private


def _lines(found: Iterable[Finding]) -> tuple[RequirementLine, ...]:
    """One line a requirement; where several checks speak of one, it passes when each of them does."""
    by_row: dict[str, list[Finding]] = {}
    for each in found:
        by_row.setdefault(each.row, []).append(each)
    return tuple(_line(row, by_row.get(row, [])) for row in dict.fromkeys([*proofs(), *by_row]))


def _line(row: str, found: list[Finding]) -> RequirementLine:
    proof = proofs().get(row)
    tests = len(proof.tests) if proof else 0
    if not found:
        why = f"refused: {proof.reason}" if proof and proof.state == REFUSED else "no check on an installation shows it"
        return RequirementLine(row=row, outcome=Outcome.UNPROVEN, seen=why, tests=tests)
    outcomes = [each.outcome for each in found]
    outcome = next((each for each in (Outcome.FAIL, Outcome.UNPROVEN) if each in outcomes), Outcome.PASS)
    return RequirementLine(row=row, outcome=outcome, seen="; ".join(each.seen for each in found), tests=tests)
