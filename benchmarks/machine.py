"""The machine that figures were taken on, as told beside them."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """When and where."""

    taken: str
    processor: str
    cores: int
    memory_gb: int
    python: str

    @classmethod
    def here(cls) -> "Machine":
        """This machine, today."""
        pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return cls(
            taken=datetime.now(UTC).date().isoformat(),
            processor=_processor(),
            cores=len(os.sched_getaffinity(0)),
            memory_gb=round(pages / 2**30),
            python=platform.python_version(),
        )

    def __str__(self) -> str:
        return f"{self.taken} · {self.processor}, {self.cores} cores, {self.memory_gb} GB · Python {self.python}"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
