"""The audit log for those who look after it: its state, its proof, its entries, its questions, its snapshot."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from audits.analytics import Answer, Scalar
from audits.checkpoint import SignedLog
from audits.events import LogRead, LogVerified, StatusViewed
from audits.note import read_note
from audits.segments import Entry, read_since
from audits.verify import Verdict, verify
from gallery.authority import Person
from gallery.desk.extract import Extract
from gallery.ledger import Ledger, Prepared
from kernel_lib.wire.audit import FaultView, LogStatus, RecentEvent

_RECENT = 200
_FAULTS_SHOWN = 50


class LogDesk:
    """Reads the log's files and the snapshot made from them; writes nothing but the entries of its own acts."""

    def __init__(self, ledger: Ledger, log: SignedLog, audit_dir: Path, analytics_dir: Path) -> None:
        self._ledger = ledger
        self._log = log
        self._audit_dir = audit_dir
        self._extract = Extract(log, audit_dir, analytics_dir)
        self._verdict: Verdict | None = None
        self._verified_at: datetime | None = None

    @property
    def events(self) -> int:
        """How many entries there are."""
        return self._log.size

    @property
    def verified(self) -> tuple[datetime | None, bool | None]:
        """When the log was last recomputed by this process, and whether it was whole."""
        return self._verified_at, self._verdict.whole if self._verdict else None

    def recompute(self) -> Verdict:
        """Recompute the whole log from its files and keep the verdict."""
        now = self._ledger.now()
        self._verdict, self._verified_at = verify(self._audit_dir), now
        return self._verdict

    def status(self, person: Person) -> LogStatus:
        """Return the last verification and the last checkpoint."""
        with self._ledger.act(person, StatusViewed):
            pass
        return self._status()

    def verify(self, person: Person) -> LogStatus:
        """Recompute the whole log now, record the verdict, and return it."""
        prepared = Prepared(self.recompute)
        with self._ledger.act(person, LogVerified) as act:
            verdict = prepared.demand()
            act.note(events=verdict.events, whole=verdict.whole, root=verdict.root, faults=len(verdict.faults))
        return self._status()

    def recent(self, person: Person) -> tuple[RecentEvent, ...]:
        """Return the latest entries, newest first."""
        prepared = Prepared(
            lambda: deque(read_since(self._audit_dir, max(0, self._log.size - _RECENT)), maxlen=_RECENT)
        )
        with self._ledger.act(person, LogRead) as act:
            entries = prepared.demand()
            act.note(entries=len(entries))
        return tuple(_recent(entry) for entry in reversed(entries))

    def answer(self, name: str, parameters: Mapping[str, Scalar]) -> Answer:
        """Ask a named question of the log as it is now, for an act that records it.

        Raises:
            NotFound: there is no such question.
            Unacceptable: a parameter is unknown, missing or of another kind.
        """
        return self._extract.ask(name, parameters)

    def fresh(self) -> Path:
        """Return a snapshot of the log as it is now, for acts that count published figures."""
        return self._extract.fresh()

    def handed_over(self, veil: str = "") -> tuple[bytes, int]:
        """Return a file of the log to take away, and of how many entries; `veil` gives other words for people."""
        return self._extract.handed_over(veil)

    def _status(self) -> LogStatus:
        verdict = self._verdict
        checkpoint = read_note((self._audit_dir / "latest").read_bytes(), self._log.public_key, "latest")
        found = verdict.faults[:_FAULTS_SHOWN] if verdict else ()
        faults = [FaultView(place=each.place, kind=each.kind, message=each.message) for each in found]
        if self._log.unpublished:
            faults.append(FaultView(place="publication", kind="checkpoint", message=self._log.unpublished))
        return LogStatus(
            events=self._log.size,
            whole=verdict.whole if verdict else None,
            verified_at=self._verified_at,
            root=self._log.root,
            checkpoint_size=checkpoint.size,
            checkpoint_at=datetime.fromisoformat(checkpoint.time),
            faults=tuple(faults),
        )


def _recent(entry: Entry) -> RecentEvent:
    event = entry.event
    return RecentEvent(
        sequence=entry.sequence,
        time=entry.time,
        act=event.act,
        actor_id=event.actor_id,
        role=event.role,
        object_id=event.object_id,
        result=event.result,
        rule=event.rule,
    )
