"""What a search of the index takes, beside numpy and FAISS over the same templates, in one process and run.

Contenders take turns in every round, and ratios are taken within a round: what disturbs the machine disturbs all. Every
list is compared with the full one, and every proof is read.
"""

import os
import platform
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

import faiss
import numpy as np
from numpy.typing import NDArray

from gallery.command.invented_templates import Distribution, invent, probes_near
from gallery.index.plain import nearest_plainly, rows_of
from gallery.index.proof import Proof
from gallery.index.scan import Scan
from gallery.index.similarity import Rows, Vectors
from kernel_lib.errors import SettingsError

Tell = Callable[[str, int, int], None]
"""Told what is done, how far, and of how much."""

_SPARE = 1.15  # memory beyond what the arrays take


@dataclass(frozen=True)
class Asked:
    """What to measure. `share` is the part of the gallery that is eligible, `searches` the number of rounds."""

    count: int
    dimensions: int
    distribution: Distribution = Distribution.TEMPLATES
    candidates: int = 50
    share: float = 1.0
    searches: int = 40
    seed: int = 1


@dataclass(frozen=True)
class IndexFigures:
    """Medians over the searches. Milliseconds of one search; ratios say how many times as long the other took.

    `milliseconds_faiss_flat` is that of the better of two settings, one thread and all. `recall` is the part of the
    full list that was found, in its order; `proof_rate` the part of the searches proven complete; `compared` the
    templates compared exactly; `milliseconds_limit` the time to read all float32 templates once by all threads.
    `peak_memory_mb` was read before FAISS took its copy: templates, codes and searches, in 10^6 bytes.
    """

    milliseconds: float
    ratio_to_numpy: float
    ratio_to_faiss_flat: float
    recall: float
    proof_rate: float
    peak_memory_mb: float
    count: int
    dimensions: int
    distribution: str
    candidates: int
    eligible_share: float
    searches: int
    seed: int
    milliseconds_slowest: float
    milliseconds_numpy: float
    milliseconds_faiss_flat: float
    milliseconds_limit: float
    compared: float
    build_seconds: float
    codes_mb: float
    threads: int
    machine: str


