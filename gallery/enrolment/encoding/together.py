"""Pictures that many threads ask about at the same time are looked at some at a time, by few of these threads.

Whoever asks waits for one of a few places; with a place, a thread takes the pictures that wait, its own or others', and
looks at them in one run. So no thread is idle while pictures wait, none is kept for that alone, and never more than
the places look at once.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from gallery.enrolment.encoding.asked import Asked, Encoded

Look = Callable[[Sequence[Asked]], Sequence[Encoded]]


@dataclass(frozen=True, eq=False)
class _Waiting:
    asked: Asked
    answer: "Future[Encoded]" = field(default_factory=Future)


class Together:
    """Brings together what is asked one by one."""

    def __init__(self, look: Look, places: int, batch: int) -> None:
        """Take how to look.

        Args:
            look: looks at some pictures; what it raises reaches everybody who asked about one of them.
            places: how many threads look at once, at least 1.
            batch: how many pictures a thread takes at most.
        """
        self._look = look
        self._places = places
        self._batch = batch
        self._free = threading.Semaphore(places)
        self._waiting: deque[_Waiting] = deque()
        self._lock = threading.Lock()

    @property
    def at_once(self) -> int:
        """How many pictures keep every place busy, with as many waiting."""
        return 2 * self._places * self._batch

    def see(self, asked: Asked) -> Encoded:
        """What is seen in one picture."""
        mine = _Waiting(asked)
        with self._lock:
            self._waiting.append(mine)
        with self._free:
            self._look_at(self._taken())
        return mine.answer.result()

    def see_all(self, asked: Sequence[Asked]) -> list[Encoded]:
        """What is seen in several, in their order."""
        with ThreadPoolExecutor(min(self.at_once, max(len(asked), 1))) as pool:
            return list(pool.map(self.see, asked))

    # Private

    def _taken(self) -> list[_Waiting]:
        """A share of what waits, so that the other places have something to do as well."""
        with self._lock:
            share = -(-len(self._waiting) // self._places)
            return [self._waiting.popleft() for _ in range(min(self._batch, share))]

    def _look_at(self, some: Sequence[_Waiting]) -> None:
        if not some:
            return  # another thread took it
        try:
            seen = self._look([each.asked for each in some])
            for each, encoded in zip(some, seen, strict=True):
                each.answer.set_result(encoded)
        except Exception as error:  # noqa: BLE001  # raised again by each thread that asked
            for each in some:
                if not each.answer.done():
                    each.answer.set_exception(error)
