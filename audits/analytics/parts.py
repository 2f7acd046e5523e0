"""The older entries, 100,000 a file, in files beside the snapshot that never change once written.

    log.duckdb                       the latest entries and what is told of each request
    log.parts/000000000001.parquet   entries 1 to 100,000; the next file begins with entry 100,001

A part depends on the log alone: one that is lost is made again, the same.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from audits.analytics.taking import Taken, take

PART = 100_000
"""Entries in a part, about 12 MB."""

_GROUP = 12_288
"""Rows that are read or passed over together: in the order of acts, most questions pass over most of them."""

_AT_ONCE = 2
_MEMORY = "300MB"


@dataclass(frozen=True)
class Part:
    """A file of the entries `first` to `last`, `bytes` long; `last_hash` is the hash of the last of them."""

    first: int
    last: int
    last_hash: str
    bytes: int


def parts_dir(snapshot: Path) -> Path:
    """Return the folder of a snapshot's parts."""
    return snapshot.with_suffix(".parts")


def part_path(folder: Path, first: int) -> Path:
    """Return the path of the part whose first entry has this sequence."""
    return folder / f"{first:012d}.parquet"


def is_there(folder: Path, part: Part) -> bool:
    """Say whether a part is there in its whole length."""
    try:
        return part_path(folder, part.first).stat().st_size == part.bytes
    except OSError:
        return False


def write_parts(audit_dir: Path, folder: Path, firsts: range, aside: Path) -> Iterator[tuple[Taken, Part]]:
    """Write the parts that begin with these sequences, each as long as their step, a few at once; give them in order.

    Raises:
        LogDamaged: the log does not hold these entries as they were written.
        OSError: the folder cannot be written.
    """
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        yield from workers.map(lambda first: _write(audit_dir, folder, (first, first + firsts.step - 1), aside), firsts)


def keep(rows: duckdb.DuckDBPyRelation, folder: Path, taken: Taken, aside: Path) -> Part:
    """Write rows of `events` as the part of these entries, in one step."""
    fresh = part_path(aside, taken.first)
    rows.order("act, sequence").write_parquet(str(fresh), compression="snappy", row_group_size=_GROUP)
    size = fresh.stat().st_size
    fresh.chmod(0o400)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    put_in_place(fresh, part_path(folder, taken.first))
    return Part(taken.first, taken.last, taken.last_hash, size)


def put_in_place(fresh: Path, target: Path) -> None:
    """Let a finished file take its place in one step, once it is on the disk."""
    _sync(fresh)
    fresh.replace(target)
    _sync(target.parent)


# Private


def _write(audit_dir: Path, folder: Path, ends: tuple[int, int], aside: Path) -> tuple[Taken, Part]:
    with (
        TemporaryDirectory(dir=aside) as own,
        closing(
            duckdb.connect(":memory:", config={"threads": 1, "memory_limit": _MEMORY, "temp_directory": own})
        ) as connection,
    ):
        taken = take(connection, audit_dir, *ends, Path(own))
        rows = connection.sql("select * exclude (previous, is_whole) from taken")
        return taken, keep(rows, folder, taken, Path(own))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
