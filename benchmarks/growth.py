"""Time and memory by the size of the gallery, beside full scans and the limit of the machine's memory, in one run."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bandwidth import bytes_a_second
from benchmarks.machine import Machine
from benchmarks.peers.catalogue import named
from benchmarks.peers.child import Job, measured_apart
from benchmarks.peers.measured import Measured
from benchmarks.peers.templates import KINDS, made

SIZES = (10_000, 100_000, 400_000, 1_600_000)
LARGE = (10_000_000,)
"""Ten million are measured when asked for: they take minutes, and 16 GB."""

_DIMENSIONS, _K, _PROBES = 128, 50, 20
_LIMIT_S = 900
_BESIDE = ("numpy", "faiss_flat")


@dataclass(frozen=True)
class Growth:
    """`bytes_a_second`: what all cores together read from memory at most. `rows`: Leadbook and full scans, by size."""

    machine: Machine
    bytes_a_second: float
    rows: tuple[Measured, ...]

    def of(self, peer: str) -> list[Measured]:
        """The rows of one peer with figures, by size."""
        return sorted((row for row in self.rows if row.peer == peer and row.all), key=lambda row: row.count)

    def limit_ms(self, count: int, dimensions: int = _DIMENSIONS) -> float:
        """How long reading so many float32 templates once takes at least."""
        return count * dimensions * 4 / self.bytes_a_second * 1000


def measure_growth(sizes: Sequence[int], tell: Callable[[str], None]) -> Growth:
    """Measure at each size, each in a process of its own.

    Beyond 2,000,000 rows Leadbook is measured alone: the others would hold the rows once more, and only prove that a
    full scan takes twice as long over twice as many.
    """
    rate = bytes_a_second()
    rows = []
    with tempfile.TemporaryDirectory(prefix="lb-growth-") as name:
        case = made(Path(name) / "case", KINDS[0], max(sizes), _DIMENSIONS, _PROBES)
        for count in sizes:
            case.floors(count, _K)
            for peer in ("leadbook", *(_BESIDE if count <= 2_000_000 else ())):
                tell(f"{named(peer).title}, {count:,} templates")
                rows.append(measured_apart(Job(named(peer), KINDS[0], count), case, _K, _LIMIT_S))
                if rows[-1].why:
                    tell(rows[-1].why)
    return Growth(Machine.here(), rate, tuple(rows))
