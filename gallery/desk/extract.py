"""The audit snapshot as the service keeps it: brought up to date beside those who ask, who never wait long for it."""

import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillBuilding
from contextlib import suppress
from pathlib import Path

from audits import analytics
from audits.analytics import Answer, Scalar
from audits.checkpoint import SignedLog
from kernel_lib.errors import NotFound

PATIENCE = 2.0
"""Seconds for which an asker waits for the newest entries when there is an older snapshot to answer from."""


class Extract:
    """One snapshot in the folder of analytics. For several threads; one builds, all read."""

    def __init__(self, log: SignedLog, audit_dir: Path, analytics_dir: Path, *, patience: float = PATIENCE) -> None:
        self._log = log
        self._audit_dir = audit_dir
        self._snapshot = analytics_dir / "log.duckdb"
        self._patience = patience
        self._turn = threading.Lock()
        self._builder = ThreadPoolExecutor(1, "extract")
        self._building: Future[int] | None = None
        self._built = -1
        self._is_broken = False

    def ask(self, name: str, parameters: Mapping[str, Scalar]) -> Answer:
        """Ask a named question of the log as it is now, or as it was when a build still takes its time.

        Raises:
            NotFound: there is no such question.
            Unacceptable: a parameter is unknown, missing or of another kind.
            LogDamaged: the log is not whole.
        """
        asked = analytics.question(name)
        analytics.bound(asked, parameters)
        self._bring_up_to_date()
        try:
            return analytics.ask(self._snapshot, name, parameters)
        except NotFound:  # a run of destruction takes the files away, a part perhaps just after it was made
            self._built, self._is_broken = -1, True
            self._bring_up_to_date()
            return analytics.ask(self._snapshot, name, parameters)

    def fresh(self) -> Path:
        """Return the snapshot to count published figures from. Raises LogDamaged: the log is not whole."""
        self._bring_up_to_date()
        return self._snapshot

    def handed_over(self, veil: str = "") -> tuple[bytes, int]:
        """Return a file that stands alone, and of how many entries it is made; `veil` as in `analytics.hand_over`."""
        self._bring_up_to_date()
        with tempfile.TemporaryDirectory(dir=self._snapshot.parent, prefix=".handed-") as folder:
            path = Path(folder) / "audit.duckdb"
            made_of = analytics.hand_over(self._snapshot, path, veil=veil)
            return path.read_bytes(), made_of.events

    # Private

    def _bring_up_to_date(self) -> None:
        """Have what is new taken in, and wait for it; not for long where there is something to answer from."""
        wanted, until = self._log.size, time.monotonic() + self._patience
        with suppress(StillBuilding):
            while self._built < wanted or not self._snapshot.exists():
                left = max(0.0, until - time.monotonic()) if self._snapshot.exists() else None
                self._under_way().result(left)

    def _under_way(self) -> Future[int]:
        """Return the build that runs, or a new one."""
        with self._turn:
            if self._building is None or self._building.done():
                self._building = self._builder.submit(self._build)
            return self._building

    def _build(self) -> int:
        anew, self._is_broken = self._is_broken, False
        self._built = analytics.build(self._audit_dir, self._snapshot, anew=anew).events
        return self._built
