"""Where ids and lots come from: the operating system's chance and clock; in a simulation, a seed and its own clock.

Keys, nonces, passwords and secrets of sessions are not drawn here: they are the operating system's always.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random, SystemRandom

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Source:
    """A clock in milliseconds since 1970, and chance."""

    milliseconds: Callable[[], int]
    chance: Random


def _system() -> Source:
    return Source(lambda: time.time_ns() // 1_000_000, SystemRandom())


_in_use = [_system()]


def source() -> Source:
    """Return where ids and lots come from now."""
    return _in_use[-1]


@contextmanager
def repeatable(drawn: Source) -> Iterator[None]:
    """Draw from a source of one's own, so that the same seed gives the same ids: in a simulation only."""
    _in_use.append(drawn)
    try:
        yield
    finally:
        _in_use.remove(drawn)


def characters(count: int) -> str:
    """Return so many random characters that people can read aloud."""
    return "".join(source().chance.choice(_ALPHABET) for _ in range(count))


def seed() -> str:
    """Return a seed of 64 bits for a draw that anybody can make again, as 16 hexadecimal digits."""
    return f"{source().chance.getrandbits(64):016x}"
