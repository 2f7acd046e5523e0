"""Work on many files by several processes, results in order, few of them in memory at a time."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

ALONE_BELOW = 20
"""Pieces of work for which starting another process takes longer than it saves."""


def in_order(work: Callable[[Given], Made], pieces: Sequence[Given], processes: int | None = None) -> Iterator[Made]:
    """Give the result of each piece in order. `processes` is how many work; None for as many as there are cores.
    Where no other process can be started, this one does the work.

    Raises:
        OSError: as `work` does.
    """
    count = processes or len(os.sched_getaffinity(0))
    if count < 2 or len(pieces) < ALONE_BELOW:
        yield from map(work, pieces)
        return
    done = 0
    try:
        for made in _by_several(work, pieces, count):
            yield made
            done += 1
    except BrokenExecutor:
        yield from map(work, pieces[done:])


def _by_several(work: Callable[[Given], Made], pieces: Sequence[Given], count: int) -> Iterator[Made]:
    rest = iter(pieces)
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        under_way = deque(pool.submit(work, piece) for piece in islice(rest, count * 3))
        while under_way:
            made = under_way.popleft().result()
            under_way.extend(pool.submit(work, piece) for piece in islice(rest, 1))
            yield made
