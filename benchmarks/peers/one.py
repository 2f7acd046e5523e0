"""One peer, measured in a process of its own, so that the memory is that peer's: `python -m benchmarks.peers.one …`.

The figures go as JSON to a file, because libraries print on the terminal what they like.
"""

import argparse
import ctypes
import gc
import json
import mmap
import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.peers.measured import Bytes, Measured, Removed, Searched
from benchmarks.peers.peer import EVERYONE, Peer, Rows, Unsupported, Vectors
from benchmarks.peers.templates import Case

_WHEN_PARENT_ENDS = 1  # PR_SET_PDEATHSIG of Linux
_LEAST = 3
_ALL_S, _SHARE_S = 6.0, 2.5
_YARDSTICK_RUNS, _YARDSTICK_ROWS = 5, 2_000_000
_AS_EQUAL = 1e-5
"""Scores that differ by less are equal for the recall: each library sums in an order of its own."""


def main() -> None:
    """Measure the peer that the command line names."""
    # Whoever started the run may have had interruption ignored; a peer has to stop its server when it is told to, and
    # when the run is killed.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ctypes.CDLL(None).prctl(_WHEN_PARENT_ENDS, signal.SIGINT)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer")
    for name in ("case", "folder", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--kind", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--k", type=int, required=True)
    chosen = parser.parse_args()
    module = import_module(f"benchmarks.peers.of_{chosen.peer}")
    case = Case(chosen.case)
    blank = Measured(chosen.peer, chosen.kind, chosen.count, case.vectors(1).shape[1], chosen.k)
    measured = measure(module.PEER(), blank, case, chosen.folder)
    chosen.out.write_text(json.dumps(measured.as_json()))


def measure(peer: Peer, blank: Measured, case: Case, folder: Path) -> Measured:
    """Build, search, search among shares, remove, search again; in that order."""
    yardstick = _yardstick(case, blank.count)
    ctypes.CDLL(None).malloc_trim(0)
    before = _memory([])
    started = time.perf_counter()
    peer.build(case.vectors(blank.count), case.shares(blank.count), folder)
    build = time.perf_counter() - started
    try:
        opened = peer.opened()
        everyone = _searched(peer, case, blank, EVERYONE, _ALL_S)
        gc.collect()
        memory = _memory(peer.processes()) - before
        shares = {name: _searched(peer, case, blank, name, _SHARE_S) for name in case.shares(1)}
        measured = replace(
            blank,
            version=peer.version(),
            build_s=build,
            opened_s=opened,
            yardstick_ms=yardstick,
            memory_mb=memory / 1e6,
            disk_mb=sum(path.stat().st_size for path in _files(folder)) / 1e6,
            all=everyone,
            shares=shares,
        )
        removed = _removed(peer, case, blank, folder)
        return replace(
            measured, removed=removed, peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        )
    finally:
        peer.close()


# Private


def _yardstick(case: Case, count: int) -> float | None:
    if count > _YARDSTICK_ROWS:
        return None
    rows, probe = np.array(case.vectors(count)), case.probes()[0]

    def scan() -> None:
        scores = rows @ probe
        np.argpartition(scores, len(scores) - min(50, len(scores)))

    return median(_times(scan, _YARDSTICK_RUNS))


def _searched(peer: Peer, case: Case, blank: Measured, share: str, within_s: float) -> Searched:
    """Search with one probe after another until all are used or the time is; the first search does not count."""
    probes, rows = case.probes(), case.vectors(blank.count)
    floors = case.floors(blank.count, blank.k)[share]
    eligible = case.shares(blank.count).get(share, np.ones(blank.count, np.bool_))
    peer.search(probes[0], blank.k, share)
    times: list[float] = []
    recalls: list[float] = []
    until = time.perf_counter() + within_s
    for probe, floor in zip(probes, floors, strict=True):
        if len(times) >= _LEAST and time.perf_counter() > until:
            break
        started = time.perf_counter()
        found = peer.search(probe, blank.k, share)
        times.append((time.perf_counter() - started) * 1000)
        recalls.append(_recall(found[eligible[found]], rows, probe, float(floor), min(blank.k, int(eligible.sum()))))
    return Searched(median(times), sum(recalls) / len(recalls), len(times))


def _recall(found: Rows, rows: Vectors, probe: Vectors, floor: float, wanted: int) -> float:
    true = rows[np.unique(found)] @ probe >= floor - _AS_EQUAL
    return min(int(true.sum()), wanted) / wanted if wanted else 1.0


def _removed(peer: Peer, case: Case, blank: Measured, folder: Path) -> Removed:
    row = blank.count // 2
    vector = np.array(case.vectors(blank.count)[row])
    seen = _holds(folder, vector)
    started = time.perf_counter()
    try:
        peer.remove(row)
    except Unsupported as unsupported:
        return Removed(None, gone=False, bytes="stay" if seen else "not told", why=str(unsupported))
    took = (time.perf_counter() - started) * 1000
    found = peer.search(vector, blank.k, EVERYONE)
    gone = row not in (found + (found >= row) if peer.shifts else found)
    return Removed(took, gone=gone, bytes=_bytes(folder, vector, seen=seen))


def _bytes(folder: Path, vector: Vectors, *, seen: bool) -> Bytes:
    if not _files(folder):
        return "no file"
    if not seen:
        return "not told"
    return "stay" if _holds(folder, vector) else "gone"


def _holds(folder: Path, vector: Vectors) -> bool:
    """Say whether a file of the peer has the first 16 numbers of the vector, as float32 or float16, in one piece."""
    wanted = [vector[:16].astype(kind).tobytes() for kind in (np.float32, np.float16)]
    return any(_in_file(path, each) for path in _files(folder) for each in wanted)


def _in_file(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(wanted) >= 0


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]


def _times(act: Callable[[], object], runs: int) -> list[float]:
    act()
    times: list[float] = []
    for _ in range(runs):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return times


def _memory(others: list[int]) -> int:
    """Return the proportional set size in bytes of this process and others: what is shared is counted once in all."""
    total = 0
    for pid in (os.getpid(), *others):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


if __name__ == "__main__":
    main()
