"""Blocks shared out among threads. The caller works too, so that no search waits for a thread to be free."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import pairwise
from typing import TypeVar

_T = TypeVar("_T")

_EACH = 4  # shares a thread: who is slowed down by others takes fewer
_SMALLEST = 256  # blocks: below, handing a share over costs more than it saves


class Shares:
    """The blocks from 0 to before `blocks`, in shares that are handed out one by one. Threads may use it at once."""

    def __init__(self, blocks: int, threads: int) -> None:
        count = max(1, min(threads * _EACH, blocks // _SMALLEST)) if threads > 1 else 1
        self._shares = tuple(pairwise(blocks * number // count for number in range(count + 1)))
        self._helpers = min(threads, count) - 1
        self._pool = ThreadPoolExecutor(self._helpers, thread_name_prefix="scan") if self._helpers else None

    def each(self, task: Callable[[int, int], _T]) -> list[_T]:
        """Call `task(begin, end)` once for each share; return what it returned, in the order of the blocks."""
        waiting = deque(enumerate(self._shares))
        done: dict[int, _T] = {}

        def work() -> None:
            while waiting:
                try:
                    number, (begin, end) = waiting.popleft()
                except IndexError:
                    return
                done[number] = task(begin, end)

        helpers = [self._pool.submit(work) for _ in range(self._helpers)] if self._pool else []
        try:
            work()
        finally:
            wait([helper for helper in helpers if not helper.cancel()])
        for helper in helpers:
            if not helper.cancelled():
                helper.result()
        return [done[number] for number in range(len(self._shares))]
