"""Ids: random, sortable by time, never a name or number of a person (UUIDv7, RFC 9562 section 5.7)."""

import secrets
import threading
import time
import uuid

_RANDOM_BITS = 80
_LONGEST_STEP = 2**32


class Ids:
    """Ids in the order in which they are made, also within one millisecond (RFC 9562, section 6.2, method 2).

    Rows that one act makes are read in the order of their ids, so that order must be the order of making.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest = (0, 0)

    def next(self) -> str:
        """Return a new UUIDv7 as 36 characters."""
        with self._lock:
            milliseconds, randomness = time.time_ns() // 1_000_000, secrets.randbits(_RANDOM_BITS - 1)
            if milliseconds <= self._latest[0]:
                milliseconds = self._latest[0]
                # A step is far smaller than the lowest bits that id_at overwrites, so the order holds.
                randomness = self._latest[1] + 1 + secrets.randbelow(_LONGEST_STEP)
            self._latest = (milliseconds, randomness)
        return id_at(milliseconds, randomness.to_bytes(_RANDOM_BITS // 8, "big"))


new_id = Ids().next


def id_at(milliseconds: int, randomness: bytes) -> str:
    """Return the UUIDv7 of a moment (milliseconds since 1970) and 10 random bytes."""
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(randomness[:10], "big")
    value &= ~(0xF << 76 | 0x3 << 62)
    return str(uuid.UUID(int=value | 0x7 << 76 | 0x2 << 62))
