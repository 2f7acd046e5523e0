"""Things are done several at a time, in their order where two of them have anything in common."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Set
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

_AHEAD = 8
"""Things that are looked over for each that may be under way: those of one person may stand together in a feed."""


def apart(
    things: Iterable[Thing], keys: Callable[[Thing], Set[str]], do: Callable[[Thing], Made], at_once: int
) -> Iterator[Made]:
    """Do every thing once, at most `at_once` at a time, and yield what came of each in the order of the things.

    A thing waits for those before it with which it shares a key, so what becomes of it never depends on which of two
    answers came first; later things that share none may overtake it.

    Raises:
        Exception: whatever `do` raises, once everything that is under way has ended.
    """
    left = enumerate(things)
    waiting: deque[tuple[int, Thing]] = deque()
    going: dict[Future[Made], tuple[int, Set[str]]] = {}
    made: dict[int, Made] = {}
    told = 0
    with ThreadPoolExecutor(at_once) as pool:
        while True:
            waiting.extend(islice(left, max(0, _AHEAD * at_once - len(waiting) - len(made))))
            for place, thing in _free(waiting, keys, going.values(), at_once - len(going)):
                going[pool.submit(do, thing)] = (place, keys(thing))
            if not going:
                return
            for ended in wait(going, return_when=FIRST_COMPLETED).done:
                made[going.pop(ended)[0]] = ended.result()
            while told in made:
                yield made.pop(told)
                told += 1


# Private


def _free(
    waiting: deque[tuple[int, Thing]],
    keys: Callable[[Thing], Set[str]],
    going: Iterable[tuple[int, Set[str]]],
    room: int,
) -> list[tuple[int, Thing]]:
    """Take out of `waiting` the first things that share no key with anything under way or before them."""
    taken = set().union(*(held for _, held in going))
    free: list[tuple[int, Thing]] = []
    blocked: list[tuple[int, Thing]] = []
    while waiting and len(free) < room:
        place, thing = waiting.popleft()
        (blocked if keys(thing) & taken else free).append((place, thing))
        taken |= keys(thing)
    waiting.extendleft(reversed(blocked))
    return free
