"""How fast this machine reads its memory: the limit of everything that reads all rows once."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import Machine

_BYTES = 1 << 30
"""Far beyond any cache."""


def bytes_a_second(size: int = _BYTES, runs: int = 7) -> float:
    """Return the highest rate at which all cores together read `size` bytes, each core a part of its own.

    Two ways are tried, since neither is the faster on every processor: a product with itself and a bitwise sum.
    """
    cores = Machine.here().cores
    parts = np.array_split(np.ones(size // 4, np.float32), cores)
    with ThreadPoolExecutor(cores) as pool:
        return max(size / _seconds(pool, way, parts) for way in (_product, _bits) for _ in range(runs))


def _seconds(pool: ThreadPoolExecutor, way: object, parts: list[NDArray[np.float32]]) -> float:
    started = time.perf_counter()
    list(pool.map(way, parts))  # type: ignore[arg-type]  # one of the two below
    return time.perf_counter() - started


def _product(part: NDArray[np.float32]) -> float:
    return float(np.dot(part, part))


def _bits(part: NDArray[np.float32]) -> int:
    return int(np.bitwise_xor.reduce(part.view(np.uint64)))
