"""When what was added is put into a snapshot, and when all of it into one; done beside the searches, by one thread."""

import threading
from collections.abc import Callable

from kernel_lib.errors import LeadbookError

DELTA_ROWS = 4_096
"""So many additions are held in memory alone; after a crash so many templates are read from the records again."""

TAIL_ROWS = 16_384
TAIL_SHARE = 32
"""A second, small snapshot takes additions until it holds so many rows and this part of the first, or as many; then all
are one."""

DEAD_SHARE = 8
"""When this part of the rows is erased, all are written anew without them."""


def wants_whole(first: int, others: int, erased: int) -> bool:
    """Say whether all rows are to be written into one snapshot: `first` in the first file, `others` beside it."""
    grown = others >= first or others > max(TAIL_ROWS, first // TAIL_SHARE)
    return grown or erased * DEAD_SHARE > first + others


class Compaction:
    """Runs `compact` on a thread of its own, one at a time; what went wrong is kept in `trouble` until one succeeds."""

    def __init__(self, compact: Callable[[], None]) -> None:
        self._compact = compact
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None
        self._offered = 0
        self.trouble = ""

    def offer(self, added: int) -> None:
        """Begin when so many additions wait; after a failure not before as many again have come."""
        with self._turn:
            if added - self._offered < DELTA_ROWS or (self._thread is not None and self._thread.is_alive()):
                return
            self._offered = added
            self._thread = threading.Thread(target=self._run, name="index compaction", daemon=True)
            self._thread.start()

    def settled(self) -> None:
        """Say that the additions are in a snapshot."""
        with self._turn:
            self._offered, self.trouble = 0, ""

    def wait(self) -> None:
        """Return once none is under way."""
        with self._turn:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        try:
            self._compact()
        except (LeadbookError, OSError) as error:
            # The snapshots in use still answer; what was added stays in memory and is tried again.
            self.trouble = f"{type(error).__name__}: {error}"
