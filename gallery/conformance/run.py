"""Every requirement with pass, fail or unproven, as one document signed by the key of the log (W-22)."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from audits.analytics import Answer, Scalar
from audits.destroyed import Register
from audits.events import ConformanceRun
from gallery.assessment.proofs import REFUSED, proof_of, proofs
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.conformance import (
    assessing,
    destroying,
    enrolling,
    examining,
    following,
    holding,
    intake,
    listing,
    logged,
    measuring,
    probes,
    publishing,
    rights,
    searching,
    securing,
    sharing,
    staffing,
    tried,
    youth,
)
from gallery.conformance.elsewhere import shown_elsewhere
from gallery.conformance.finding import Check, Finding, Outcome, Seen
from gallery.control.tuning import in_force
from gallery.desk.log import LogDesk
from gallery.ledger import Act, Prepared
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.settings import Settings
from kernel_lib.wire.conformance import ConformanceView, RequirementLine

IN_TURN: tuple[Check, ...] = (*tried.CHECKS, searching.index_as_records, destroying.destroyed_stays_destroyed)
"""Checks that write what they undo, or compare stores that may not move meanwhile: they take their turn among acts."""

BESIDE: tuple[Check, ...] = (
    *intake.CHECKS,
    *probes.CHECKS,
    *searching.CHECKS,
    *listing.CHECKS,
    *examining.CHECKS,
    *following.CHECKS,
    *enrolling.CHECKS,
    *holding.CHECKS,
    *destroying.CHECKS,
    *youth.CHECKS,
    *rights.CHECKS,
    *sharing.CHECKS,
    *staffing.CHECKS,
    *logged.CHECKS,
    *publishing.CHECKS,
    *assessing.CHECKS,
    *measuring.CHECKS,
    *securing.CHECKS,
)
"""Checks that only read: they look at one state of the records while others go on working."""

LAST_ACTS = "last_of_each_act"
FORMAT = "leadbook-conformance/1"
_ORDER = (Outcome.FAIL, Outcome.PASS, Outcome.UNPROVEN)


@dataclass(frozen=True)
class Conformance:
    """What the checks need, and the key that signs what they found."""

    casework: Casework
    log: LogDesk
    settings: Settings
    destroyed: Register
    signing: Ed25519PrivateKey
    version: str
    in_turn: tuple[Check, ...] = IN_TURN
    beside: tuple[Check, ...] = BESIDE

    def run(self, person: Person, routes: tuple[str, ...]) -> ConformanceView:
        """Check every requirement now; nothing is changed, what is tried is undone."""
        prepared = Prepared(lambda: self._beside(routes))
        with self.casework.ledger.act(person, ConformanceRun) as act:
            last_acts, read = prepared.demand()
            seen = self._seen(act.connection, routes, last_acts, act.now)
            found = [*(check(seen) for check in self.in_turn), *read]
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

    def _beside(self, routes: tuple[str, ...]) -> tuple[dict[str, date], list[Finding]]:
        """Make every check that only reads, before the act takes its turn; the log is recomputed here as well."""
        last_acts = self._last_acts()
        with self.casework.ledger.reading() as connection:
            seen = self._seen(connection, routes, last_acts, self.casework.ledger.now())
            return last_acts, [check(seen) for check in self.beside]

    def _last_acts(self) -> dict[str, date]:
        return {str(row[0]): date.fromisoformat(str(row[2])[:10]) for row in self._ask(LAST_ACTS).rows}

    def _ask(self, name: str, **parameters: Scalar) -> Answer:
        return self.log.answer(name, parameters)

    def _seen(self, connection: Connection, routes: tuple[str, ...], last_acts: dict[str, date], now: datetime) -> Seen:
        return Seen(
            connection=connection,
            settings=self.settings,
            rules=in_force(connection, self.casework.rules),
            casework=self.casework,
            log=self.log,
            destroyed=self.destroyed.lineages,
            last_acts=last_acts,
            routes=routes,
            now=now,
            ask=cache(self._ask),  # several checks ask the same question: once a look is enough
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
    """One line a requirement; several of one pass when each that had something to look at does."""
    by_row: dict[str, list[Finding]] = {}
    for each in found:
        by_row.setdefault(each.row, []).append(each)
    return tuple(_line(row, by_row.get(row, [])) for row in dict.fromkeys([*proofs(), *by_row]))


def _line(row: str, found: list[Finding]) -> RequirementLine:
    proof = proof_of(row)
    tests = len(proof.tests)
    if not found:
        why = f"refused: {proof.reason}" if proof.state == REFUSED else shown_elsewhere(row)
        return RequirementLine(row=row, outcome=Outcome.UNPROVEN, seen=why, tests=tests)
    told = sorted(found, key=lambda each: (_ORDER.index(each.outcome), each.idle))
    outcomes = [each.outcome for each in found if not each.idle] or [Outcome.UNPROVEN]
    outcome = next((each for each in (Outcome.FAIL, Outcome.UNPROVEN) if each in outcomes), Outcome.PASS)
    return RequirementLine(row=row, outcome=outcome, seen="; ".join(each.seen for each in told), tests=tests)
