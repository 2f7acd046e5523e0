"""One measured figure, and how a call is timed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Figure:
    """A median with its unit, the aim (None: no aim is set), and over what it was taken."""

    what: str
    value: float
    unit: str
    of: str
    aim: float | None = None

    @property
    def text(self) -> str:
        """The value for people."""
        return f"{self.value:.1f} {self.unit}"

    @property
    def aim_text(self) -> str:
        """The aim, and in words whether it is met."""
        if self.aim is None:
            return "–"
        return f"under {self.aim:g} {self.unit}: {'met' if self.value < self.aim else 'NOT met'}"


def milliseconds(call: Callable[[], object], runs: int) -> float:
    """Return the median time of a call, after one run that does not count."""
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process in MB (10⁶ bytes)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ProcessLookupError(pid)
