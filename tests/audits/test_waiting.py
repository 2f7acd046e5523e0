"""Threads that append together share a write and a signature, and each is told the truth about its own event."""

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.checkpoint import SignedLog, open_log
from audits.events import SignedIn
from audits.segments import Entry, read
from audits.verify import verify
from audits.waiting import Queue, Waiting
from kernel_lib.errors import LogUnavailable

Opened = Callable[[], SignedLog]


def _together(log: SignedLog, threads: int, each: int) -> list[Entry | LogUnavailable]:
    """Append from many threads, each a few events of its own, and return what each append gave, by thread."""
    given: list[list[Entry | LogUnavailable]] = [[] for _ in range(threads)]

    def work(thread: int) -> None:
        for number in range(each):
            try:
                given[thread].append(log.append(SignedIn(actor_id=f"a-{thread}-{number}")))
            except LogUnavailable as refused:
                given[thread].append(refused)

    workers = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [one for held in given for one in held]


@pytest.mark.proves("W-08")
def test_each_thread_gets_the_entry_of_its_own_event(
    opened: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many events, few signatures: entries are those in the log, each thread's in the order in which it asked."""
    log = opened()
    signatures = []
    monkeypatch.setattr(SignedLog, "_sign_off", _counted(SignedLog._sign_off, signatures))

    entries = _together(log, threads=12, each=10)

    assert all(isinstance(each, Entry) for each in entries)
    assert list(read(folder)) == sorted((each for each in entries if isinstance(each, Entry)), key=_sequence)
    for thread in range(12):
        own = [each for each in read(folder) if (each.event.actor_id or "").startswith(f"a-{thread}-")]
        assert [each.event.actor_id for each in own] == [f"a-{thread}-{number}" for number in range(10)]
    assert len(signatures) < 60
    assert verify(folder).whole


def test_a_batch_that_cannot_be_signed_is_taken_back_whole(
    opened: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every waiting thread is refused, nothing is left, and the next event follows on."""
    log = opened()
    log.append(SignedIn(actor_id="first"))
    (folder / "latest.new").mkdir()

    refused = _together(log, threads=8, each=2)
    (folder / "latest.new").rmdir()

    assert all(isinstance(each, LogUnavailable) for each in refused)
    assert len(list(read(folder))) == 1
    assert log.append(SignedIn(actor_id="next")).sequence == 2
    assert verify(folder).whole


def test_one_event_given_by_two_threads_is_two_entries(opened: Opened) -> None:
    """An event is a value; who waits is who asked."""
    log, event = opened(), SignedIn(actor_id="a")
    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(log.append(event).sequence)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == [1, 2, 3, 4, 5, 6]


def test_a_step_of_the_clock_within_a_batch_is_recorded_in_its_place(
    folder: Path, key: Ed25519PrivateKey, clock: Any
) -> None:
    """The clock goes back at every third look: each step has its entry, and no thread gets that entry for its own."""
    looks = [0]

    def stepping() -> Any:
        looks[0] += 1
        clock.move(-1 if looks[0] % 3 == 0 else 1)
        return clock()

    with open_log(folder, key, clock=stepping) as log:
        entries = _together(log, threads=6, each=3)
        assert {each.event.act for each in entries if isinstance(each, Entry)} == {"signed_in"}

    acts = [entry.event.act for entry in read(folder)]
    assert acts.count("signed_in") == 18
    assert "log_gap" in acts
    assert verify(folder).whole


def test_a_mistake_in_one_batch_does_not_stop_the_next(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the program reaches the one who led; the log can be used afterwards."""
    log = opened()
    with monkeypatch.context() as spoilt:
        spoilt.setattr(SignedLog, "_append", _mistaken)
        with pytest.raises(ZeroDivisionError):
            log.append(SignedIn(actor_id="a"))

    assert log.append(SignedIn(actor_id="b")).sequence == 1


def test_whoever_is_interrupted_while_waiting_hands_on_the_lead() -> None:
    """Its event is not written, and the next one is: nobody waits for a thread that went."""
    written: list[str] = []

    def write(batch: Sequence[Waiting]) -> None:
        written.extend(str(each.event.actor_id) for each in batch)

    queue = Queue(write, lambda: 10)
    queue._is_led = True
    gone = Waiting(SignedIn(actor_id="gone"))
    queue._waiting.append(gone)
    gone.turn = _Interrupted()

    with pytest.raises(KeyboardInterrupt):
        queue._wait(gone)
    with pytest.raises(LogUnavailable, match="interrupted"):
        queue.record(SignedIn(actor_id="next"))

    assert written == ["next"]


class _Interrupted(threading.Event):
    """The lead comes, and so does the interruption."""

    def wait(self, timeout: float | None = None) -> bool:
        """Be interrupted."""
        self.set()
        raise KeyboardInterrupt


def test_a_full_disk_refuses_a_batch_and_loses_nothing_acknowledged(folder: Path) -> None:
    """What was acknowledged is there, in a whole log; what was refused is not."""
    done = subprocess.run(
        [sys.executable, "-c", _FILLER, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )

    told, refused = (set(line.split()) for line in done.stdout.splitlines())
    there = {entry.event.actor_id for entry in read(folder)} - {"system"}
    assert len(told) + len(refused) == 80
    assert len(refused) > 20
    assert there == told | {"after"}
    assert verify(folder).whole


_FILLER = """
import resource, sys, threading
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from audits.checkpoint import open_log
from audits.events import SignedIn
from kernel_lib.errors import LogUnavailable

told, refused = [], []
def work(thread):
    for number in range(10):
        name = f"{thread}-{number}"
        try:
            log.append(SignedIn(actor_id=name))
            told.append(name)
        except LogUnavailable:
            refused.append(name)

with open_log(Path(sys.argv[1]), Ed25519PrivateKey.from_private_bytes(bytes(range(32)))) as log:
    resource.setrlimit(resource.RLIMIT_FSIZE, (12000, resource.RLIM_INFINITY))
    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    log.append(SignedIn(actor_id="after"))
sys.stdout.write(" ".join(told) + "\\n" + " ".join(refused) + "\\n")
"""


def _sequence(entry: Entry) -> int:
    return entry.sequence


def _counted(plain: Callable[[SignedLog], Any], calls: list[int]) -> Callable[[SignedLog], Any]:
    def counted(log: SignedLog) -> Any:
        calls.append(1)
        return plain(log)

    return counted


def _mistaken(log: SignedLog, batch: object) -> None:
    raise ZeroDivisionError
