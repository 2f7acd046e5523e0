"""The log as the service holds it: every record is signed for before `append` returns.

Threads that append at the same time share one write and one signature (`audits.waiting`).

`latest` in the audit folder is replaced after each record. Every hundredth checkpoint, the first and the last of a run
are kept in `checkpoints/`, and each may be copied to a folder outside the administrator's reach (I-01).
"""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.events import Event
from audits.gaps import clock_gap, recovery, stop_gap, tree_rebuilt
from audits.log import Entry, Log, Record, write_durably
from audits.note import HISTORY_EVERY, Checkpoint, LogKey, read_note, sign
from audits.opening import BATCH_LIMIT
from audits.segments import time_text, told
from audits.waiting import Queue, Waiting
from kernel_lib.errors import LogDamaged, LogUnavailable

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def open_log(
    folder: Path,
    key: Ed25519PrivateKey,
    *,
    origin: str = "leadbook",
    clock: Clock = utc_now,
    publish_dir: Path | None = None,
    history_every: int = HISTORY_EVERY,
) -> "SignedLog":
    """Open the audit log for writing, as its only writer.

    Hashes that the last checkpoint vouches for stand for the records before the last segment, which is read and
    compared (`audits.opening`); all of it is read by `audits.verify`. What a crash left unfinished is set aside and
    recorded, and so is the time for which nothing was recorded.

    Raises:
        LogUnavailable: the folder cannot be written, or another process writes it.
        LogDamaged: the log is not whole, or was signed by another key.
    """
    public = LogKey.of(origin, key)
    log = Log(folder, signed=lambda: _signed(folder, public))
    try:
        return SignedLog(folder, log, key, public, clock, publish_dir, history_every)
    except BaseException:
        log.close()
        raise