def measure(asked: Asked, tell: Tell) -> IndexFigures:
    """Measure searches as asked. Raises SettingsError when the machine's memory does not hold it."""
    _demand_memory(asked)
    vectors = invent(
        asked.distribution,
        asked.count,
        asked.dimensions,
        asked.seed,
        lambda done: tell("inventing templates", done, asked.count),
    )
    tell("coding templates", 0, 1)
    started = time.perf_counter()
    scan = Scan.build(vectors, asked.dimensions)
    build = time.perf_counter() - started
    allowed = _allowed(asked)
    probes = probes_near(vectors, asked.searches + 1, asked.seed + 1)
    scan.nearest(probes[0], asked.candidates, allowed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    tell("copying templates into FAISS", 0, 1)
    contenders = Contenders(vectors, scan, allowed, asked.candidates)
    contenders.play(probes[0])
    rounds = []
    for number, probe in enumerate(probes[1:]):
        tell("searching, in turns", number, asked.searches)
        rounds.append(contenders.play(probe))
    return _figures(asked, rounds, build, peak, scan)


@dataclass(frozen=True)
class Round:
    """Seconds by contender, the part of the full list that the scan found, and its proof."""

    seconds: dict[str, float]
    recall: float
    proof: Proof


class Contenders:
    """Those who search the same templates for the same probe in turns."""

    def __init__(self, vectors: Vectors, scan: Scan, allowed: NDArray[np.uint8] | None, k: int) -> None:
        self._vectors = vectors
        self._scan = scan
        self._allowed = allowed
        self._rows = None if allowed is None else rows_of(allowed, len(vectors))
        self._k = min(k, len(vectors) if self._rows is None else len(self._rows))
        self._flat = faiss.IndexFlatIP(vectors.shape[1])
        self._flat.add(vectors)
        self._pool = ThreadPoolExecutor(_threads())

    def play(self, probe: Vectors) -> Round:
        """One search by each contender."""
        seconds = {
            "numpy": _seconds(lambda: self._by_numpy(probe)),
            "faiss, one thread": _seconds(lambda: self._by_faiss(probe, 1)),
            "faiss, all threads": _seconds(lambda: self._by_faiss(probe, _threads())),
            "limit": _seconds(self._read_once),
            "scan": _seconds(lambda: self._scan.nearest(probe, self._k, self._allowed)),
        }
        rows, _, proof = self._scan.nearest(probe, self._k, self._allowed)
        full, _, _ = nearest_plainly(self._vectors, probe, self._k, self._rows)
        return Round(seconds, float((rows == full).mean()) if len(full) else 1.0, proof)

    def _by_numpy(self, probe: Vectors) -> Rows:
        scores = self._vectors @ probe
        if self._rows is not None:
            scores = scores[self._rows]
        best = np.argpartition(scores, len(scores) - self._k)[len(scores) - self._k :]
        return best[np.argsort(-scores[best])]

    def _by_faiss(self, probe: Vectors, threads: int) -> None:
        faiss.omp_set_num_threads(threads)
        if self._allowed is None:
            self._flat.search(probe[None], self._k)
        else:
            selector = faiss.IDSelectorBitmap(len(self._vectors), faiss.swig_ptr(self._allowed))
            self._flat.search(probe[None], self._k, params=faiss.SearchParameters(sel=selector))  # type: ignore[call-arg]  # set by faiss's wrapper

    def _read_once(self) -> None:
        parts = np.array_split(self._vectors.reshape(-1), _threads())
        list(self._pool.map(lambda part: np.dot(part, part), parts))


# Private


def _figures(asked: Asked, rounds: list[Round], build: float, peak: float, scan: Scan) -> IndexFigures:
    def typical(name: str) -> float:
        return 1000 * median(each.seconds[name] for each in rounds)

    def ratio(name: str) -> float:
        return median(each.seconds[name] / each.seconds["scan"] for each in rounds)

    flat = min(("faiss, one thread", "faiss, all threads"), key=typical)
    return IndexFigures(
        milliseconds=typical("scan"),
        ratio_to_numpy=ratio("numpy"),
        ratio_to_faiss_flat=ratio(flat),
        recall=fmean(each.recall for each in rounds),
        proof_rate=fmean(each.proof.complete for each in rounds),
        peak_memory_mb=peak,
        count=asked.count,
        dimensions=asked.dimensions,
        distribution=asked.distribution.value,
        candidates=asked.candidates,
        eligible_share=asked.share,
        searches=asked.searches,
        seed=asked.seed,
        milliseconds_slowest=1000 * max(each.seconds["scan"] for each in rounds),
        milliseconds_numpy=typical("numpy"),
        milliseconds_faiss_flat=typical(flat),
        milliseconds_limit=typical("limit"),
        compared=median(each.proof.reranked for each in rounds),
        build_seconds=build,
        codes_mb=sum(part.nbytes for part in scan.parts().values()) / 1e6,
        threads=_threads(),
        machine=_machine(),
    )


def _seconds(search: Callable[[], object]) -> float:
    """The second of two runs: threads of the one before may still spin, and hold the cache, during the first."""
    search()
    started = time.perf_counter()
    search()
    return time.perf_counter() - started


def _allowed(asked: Asked) -> NDArray[np.uint8] | None:
    if asked.share == 1:
        return None
    return np.packbits(np.random.default_rng(asked.seed + 2).random(asked.count) < asked.share, bitorder="little")


def _demand_memory(asked: Asked) -> None:
    """Templates twice, once for FAISS; codes; and what a scan by numpy returns."""
    needed = _SPARE * asked.count * (2 * 4 * asked.dimensions + asked.dimensions + 40) / 1e9
    there = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    if needed > there:
        raise SettingsError(
            f"bench index: expected {needed:.1f} GB of free memory for {asked.count:,} templates of "
            f"{asked.dimensions} numbers, got {there:.1f} GB; ask for fewer"
        )


def _threads() -> int:
    return len(os.sched_getaffinity(0))


def _machine() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
