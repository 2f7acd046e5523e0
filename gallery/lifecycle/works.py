"""Carrying out a released run of destruction: remove, rewrite, look again, prove, certify; resumed wherever it ended.

Each batch is an entry of the log that names every lineage, durable before the rows go. What a crash leaves is found by
the states of the lines and done again: no step harms when it is done twice. A certificate is made only when every
store was looked at again and holds nothing (F-32, F-33).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import numpy as np
from sqlalchemy.exc import OperationalError

from audits.event import LIST_LIMIT, Detail
from audits.events import CertificateIssued, EligibilityChanged, LineageDestroyed, RecordKeeperAsked
from gallery.index.absence import Absences
from gallery.index.exact import Index
from gallery.keys import Keys
from gallery.ledger import Act, Ledger
from gallery.lifecycle.certificate import sign, statement_of
from gallery.lifecycle.certificate_folder import CertificateFolder, Issued, groups_of
from gallery.lifecycle.record_keeper import sealed_fps
from gallery.lifecycle.stores import Stores
from gallery.records import destructions as kept
from gallery.records.destructions import Line, Run
from gallery.records.erasing import erase_pictures
from gallery.records.ids import new_id
from gallery.records.keeper_requests import KeeperRequest, add_requests
from gallery.rules import Rules
from kernel_lib.errors import LeadbookError
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import DestructionState, RunState

Each = TypeVar("Each")

_log = logging.getLogger("leadbook.service")

_PAGE = 50_000
_CERTIFIED_AT_ONCE = 5_000
_WAITS = "hold or changed state"


@dataclass
class Works:
    """Works on released runs, one at a time, in whatever thread asks; `pause` waits so many seconds."""

    ledger: Ledger
    rules: Rules
    stores: Stores
    index: Index
    keys: Keys
    folder: CertificateFolder
    pause: Callable[[float], object] = time.sleep
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _over: threading.Event = field(default_factory=threading.Event, repr=False)

    def carry_on(self) -> int:
        """Work until no run is released or the service ends; return how many certificates were issued.

        Raises:
            LogUnavailable: nothing more was removed; the next call goes on.
            OSError: a store could not be emptied; the next call tries again.
        """
        issued, seen = 0, set[str]()
        with self._turn:
            while run := next((each for each in self._released() if each.id not in seen), None):
                seen.add(run.id)
                issued += self._work(run)
        return issued

    def start(self) -> None:
        """Work in a thread of its own, if none does; what it cannot do is tried again by the next housekeeping."""
        if self._turn.locked():
            return
        threading.Thread(target=self._try, name="destruction", daemon=True).start()

    def _try(self) -> None:
        try:
            self.carry_on()
        except (LeadbookError, OperationalError, OSError) as error:
            _log.error("destruction put off: %s", type(error).__name__)

    def close(self) -> None:
        """Let the batch under way end, and begin no other."""
        self._over.set()
        with self._turn:
            pass

    def _released(self) -> tuple[Run, ...]:
        with self.ledger.reading() as connection:
            return kept.released_runs(connection)

    def _work(self, run: Run) -> int:
        while not self._over.is_set() and (batch := self._next(run)):
            began = time.monotonic()
            self._remove(run, batch)
            self.pause(max(0.0, len(batch) * 60 / run.per_minute - (time.monotonic() - began)))
        with self.ledger.reading() as connection:
            now = kept.run_by_id(connection, run.id)
            planned = kept.lines_in(connection, run.id, DestructionState.PLANNED, 1)
        if self._over.is_set() or planned or now is None or now.state is not RunState.RELEASED:
            return 0
        return self._certify(run)

    def _next(self, run: Run) -> tuple[Line, ...]:
        """Return the next lines, or none: all are removed, or somebody stopped the run."""
        with self.ledger.reading() as connection:
            now = kept.run_by_id(connection, run.id)
            if now is None or now.state is not RunState.RELEASED:
                return ()
            return kept.lines_in(connection, run.id, DestructionState.PLANNED, self.rules.destruction.at_once)

    def _remove(self, run: Run, batch: Sequence[Line]) -> None:
        """The entry that names each lineage is durable first; rows go in one transaction, files once it holds."""
        with self.ledger.act(None, EligibilityChanged, object_id=run.id) as act:
            act.decided_by("F-32")
            due = kept.still_due(act.connection, batch, self.rules.who.local_day(act.now, run.service))
            gone = [line for line in batch if line.lineage_id in due]
            waiting = [line.lineage_id for line in batch if line.lineage_id not in due]
            kept.change_lines(act.connection, waiting, state=DestructionState.WAITING, told=_WAITS)
            act.note(changed=len(gone), now_destroyed=len(gone), waiting=len(waiting))
            if gone:
                entry = act.also(LineageDestroyed, **_named(gone), rule_version=self.rules.destruction.version)
                self._ask_keeper(act, run, gone)
                numbers = erase_pictures(act.connection, [line.picture_id for line in gone], act.now)
                kept.change_each(act.connection, [_gone(line, numbers, entry, act.now) for line in gone])
        self.stores.files.remove(gone)

    def _ask_keeper(self, act: Act, run: Run, gone: Sequence[Line]) -> None:
        """Ask the RCMP for what it holds of the same people, while their numbers are still known (F-36)."""
        known = kept.fps_numbers(act.connection, [line.lineage_id for line in gone])
        today = self.rules.who.local_day(act.now, run.service)
        chase_on = today + timedelta(days=self.rules.destruction.chase_after_days)
        asked = [
            KeeperRequest(
                id=new_id(),
                service=run.service,
                run_id=run.id,
                lineage_id=line.lineage_id,
                sealed_fps=sealed_fps(self.keys.master, line.lineage_id, known[line.lineage_id]),
                rule=line.rule,
                asked_at=act.now,
                chase_on=chase_on,
            )
            for line in gone
            if line.lineage_id in known
        ]
        if asked:
            add_requests(act.connection, asked)
            act.also(RecordKeeperAsked, asked=len(asked), chased=0)

    def _certify(self, run: Run) -> int:
        """Empty the stores of all that was removed, look again, and certify a page at a time; a page needs no other."""
        self.stores.empty(self._removed(run))
        issued = 0
        for page in self._removed(run):
            if self._over.is_set():
                return issued
            issued += self._look_again(run, page)
        with self.ledger.act(None, CertificateIssued, object_id=run.id) as act:
            act.decided_by("F-32")
            counts = kept.counts_of(act.connection, run.id)
            still_in = sorted(kept.stores_told(act.connection, run.id).keys() - {_WAITS})
            kept.change_run(act.connection, run.id, state=RunState.FINISHED, finished_at=act.now)
            act.note(what="run finished", **{str(state): count for state, count in sorted(counts.items())})
            if still_in:
                act.note(still_in=still_in)
        return issued

    def _removed(self, run: Run) -> Iterator[tuple[Line, ...]]:
        """Give the lines without a certificate, a page at a time; no transaction is open between two."""
        page: tuple[Line, ...] = ()
        while True:
            after = page[-1].lineage_id if page else ""
            with self.ledger.reading() as connection:
                page = kept.lines_in(connection, run.id, DestructionState.REMOVED, _PAGE, after)
            if not page:
                return
            yield page

    def _look_again(self, run: Run, page: Sequence[Line]) -> int:
        """Certify those of a page of which no store holds anything, and say of the others which does."""
        left = self.stores.left(page)
        if left:
            self._put_down(run, left)
        clean = [line for line in page if line.lineage_id not in left]
        absences = self.index.absences(np.array([n for line in clean for n in line.numbers], np.int64))
        with self.ledger.unrecorded() as connection:
            kept.keep_proofs(connection, absences.named.name, _proofs(absences))
        for some in _parts(clean, _CERTIFIED_AT_ONCE):
            self._issue(run, some, absences)
        return len(clean)

    def _put_down(self, run: Run, left: Mapping[str, str]) -> None:
        with self.ledger.act(None, CertificateIssued, object_id=run.id) as act:
            act.decided_by("F-32")
            for store in sorted(set(left.values())):
                lineages = [each for each, name in left.items() if name == store]
                for part in _parts(lineages, _CERTIFIED_AT_ONCE):
                    kept.change_lines(act.connection, part, state=DestructionState.FAILED, told=store)
            act.note(what="still held", failed=len(left), still_in=sorted(set(left.values())))

    def _issue(self, run: Run, some: Sequence[Line], absences: Absences) -> None:
        named, results = absences.named, self.stores.results(some)
        with self.ledger.act(None, CertificateIssued, object_id=run.id) as act:
            moment = act.now.isoformat()
            signed = {
                line.lineage_id: sign(statement_of(line, moment, results[line.lineage_id], named), self.keys.signing)
                for line in some
            }
            lines = tuple(
                replace(line, state=DestructionState.DONE, done_at=act.now, certificate=signed[line.lineage_id])
                for line in some
            )
            # Before the act is committed: there is no certificate that a restore of older records would lose (M-10).
            self.folder.keep(Issued(run, lines, named.name, _proofs_for(absences, lines)))
            kept.change_each(act.connection, [_done(line) for line in lines])
            act.decided_by("F-32")
            act.note(certificates=len(signed), certificates_sha256=sha256_of(sorted(map(sha256_of, signed.values()))))
            act.note(index_sha256=named.name)


# Private


def _named(gone: Sequence[Line]) -> dict[str, Detail]:
    ids = [line.lineage_id for line in gone]
    lists = {f"lineages_{place}": some for place, some in enumerate(_parts(ids, LIST_LIMIT), 1)}
    return {"removed": len(ids), "lineages_sha256": sha256_of(ids), **lists}


def _gone(line: Line, numbers: Mapping[str, list[int]], entry: int, now: datetime) -> dict[str, Any]:
    state, mine = DestructionState.REMOVED, numbers.get(line.picture_id, [])
    return {"key": line.lineage_id, "state": state, "numbers": mine, "log_entry": entry, "removed_at": now}


def _done(line: Line) -> dict[str, Any]:
    return {"key": line.lineage_id, "state": line.state, "done_at": line.done_at, "certificate": line.certificate}


def _proofs(absences: Absences) -> list[tuple[int, bytes, bytes]]:
    return [(group, proof.record, b"".join(proof.path)) for group, proof in sorted(absences.proofs.items())]


def _proofs_for(absences: Absences, lines: Sequence[Line]) -> tuple[tuple[int, bytes, bytes], ...]:
    wanted = groups_of(lines)
    mine = {group: proof for group, proof in absences.proofs.items() if group in wanted}
    return tuple(_proofs(Absences(absences.named, mine)))


def _parts(values: Sequence[Each], size: int) -> Iterator[Sequence[Each]]:
    yield from (values[start : start + size] for start in range(0, len(values), size))