class SignedLog:
    """The open log. May be used by several threads; use it as a context or call `close`.

    `unpublished` says why the last copy to the publication folder failed, or is None. That does not stop the log: the
    copy is tried again with the next record.
    """

    def __init__(
        self,
        folder: Path,
        log: Log,
        key: Ed25519PrivateKey,
        public: LogKey,
        clock: Clock,
        publish_dir: Path | None,
        history_every: int,
    ) -> None:
        self._folder = folder
        self._log = log
        self._key = key
        self._public = public
        self._clock = clock
        self._publish_dir = publish_dir
        self._history_every = history_every
        self._history_due = True
        self._turn = threading.RLock()
        self._queue = Queue(self._commit, lambda: min(log.room, BATCH_LIMIT))
        self._closed = False
        self.unpublished: str | None = None
        self._begin()

    @property
    def size(self) -> int:
        """How many records there are."""
        return self._log.head.size

    @property
    def head(self) -> str:
        """Hash of the last record, 64 hexadecimal digits."""
        return self._log.head.hash

    @property
    def root(self) -> str:
        """Root of the Merkle tree, 64 hexadecimal digits."""
        return self._log.head.tree.root.hex()

    @property
    def public_key(self) -> LogKey:
        """The key under which checkpoints may be checked."""
        return self._public

    def append(self, event: Event) -> Entry:
        """Record an event. When this returns, the record and a checkpoint over it are on the disk.

        Raises:
            LogUnavailable: it could not be recorded. The caller must not act and must give no result.
        """
        return self._queue.record(event)

    def checkpoint(self) -> Checkpoint:
        """Sign the log as it is, keep that checkpoint in the history, and return it.

        Raises:
            LogUnavailable: it could not be written.
        """
        with self._turn:
            self._check_open()
            self._history_due = True
            return self._sign_off()

    def close(self) -> None:
        """Keep a last checkpoint and let another process write. Closing twice does nothing.

        Raises:
            LogUnavailable: the last checkpoint could not be written; the log is closed all the same.
        """
        with self._turn:
            if self._closed:
                return
            try:
                self.checkpoint()
            finally:
                self._closed = True
                self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> None:
        unsigned = _demand_signed(self._folder, self._log, self._public)
        self._write(self._folder / "log.pub", self._public.text())
        last, now = self._log.head.last, self._clock()
        torn = self._log.set_torn_tail_aside()
        self._sign_off()
        if torn:
            self.append(recovery(torn.length, torn.sha256, self.size))
        if self._log.rebuilt:
            self.append(tree_rebuilt(self._log.rebuilt, self.size))
        if last and last.event.act != "service_stopped":
            self.append(stop_gap(last.time, now, last.sequence, unsigned))

    def _commit(self, batch: Sequence[Waiting]) -> None:
        with self._turn:
            try:
                self._check_open()
                self._append(batch)
            except LogUnavailable as error:
                for each in batch:
                    each.fail(str(error))

    def _append(self, batch: Sequence[Waiting]) -> None:
        before, (records, gaps) = self.size, self._records(batch)
        entries = self._log.append_all(records)
        passed = self.size // self._history_every > before // self._history_every
        self._history_due = self._history_due or passed
        try:
            self._sign_off()
        except LogUnavailable:
            if not self._signed_for(self.size):
                self._log.take_back()
            raise
        asked = (entry for at, entry in enumerate(entries) if at not in gaps)
        for each, entry in zip(batch, asked, strict=True):
            each.settle(entry)

    def _records(self, batch: Sequence[Waiting]) -> tuple[list[Record], set[int]]:
        """Give each event its time, and a step back of the clock an entry; also return where such entries are."""
        records: list[Record] = []
        gaps: set[int] = set()
        last = self._log.head.last
        before = last.time if last else None
        for each in batch:
            now = self._clock()
            if before and now < before:
                gap = clock_gap(before, now)
                gaps.add(len(records))
                records.append(Record(gap, told(gap), now))
            records.append(Record(each.event, each.text, now))
            before = now
        return records, gaps

    def _signed_for(self, size: int) -> bool:
        """Say whether `latest` took its place after all, although its folder could not be made durable."""
        try:
            return (self._folder / "latest").read_text().startswith(f"{self._public.origin}\n{size}\n")
        except OSError:
            return False

    def _sign_off(self) -> Checkpoint:
        head = self._log.head
        checkpoint = Checkpoint(self._public.origin, head.size, head.tree.root, head.hash, time_text(self._clock()))
        note = sign(checkpoint, self._key)
        self._write(self._folder / "latest", note)
        self._keep(head.size, note)
        return checkpoint

    def _keep(self, size: int, note: str) -> None:
        """Copy a checkpoint that is already signed and durable; a copy that fails is due again with the next."""
        try:
            if self._history_due:
                _keep_in(self._folder / "checkpoints", size, note)
            if self._publish_dir:
                if self._history_due:
                    _keep_in(self._publish_dir, size, note)
                write_durably(self._publish_dir / "latest", note.encode())
        except OSError as error:
            self.unpublished = f"checkpoint {size} could not be copied: {error.strerror or error}"
            return
        self._history_due = False
        self.unpublished = None

    def _write(self, path: Path, text: str) -> None:
        try:
            write_durably(path, text.encode())
        except OSError as error:
            raise LogUnavailable(
                f"{path} cannot be written ({error.strerror or error}); nothing may run until it can"
            ) from error

    def _check_open(self) -> None:
        if self._closed:
            raise LogUnavailable("the audit log is closed; start the service again")


def _signed(folder: Path, public: LogKey) -> Checkpoint | None:
    """Return the checkpoint in force, None where there is none yet. Raises LogDamaged: it is not of this key."""
    key_path, latest = folder / "log.pub", folder / "latest"
    if key_path.exists() and key_path.read_text() != public.text():
        raise LogDamaged("log.pub", f"expected the key given ({public.id.hex()}), got another; use the log's own key")
    return read_note(latest.read_bytes(), public, "latest") if latest.exists() else None


def _demand_signed(folder: Path, log: Log, public: LogKey) -> int:
    """Return how many records are not signed for: none, or those during which the last run ended."""
    signed = _signed(folder, public)
    if signed is None and (log.head.size > 1 or any((folder / "checkpoints").glob("*"))):
        raise LogDamaged("latest", f"expected a checkpoint of about {log.head.size} records, got no file")
    return log.head.size - (signed.size if signed else 0)


def _keep_in(folder: Path, size: int, note: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{size:012d}.txt"
    if not path.exists():
        write_durably(path, note.encode())
