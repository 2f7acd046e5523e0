"""Events whose threads wait until they are recorded, several under one write and one signature.

Whoever comes first leads: it writes what waits by then, wakes those whose events were written, and hands the lead to
the one that has waited longest.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from audits.events import Event
from audits.segments import Entry, told
from kernel_lib.errors import LogUnavailable

_GATHER_SECONDS = 0.001
"""How long a leader lets others come, where the batch before had several: a tenth of what writing takes."""


class Waiting:
    """One event in the queue; settled once, as an entry or as a failure. `text` is its canonical JSON."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.text = told(event)
        self.turn = threading.Event()
        self._entry: Entry | None = None
        self._failure = ""

    @property
    def is_settled(self) -> bool:
        """Whether `outcome` can be asked."""
        return self._entry is not None or self._failure != ""

    def settle(self, entry: Entry) -> None:
        """Say that the event is on the disk and signed for."""
        self._entry = entry

    def fail(self, why: str) -> None:
        """Say why the event was not recorded; what is settled stays so."""
        if not self.is_settled:
            self._failure = why

    def outcome(self) -> Entry:
        """Return the entry. Raises LogUnavailable when the event was not recorded."""
        if self._entry is None:
            raise LogUnavailable(self._failure)
        return self._entry


class Queue:
    """Takes events from any thread in order; `write` gets them in batches, one at a time, and settles each."""

    def __init__(self, write: Callable[[Sequence[Waiting]], None], room: Callable[[], int]) -> None:
        self._write = write
        self._room = room
        self._gate = threading.Lock()
        self._waiting: deque[Waiting] = deque()
        self._is_led = False
        self._last = 0

    def record(self, event: Event) -> Entry:
        """Wait until the event is written. Raises LogUnavailable when it was not."""
        mine = Waiting(event)
        with self._gate:
            self._waiting.append(mine)
            leads = not self._is_led
            self._is_led = True
        if not leads:
            self._wait(mine)
        if not mine.is_settled:
            self._lead()
        return mine.outcome()

    def _wait(self, mine: Waiting) -> None:
        """Wait to be written or to lead; whoever is interrupted meanwhile leaves, and hands on a lead that came."""
        try:
            mine.turn.wait()
        except BaseException:
            with self._gate:
                if mine in self._waiting:
                    self._waiting.remove(mine)
            if mine.turn.is_set() and not mine.is_settled:
                self._hand_on()
            raise

    def _lead(self) -> None:
        if self._last > 1:
            time.sleep(_GATHER_SECONDS)
        with self._gate:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._room()))]
        self._last = len(batch)
        try:
            self._write(batch)
        finally:
            for each in batch:
                each.fail("the audit log was interrupted while it wrote, so nothing may run; try again")
                each.turn.set()
            self._hand_on()

    def _hand_on(self) -> None:
        with self._gate:
            self._is_led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].turn.set()
