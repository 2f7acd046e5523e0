"""How fast the audit log is written, opened, verified and proven: `python -m benchmarks.of_log --log FOLDER … --write`.

FOLDER is a log that `benchmarks.grown_log` made; it is only read. With `--kills 200`, a writing process is killed as
often, each time in the middle, and what it had acknowledged is compared with what is there.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from audits.checkpoint import open_log
from audits.events import SearchStarted
from audits.log import Log
from audits.note import LogKey, read_note
from audits.proof import holds_record
from audits.proving import prove_consistency, prove_record
from audits.segments import read, segment_paths
from audits.verify import verify
from benchmarks import kept
from benchmarks.figures import Figure
from benchmarks.grown_log import KEY, ORIGIN
from benchmarks.machine import Machine
from benchmarks.page import main as write_page

THREADS = (1, 4, 16, 64)
SECONDS = 4.0
PROOFS = 25


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the figures as JSON, and keep them if asked. Exit 1 when a log was not whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=Path, action="append", default=[], help="a grown log, once for each")
    parser.add_argument("--kills", type=int, default=0, help="how often a writer is killed")
    parser.add_argument("--folder", type=Path, default=None, help="where to write; its disk is measured")
    parser.add_argument("--verify-most", type=int, default=100_000_000, help="verify logs of at most so many events")
    parser.add_argument("--write", action="store_true", help="keep the figures and write docs/performance.md")
    given = parser.parse_args(arguments)
    figures: list[Figure] = []
    for figure in _measured(given):
        print(json.dumps(vars(figure)), flush=True)
        figures.append(figure)
        if given.write:
            kept.keep_figures(kept.LOG, Machine.here(), figures)
    if given.write:
        write_page()
    return 0


def _measured(given: argparse.Namespace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        yield from written(Path(folder))
        if given.kills:
            yield killed(Path(folder) / "killed", given.kills)
    for log in given.log:
        yield from of(log, given.verify_most)


def written(folder: Path) -> Iterator[Figure]:
    """Append from several threads at once, each event durable and signed for before its thread goes on."""
    yield Figure("one write and its wait for the disk", _disk(folder) * 1000, "ms", "4 KB appended to a file")
    for threads in THREADS:
        with open_log(folder / f"by-{threads}", KEY) as log:
            count, over = [0] * threads, time.perf_counter() + SECONDS

            def work(thread: int, count: list[int] = count, over: float = over) -> None:
                event = SearchStarted(actor_id="examiner-1", service="demo", object_id="search-1")
                while time.perf_counter() < over:
                    log.append(event)
                    count[thread] += 1

            workers = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        wanted = "; 2,000 are wanted" if threads == 16 else ""
        yield Figure("events recorded", sum(count) / SECONDS, "a second", f"{threads} thread(s){wanted}")


def of(folder: Path, verify_most: int) -> Iterator[Figure]:
    """Open, prove and verify one grown log."""
    key = LogKey.of(ORIGIN, KEY)
    signed = read_note((folder / "latest").read_bytes(), key, "latest")
    size = f"{signed.size:,} events"
    yield Figure("opening", _timed(lambda: Log(folder, signed=lambda: signed).close()), "s", size, 10.0)
    some = Random(1).sample(range(1, signed.size + 1), PROOFS)  # noqa: S311  # which to measure, no secret
    records = [_timed(partial(prove_record, folder, each)) for each in some]
    growths = [_timed(partial(prove_consistency, folder, each)) for each in some]
    yield Figure("proof of one entry", median(records) * 1000, "ms", size, 50.0)
    yield Figure("proof of growth", median(growths) * 1000, "ms", size, 50.0)
    held = json.loads(prove_record(folder, some[0]))
    path = [bytes.fromhex(step) for step in held["path"]]
    assert holds_record(held["record"].encode(), some[0], signed.size, signed.root, path)
    if signed.size <= verify_most:
        before, began = _processor(), time.perf_counter()
        assert verify(folder).whole
        seconds = time.perf_counter() - began
        yield Figure("full verification", seconds, "s", size, 180.0 if signed.size > 5_000_000 else None)
        yield Figure("full verification: all cores together", _processor() - before, "s", size)
        memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        yield Figure("memory of one process, at most", memory / 1024, "MB", size)


def killed(folder: Path, times: int) -> Figure:
    """Kill a writer of eight threads again and again; what it acknowledged must be there, once, in a whole log."""
    chance, told = Random(5), set[str]()  # noqa: S311  # when to kill, no secret
    for turn in range(times):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(turn)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(chance.randrange(1, 40))]
        time.sleep(chance.random() * 0.02)
        os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.read().splitlines(keepends=True)
        process.wait()
        process.stdout.close()
        told |= {line.strip() for line in lines if line.endswith("\n")}
    open_log(folder, KEY).close()
    there = [entry.event.object_id for entry in read(folder) if entry.event.act == "search_started"]
    assert told <= set(there), "an acknowledged event is not there"
    assert len(there) == len(set(there)), "an event is there twice"
    assert verify(folder).whole
    assert segment_paths(folder)
    of_ = f"{times} kills of the writer, {len(told):,} acknowledged"
    return Figure("events lost of those acknowledged", 0.0, "events", of_)


WRITER = """
import os, sys, threading
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from audits.checkpoint import open_log
from audits.events import SearchStarted

log = open_log(Path(sys.argv[1]), Ed25519PrivateKey.from_private_bytes(bytes(range(32))))

def work(thread):
    number = 0
    while True:
        number += 1
        name = f"{sys.argv[2]}-{thread}-{number}"
        log.append(SearchStarted(actor_id="a", object_id=name))
        os.write(1, name.encode() + b"\\n")

for thread in range(8):
    threading.Thread(target=work, args=(thread,)).start()
"""


# Private


def _disk(folder: Path) -> float:
    taken = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(50):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return median(taken)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    raise SystemExit(main())
