"""A member reports wrongdoing; compliance reads and answers; the author looks for the answer by a code (H-10).

What an author does is recorded without account and workstation: the log says that it was done. What remains is said to
the author before filing: its moment stands in the log, beside the moments of other acts.
"""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from audits.events import WrongdoingAnswered, WrongdoingAnswerRead, WrongdoingRead, WrongdoingReported
from gallery.authority import Person
from gallery.keys import own_key, seal, unseal
from gallery.ledger import Ledger, Visitor
from gallery.records.wrongdoing import (
    WrongdoingReport,
    add_wrongdoing_report,
    answer_wrongdoing_report,
    wrongdoing_report_by_code,
    wrongdoing_report_by_id,
    wrongdoing_reports_held,
)
from gallery.rules.wrongdoing import WrongdoingRules
from kernel_lib.errors import NotFound, SettingsError, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.wrongdoing import (
    WrongdoingAnswer,
    WrongdoingBox,
    WrongdoingCode,
    WrongdoingFiled,
    WrongdoingGuide,
    WrongdoingOffered,
    WrongdoingStanding,
    WrongdoingView,
)

KEY_NAME = "wrongdoing.key"
_CODE_BYTES = 15


@dataclass(frozen=True)
class Wrongdoing:
    """The box of reports, under a key that seals nothing else."""

    ledger: Ledger
    rules: WrongdoingRules
    key: bytes = field(repr=False)

    def guide(self) -> WrongdoingGuide:
        """Return how an author is protected, and where else a report may go."""
        with self.ledger.act(Visitor(), WrongdoingAnswerRead) as act:
            act.note(guide=True)
        told, other = self.rules.protection, self.rules.commissioner
        return WrongdoingGuide(
            protection_en=told["en"], protection_fr=told["fr"], commissioner_en=other["en"], commissioner_fr=other["fr"]
        )

    def file(self, offered: WrongdoingOffered) -> WrongdoingFiled:
        """Keep a report, sealed, and return the code that opens its answer. Raises Unacceptable."""
        code = secrets.token_hex(_CODE_BYTES)
        with self.ledger.act(Visitor(), WrongdoingReported) as act:
            self._demand_length(offered.words)
            # Drawn, and not in order of time as other ids are: the order of reports tells nobody anything.
            report_id = str(uuid4())
            report = WrongdoingReport(
                id=report_id,
                code_sha256=_hash(code),
                sealed=seal(self.key, offered.words.encode(), f"report {report_id}"),
                filed_on=act.now.date(),
                state="waiting",
            )
            add_wrongdoing_report(act.connection, report)
        return WrongdoingFiled(code=code)

    def standing(self, offered: WrongdoingCode) -> WrongdoingStanding:
        """Return how the report of a code stands. Raises NotFound."""
        with self.ledger.act(Visitor(), WrongdoingAnswerRead) as act:
            report = wrongdoing_report_by_code(act.connection, _hash(offered.code))
            if report is None:
                raise NotFound("H-10", "No report has this code.", "Type it as it was told.")
            return WrongdoingStanding(
                filed_on=report.filed_on,
                state="answered" if report.sealed_answer else "waiting",
                answer=self._answer(report),
                answered_on=report.answered_on,
            )

    def box(self, person: Person) -> WrongdoingBox:
        """Return every report, opened."""
        with self.ledger.act(person, WrongdoingRead) as act:
            held = wrongdoing_reports_held(act.connection)
            act.note(reports=len(held))
            return WrongdoingBox(reports=tuple(map(self._view, held)))

    def answer(self, person: Person, report_id: str, given: WrongdoingAnswer) -> WrongdoingBox:
        """Answer a report once. Raises NotFound, WrongState, Unacceptable."""
        with self.ledger.act(person, WrongdoingAnswered, object_id=report_id) as act:
            report = wrongdoing_report_by_id(act.connection, report_id)
            if report is None:
                raise NotFound("H-10", "There is no such report.", "Open the box again.")
            if report.sealed_answer:
                raise WrongState("H-10", "This report was answered already.", "Read the answer.")
            self._demand_length(given.words)
            sealed = seal(self.key, given.words.encode(), f"answer {report.id}")
            answer_wrongdoing_report(act.connection, report.id, sealed, act.now.date())
            return WrongdoingBox(reports=tuple(map(self._view, wrongdoing_reports_held(act.connection))))

    # Private

    def _view(self, report: WrongdoingReport) -> WrongdoingView:
        return WrongdoingView(
            id=report.id,
            filed_on=report.filed_on,
            words=unseal(self.key, report.sealed, f"report {report.id}").decode(),
            answer=self._answer(report),
            answered_on=report.answered_on,
        )

    def _answer(self, report: WrongdoingReport) -> str:
        if report.sealed_answer is None:
            return ""
        return unseal(self.key, report.sealed_answer, f"answer {report.id}").decode()

    def _demand_length(self, words: str) -> None:
        if not self.rules.min_length <= len(words) <= self.rules.max_length:
            message = f"Write from {self.rules.min_length} to {self.rules.max_length} characters."
            raise Unacceptable("H-10", message, "Nothing was kept.", fields={"words": message})


def open_key(folder: Path, *, held: bool) -> bytes:
    """Load the key of the box, or make it at first use; `held` says whether reports are sealed by it already.

    Raises:
        SettingsError: reports are held and their key is missing; a new one would only hide that nobody can read them.
    """
    if held and not (folder / KEY_NAME).exists():
        raise SettingsError(f"keys: expected {KEY_NAME}, got none, while reports are sealed by it; restore it")
    return own_key(folder, KEY_NAME)


def _hash(code: str) -> str:
    return sha256_hex(code.strip().lower().encode())
