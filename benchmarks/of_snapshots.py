"""The index as a service keeps it: written, opened, added to, removed from and searched, over invented templates.

`python -m benchmarks.of_snapshots --references 1600000 --folder FOLDER` needs about 1 GB of disk a million of 128.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import Machine
from gallery.index.allowed import Allowed
from gallery.index.exact import Index
from gallery.index.shelf import Shelf

MODEL, KEY = "bench@0", b"k" * 32
_AT_ONCE = 100_000
_SEARCHES = 20


def measure(folder: Path, count: int, dimensions: int) -> dict[str, float]:
    """Return seconds and milliseconds of each step, in the order of a service's life."""
    rows = templates(count + 100, dimensions)
    numbers = np.arange(1, count + 101)
    index = Index(Shelf(folder, KEY), MODEL, dimensions)
    told: dict[str, float] = {}
    told["fill_s"] = _timed(lambda: index.fill(numbers[:count], rows[:count].copy()))
    told["save_s"] = _timed(index.save)
    del index
    index = Index(Shelf(folder, KEY), MODEL, dimensions)
    told["open_s"] = _timed(lambda: _demand(index.load()))
    told["name_ms"] = 1000 * _timed(lambda: index.snapshot_id)
    everyone = Allowed.of(numbers)
    most = Allowed.of(numbers[numbers % 10 != 0])
    told["first_search_ms"] = 1000 * _timed(lambda: index.nearest(rows[0], 80, most, MODEL))
    told["search_ms"] = _median(lambda: index.nearest(rows[1], 80, most, MODEL))
    told["add_one_ms"] = 1000 * _timed(lambda: index.add(numbers[count : count + 1], rows[count : count + 1], MODEL))
    told["name_after_add_ms"] = 1000 * _timed(lambda: index.snapshot_id)
    told["add_99_ms"] = 1000 * _timed(lambda: index.add(numbers[count + 1 :], rows[count + 1 :], MODEL))
    told["search_with_delta_ms"] = _median(lambda: index.nearest(rows[1], 80, most, MODEL))
    told["save_delta_ms"] = 1000 * _timed(index.save)
    told["remove_one_ms"] = 1000 * _timed(lambda: index.remove([count // 2]))
    told["remove_thousand_ms"] = 1000 * _timed(lambda: index.remove(numbers[: count : max(1, count // 1000)]))
    told["search_after_removal_ms"] = _median(lambda: index.nearest(rows[1], 80, everyone, MODEL))
    told["four_searches_at_once_ms"] = 1000 * _timed(lambda: _at_once(lambda: index.nearest(rows[2], 80, most, MODEL)))
    told["open_again_s"] = _timed(lambda: _demand(Index(Shelf(folder, KEY), MODEL, dimensions).load()))
    told["disk_mb"] = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    return told


def templates(count: int, dimensions: int) -> NDArray[np.float32]:
    """Random unit vectors, the same in each run."""
    random = np.random.default_rng(7)
    rows = np.empty((count, dimensions), np.float32)
    for start in range(0, count, _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        random.standard_normal(out=part, dtype=np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return rows


def main() -> None:
    """Measure and print JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--references", type=int, default=200_000)
    asked.add_argument("--dimensions", type=int, default=128)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), given.references, given.dimensions)
    told = {"references": given.references, "dimensions": given.dimensions, "machine": vars(Machine.here())}
    sys.stdout.write(json.dumps({**told, **{name: round(each, 2) for name, each in figures.items()}}, indent=2) + "\n")


# Private


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _median(call: Callable[[], object]) -> float:
    return 1000 * float(np.median([_timed(call) for _ in range(_SEARCHES)]))


def _at_once(call: Callable[[], object]) -> None:
    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _demand(refused: str) -> None:
    if refused:
        raise AssertionError(refused)


if __name__ == "__main__":
    main()
