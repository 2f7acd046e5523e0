"""Ids: random, sortable by time, never a name or number of a person (UUIDv7, RFC 9562 section 5.7)."""

import os
import time
import uuid


def new_id() -> str:
    """Return a new UUIDv7 as 36 characters."""
    milliseconds = time.time_ns() // 1_000_000
    return id_at(milliseconds, os.urandom(10))


def id_at(milliseconds: int, randomness: bytes) -> str:
    """Return the UUIDv7 of a moment (milliseconds since 1970) and 10 random bytes."""
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(randomness[:10], "big")
    value &= ~(0xF << 76 | 0x3 << 62)
    return str(uuid.UUID(int=value | 0x7 << 76 | 0x2 << 62))
