"""Ids: random, sortable by time, never a name or number of a person (UUIDv7, RFC 9562 section 5.7)."""

import threading

from gallery.records.chance import Source, source

_RANDOM_BITS = 80
_LONGEST_STEP = 2**32
_ROOM = 1 << 61
"""Left clear at the beginning of many ids, so that their steps never reach the bits of the variant."""


class Ids:
    """Ids in the order in which they are made, also within one millisecond (RFC 9562, section 6.2, method 2).

    Rows that one act makes are read in the order of their ids, so that order must be the order of making.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest = (0, 0)
        self._drawn: Source | None = None

    def next(self) -> str:
        """Return a new UUIDv7 as 36 characters."""
        with self._lock:
            drawn = self._source()
            milliseconds, randomness = drawn.milliseconds(), drawn.chance.getrandbits(_RANDOM_BITS - 1)
            if milliseconds <= self._latest[0]:
                milliseconds = self._latest[0]
                # A step is far smaller than the lowest bits that id_at overwrites, so the order holds.
                randomness = self._latest[1] + 1 + drawn.chance.randrange(_LONGEST_STEP)
            self._latest = (milliseconds, randomness)
        return _id(milliseconds, randomness)

    def many(self, count: int) -> list[str]:
        """Return so many new ids at once, in order, in a millisecond of their own."""
        made: list[str] = []
        with self._lock:
            drawn = self._source()
            steps = memoryview(drawn.chance.randbytes(4 * count)).cast("I")
            milliseconds = max(drawn.milliseconds(), self._latest[0] + 1)
            randomness = drawn.chance.getrandbits(_RANDOM_BITS - 1) & ~_ROOM
            for step in steps:
                randomness += 1 + step
                made.append(_id(milliseconds, randomness))
            self._latest = (milliseconds, randomness)
        return made

    def _source(self) -> Source:
        """Where ids come from now; the order of making begins anew with another source."""
        drawn = source()
        if drawn is not self._drawn:
            self._drawn, self._latest = drawn, (0, 0)
        return drawn


_ids = Ids()
new_id = _ids.next
new_ids = _ids.many


def id_at(milliseconds: int, randomness: bytes) -> str:
    """Return the UUIDv7 of a moment (milliseconds since 1970) and 10 random bytes."""
    return _id(milliseconds, int.from_bytes(randomness[:10], "big"))


# Private


def _id(milliseconds: int, randomness: int) -> str:
    value = (milliseconds & (2**48 - 1)) << 80 | randomness
    value &= ~(0xF << 76 | 0x3 << 62)
    digits = f"{value | 0x7 << 76 | 0x2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
