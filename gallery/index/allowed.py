"""Which references may be compared: one bit a reference number, so that millions take a few hundred kilobytes."""

import base64
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

RUNS_KEPT = 2_000
"""Up to so many runs a set is kept as runs, which people can read; a more ragged one is kept as its packed bits."""

HIGHEST_NUMBER = 1 << 32
"""No reference number reaches this; a larger one in something kept is damage, not a gallery."""


@dataclass(frozen=True, eq=False)
class Allowed:
    """A set of reference numbers. `bits` is packed: number n is bit n % 8, from the lowest, of byte n // 8.

    Trailing zero bytes are cut, so that equal sets have equal bytes and one SHA-256.
    """

    bits: Bits

    @classmethod
    def of(cls, numbers: Iterable[int] | Numbers) -> Self:
        """Return the set of these numbers, in any order, from 0.

        Raises:
            ValueError: a number is below 0 or too high.
        """
        held = np.fromiter(numbers, np.int64) if not isinstance(numbers, np.ndarray) else numbers.astype(np.int64)
        if len(held) and (held.min() < 0 or held.max() >= HIGHEST_NUMBER):
            raise ValueError(f"reference numbers: expected 0 to {HIGHEST_NUMBER - 1}, got one outside")
        flags = np.zeros(int(held.max()) + 1 if len(held) else 0, np.bool_)
        flags[held] = True
        return cls.where(flags)

    @classmethod
    def where(cls, flags: Flags) -> Self:
        """Return the set of places at which `flags` (n,) is true."""
        return cls(_trimmed(np.packbits(flags, bitorder="little")))

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> Self:
        """Return the set that `kept` told of.

        Raises:
            ValueError: it is not what `kept` writes, or not the set that its hash names.
        """
        try:
            found = cls.where(_flags_of_runs(kept["runs"])) if "runs" in kept else cls(_unpacked(str(kept["bits"])))
        except (KeyError, TypeError, ValueError, OverflowError, zlib.error) as error:
            raise ValueError(f"kept references: expected runs or bits, got others ({type(error).__name__})") from error
        if found.sha256 != kept.get("sha256"):
            raise ValueError("kept references: expected the set that its hash names, got another")
        return found

    def kept(self) -> dict[str, Any]:
        """Return the set as JSON: count, SHA-256, and its runs [first, last] or, when it is ragged, its bits."""
        told: dict[str, Any] = {"count": len(self), "sha256": self.sha256}
        runs = self._edges.reshape(-1, 2)
        if len(runs) <= RUNS_KEPT:
            return {**told, "runs": [[int(first), int(after) - 1] for first, after in runs]}
        return {**told, "bits": base64.b64encode(zlib.compress(self.bits.tobytes(), 6)).decode()}

    @cached_property
    def sha256(self) -> str:
        """The hash that names the set."""
        return hashlib.sha256(self.bits.tobytes()).hexdigest()

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers, ascending."""
        return np.flatnonzero(self.flags).astype(np.int64)

    @property
    def flags(self) -> Flags:
        """One truth value a number, from 0 to the highest byte's last."""
        return np.unpackbits(self.bits, bitorder="little").view(np.bool_)

    def flags_at(self, numbers: Numbers) -> Flags:
        """Say for each of some numbers whether it is in the set."""
        inside = self.flags
        if not len(numbers):
            return np.empty(0, np.bool_)
        if numbers.min() >= 0 and numbers.max() < len(inside):
            return inside[numbers]
        known = (numbers >= 0) & (numbers < len(inside))
        found = np.zeros(len(numbers), np.bool_)
        found[known] = inside[numbers[known]]
        return found

    def without(self, other: "Allowed") -> "Allowed":
        """Return the numbers that are not in the other set."""
        mine, theirs = _alike(self.bits, other.bits)
        return Allowed(_trimmed(mine & ~theirs))

    def both(self, other: "Allowed") -> "Allowed":
        """Return the numbers that are in both sets."""
        mine, theirs = _alike(self.bits, other.bits)
        return Allowed(_trimmed(mine & theirs))

    def either(self, other: "Allowed") -> "Allowed":
        """Return the numbers that are in one of the sets or in both."""
        mine, theirs = _alike(self.bits, other.bits)
        return Allowed(_trimmed(mine | theirs))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers.tolist())

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, (int, np.integer)) or not 0 <= number < 8 * len(self.bits):
            return False
        return bool(self.bits[number >> 3] >> (number & 7) & 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Allowed) and np.array_equal(self.bits, other.bits)

    def __hash__(self) -> int:
        return hash(self.sha256)

    @cached_property
    def _count(self) -> int:
        return int(np.bitwise_count(self.bits).sum())

    @property
    def _edges(self) -> Numbers:
        """First number, number after the last, and so on for each run."""
        flags = np.concatenate(([False], self.flags, [False]))
        return np.flatnonzero(flags[1:] != flags[:-1]).astype(np.int64)


# Private


def _trimmed(bits: Bits) -> Bits:
    filled = np.flatnonzero(bits)
    trimmed = bits[: int(filled[-1]) + 1] if len(filled) else bits[:0]
    trimmed.setflags(write=False)
    return trimmed


def _alike(mine: Bits, theirs: Bits) -> tuple[Bits, Bits]:
    """Both in the length of the longer."""
    size = max(len(mine), len(theirs))
    return np.pad(mine, (0, size - len(mine))), np.pad(theirs, (0, size - len(theirs)))


def _flags_of_runs(runs: Sequence[Sequence[int]]) -> Flags:
    highest = max((last for _, last in runs), default=-1)
    if highest >= HIGHEST_NUMBER:
        raise ValueError("kept references: expected numbers of a gallery, got one far beyond")
    flags = np.zeros(highest + 1, np.bool_)
    for first, last in runs:
        flags[first : last + 1] = True
    return flags


def _unpacked(text: str) -> Bits:
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(base64.b64decode(text, validate=True), HIGHEST_NUMBER // 8)
    return np.frombuffer(data, np.uint8)
