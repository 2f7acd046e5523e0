"""The chain of a showing: each step holds the hash of the one before, so none can be changed or left out (W-17)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from gallery.records.arrays import ArrayStep, add_step, steps_of
from kernel_lib.hashing import canonical_json, sha256_hex

FIRST = "0" * 64
"""What the first step names as the hash before it."""


def link(connection: Connection, array_id: str, body: Mapping[str, Any]) -> str:
    """Add a step to the chain of an array and return its hash. `body` is plain JSON with its `kind` and moment `at`."""
    before = steps_of(connection, array_id)
    previous = before[-1].sha256 if before else FIRST
    step = ArrayStep(array_id, len(before) + 1, body, previous, hashed(previous, body))
    add_step(connection, step)
    return step.sha256


def hashed(previous: str, body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a step: the hash before it, a line end, and its body as canonical JSON."""
    return sha256_hex(f"{previous}\n".encode() + canonical_json(dict(body)))


def is_whole(steps: Iterable[ArrayStep]) -> bool:
    """Say whether every step follows from the one before, from the first on."""
    previous = FIRST
    for number, step in enumerate(steps, start=1):
        if (step.number, step.previous_sha256) != (number, previous) or step.sha256 != hashed(previous, step.body):
            return False
        previous = step.sha256
    return True
