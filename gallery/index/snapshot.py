"""One read-only file of the index: header, arrays, and a hash of every block; mapped into memory, checked when opened.

    magic, length of the header, header (JSON: format, model, dimensions, count, arrays with type, shape and offset)
    body: the arrays, each from a multiple of 64 bytes on
    table: SHA-256 of each block of a mebibyte of the body

The seal, SHA-256 over header and table, names the file's whole content; the shelf's manifest keeps it. Nothing is ever
changed in a file but the rows of removed references, which are overwritten (`gallery.index.erasure`).
"""

import hashlib
import json
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from kernel_lib.errors import LeadbookError
from kernel_lib.hashing import canonical_json

Array = NDArray[Any]

FORMAT = 2
BLOCK = 1 << 20
ROWS, LANES = "rows", "lanes"
_MAGIC = b"leadbook index\n\0"
_LENGTH_BYTES = 8
_HEADER_LIMIT = 1 << 20
_ALIGNMENT = 64
_DIGEST_BYTES = 32


class SnapshotRefused(LeadbookError):
    """A snapshot is missing, damaged, of another model or a newer format, or not the one that the manifest names."""


@dataclass(frozen=True)
class Place:
    """Where an array lies in the body, and where in it the rows of references stand."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    layout: str

    @property
    def bytes(self) -> int:
        """How many bytes it takes."""
        return int(np.prod(self.shape, dtype=np.int64)) * np.dtype(self.dtype).itemsize


@dataclass(frozen=True)
class Content:
    """What a snapshot is written from: model, arrays by name, and the layout of those that hold something of each row.

    By `ROWS` a row's place is array[row]; by `LANES` it is array[row // lanes, :, row % lanes], of three axes.
    """

    model_id: str
    dimensions: int
    count: int
    arrays: Mapping[str, Array]
    layouts: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An open file. `body` is its mapping from the first array on; `table` the hash of each block, (blocks, 32)."""

    path: Path
    seal: str
    count: int
    places: tuple[Place, ...]
    start: int
    body: memoryview
    table: NDArray[np.uint8]

    @classmethod
    def map(cls, path: Path, seal: str, model_id: str, dimensions: int) -> Self:
        """Map a file and check its header and table against the seal; `verify` checks its blocks.

        Raises:
            SnapshotRefused: with the reason.
        """
        try:
            with path.open("rb") as file:
                mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise SnapshotRefused(f"snapshot: expected a readable file, got {type(error).__name__}") from error
        header, start = _header(mapped)
        _demand_known(header, model_id, dimensions)
        places = tuple(Place(**{**each, "shape": tuple(each["shape"])}) for each in header["arrays"])
        end = start + max((place.offset + place.bytes for place in places), default=0)
        blocks = -(-(end - start) // BLOCK)
        if len(mapped) != end + blocks * _DIGEST_BYTES:
            expected = end + blocks * _DIGEST_BYTES
            raise SnapshotRefused(f"snapshot: expected {expected} bytes, got {len(mapped)}; it was cut or written to")
        if hashlib.sha256(bytes(mapped[:start]) + bytes(mapped[end:])).hexdigest() != seal:
            raise SnapshotRefused("snapshot: expected the one that the manifest names, got another or a damaged header")
        table = np.frombuffer(bytes(mapped[end:]), np.uint8).reshape(blocks, _DIGEST_BYTES).copy()
        return cls(path, seal, header["count"], places, start, mapped[start:end], table)

    def verify(self, table: NDArray[np.uint8]) -> None:
        """Hash every block on all cores and compare. Raises SnapshotRefused at the first that differs."""
        workers = max(1, len(os.sched_getaffinity(0)))
        with ThreadPoolExecutor(workers) as pool:
            for worst in pool.map(
                lambda first: self._first_wrong(range(first, len(table), workers), table), range(workers)
            ):
                if worst is not None:
                    raise SnapshotRefused(f"snapshot: expected block {worst} as it was written, got other bytes")

    def array(self, name: str) -> Array:
        """Return an array, read-only, without a copy. Raises SnapshotRefused when the file holds none of that name."""
        for place in self.places:
            if place.name == name:
                held = np.frombuffer(self.body[place.offset : place.offset + place.bytes], place.dtype)
                return held.reshape(place.shape)
        raise SnapshotRefused(f"snapshot: expected an array named {name}, got none")

    def block(self, number: int) -> memoryview:
        """Return a block of the body; the last may be shorter."""
        return self.body[number * BLOCK : (number + 1) * BLOCK]

    def _first_wrong(self, numbers: Iterable[int], table: NDArray[np.uint8]) -> int | None:
        for number in numbers:
            if hashlib.sha256(self.block(number)).digest() != table[number].tobytes():
                return number
        return None


def write_snapshot(path: Path, content: Content) -> str:
    """Write a file, durable when this returns, and return its seal. Raises OSError; nothing of it is in use then."""
    places = tuple(_placed(content))
    header = _framed(
        {
            "format": FORMAT,
            "model_id": content.model_id,
            "dimensions": content.dimensions,
            "count": content.count,
            "arrays": [vars(place) for place in places],
        }
    )
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    table = bytearray()
    with os.fdopen(descriptor, "wb") as file:
        file.write(header)
        for piece in _blocks(_pieces(content, places)):
            # A copy: a removal may overwrite rows of what is written from.
            block = bytes(piece)
            table += hashlib.sha256(block).digest()
            file.write(block)
        file.write(table)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(header + bytes(table)).hexdigest()


# Private


def _placed(content: Content) -> Iterator[Place]:
    offset = 0
    for name in sorted(content.arrays):
        array = content.arrays[name]
        place = Place(name, array.dtype.str, array.shape, offset, content.layouts.get(name, ""))
        yield place
        offset += -(-place.bytes // _ALIGNMENT) * _ALIGNMENT


def _pieces(content: Content, places: Iterable[Place]) -> Iterator[memoryview]:
    at = 0
    for place in places:
        if gap := place.offset - at:
            yield memoryview(bytes(gap))
        if place.bytes:
            yield np.ascontiguousarray(content.arrays[place.name]).view(np.uint8).reshape(-1).data
        at = place.offset + place.bytes


def _blocks(pieces: Iterable[memoryview]) -> Iterator[memoryview]:
    """Cut pieces of any length into blocks; most lie within one piece and are not copied."""
    rest = b""
    for piece in pieces:
        taken = 0
        if rest:
            taken = min(len(piece), BLOCK - len(rest))
            rest += bytes(piece[:taken])
            if len(rest) < BLOCK:
                continue
            yield memoryview(rest)
        whole = taken + (len(piece) - taken) // BLOCK * BLOCK
        yield from (piece[first : first + BLOCK] for first in range(taken, whole, BLOCK))
        rest = bytes(piece[whole:])
    if rest:
        yield memoryview(rest)


def _framed(header: Mapping[str, Any]) -> bytes:
    text = canonical_json(header)
    text += b" " * (-(len(_MAGIC) + _LENGTH_BYTES + len(text)) % _ALIGNMENT)
    return _MAGIC + len(text).to_bytes(_LENGTH_BYTES, "little") + text


def _header(mapped: memoryview) -> tuple[dict[str, Any], int]:
    first = len(_MAGIC) + _LENGTH_BYTES
    if bytes(mapped[: len(_MAGIC)]) != _MAGIC:
        raise SnapshotRefused("snapshot: expected a file of the index, got another or one of an older version")
    length = int.from_bytes(mapped[len(_MAGIC) : first], "little")
    if length > _HEADER_LIMIT or first + length > len(mapped):
        raise SnapshotRefused("snapshot: expected a header, got a file that was cut or damaged")
    try:
        header = json.loads(bytes(mapped[first : first + length]))
    except ValueError as error:
        raise SnapshotRefused("snapshot: expected a header, got damaged bytes") from error
    return header, first + length


def _demand_known(header: Mapping[str, Any], model_id: str, dimensions: int) -> None:
    if header.get("format") != FORMAT:
        got = header.get("format")
        raise SnapshotRefused(f"snapshot: expected format {FORMAT}, got {got}; another version of the product wrote it")
    if (header["model_id"], header["dimensions"]) != (model_id, dimensions):
        got = f"{header['model_id']} with {header['dimensions']}"
        raise SnapshotRefused(f"snapshot: expected templates of {model_id} with {dimensions} numbers, got {got}")
