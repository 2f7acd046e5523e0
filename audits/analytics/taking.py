"""Take entries out of the log's files into a table, each checked against its own hash and the entry before it.

DuckDB reads the lines and hashes them, on all cores; no entry passes through Python. A line is believed only when the
SHA-256 of what it holds is its hash, so that the hash of the last entry, which a checkpoint signs, stands for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import duckdb

from audits.note import Checkpoint, LogKey, read_note
from audits.segments import NO_RECORD, segment_paths
from kernel_lib.errors import LogDamaged
from kernel_lib.sql import read_sql


@dataclass(frozen=True)
class Taken:
    """Entries `first` to `last`, now in the table `taken`; `previous` is the hash that the first of them follows."""

    first: int
    last: int
    previous: str
    last_hash: str

    def demand_after(self, last_hash: str) -> None:
        """See that these follow the entry with that hash. Raises LogDamaged."""
        if self.previous != last_hash:
            raise _damaged(self.first, "it does not follow the record before it")


@dataclass(frozen=True)
class End:
    """What is to be taken: the log to the checkpoint in force, and the note that it is signed in."""

    checkpoint: Checkpoint
    note: str


def signed_end(audit_dir: Path) -> End:
    """Return the checkpoint in force; of a log that was never written, one of no records.

    Raises:
        LogDamaged: it is not signed by the log's own key.
    """
    if not (audit_dir / "latest").exists() and not segment_paths(audit_dir):
        return End(Checkpoint("leadbook", 0, b"", NO_RECORD, ""), "")
    try:
        key = LogKey.parse((audit_dir / "log.pub").read_text(), "log.pub")
        note = (audit_dir / "latest").read_bytes()
    except FileNotFoundError as error:
        raise LogDamaged(Path(str(error.filename)).name, "expected the file that the log writes, got none") from error
    return End(read_note(note, key, "latest"), note.decode())


def take(connection: duckdb.DuckDBPyConnection, audit_dir: Path, first: int, last: int, aside: Path) -> Taken:
    """Make the table `taken` of the entries `first` to `last`; parts of a segment are copied into the folder `aside`.

    Raises:
        LogDamaged: the log does not hold these entries as they were written.
    """
    paths = [str(path) for path in _files(audit_dir, first, last, aside)]
    try:
        connection.execute(read_sql("audits", "take", folder="snapshot"), {"paths": paths})
        ((count, lowest, highest, previous, last_hash, fault),) = connection.execute(
            read_sql("audits", "check", folder="snapshot")
        ).fetchall()
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        message = f"a record from {first} to {last} cannot be read; run `leadbook verify`"
        raise LogDamaged("segments", message) from error
    if fault is not None:
        raise _damaged(fault, "it is not as it was written, or does not follow the one before it")
    if (count, lowest, highest) != (last - first + 1, first, last):
        raise _damaged(first, f"expected the records to {last}, got {count} from {lowest} to {highest}")
    return Taken(first, last, previous, last_hash)


# Private


def _files(audit_dir: Path, first: int, last: int, aside: Path) -> Iterator[Path]:
    """Give whole segments as they are, and of one that is wanted in part, or may still grow, a copy of the lines."""
    paths = segment_paths(audit_dir)
    if not paths:
        raise LogDamaged("segments", f"expected the records {first} to {last}, got no segment")
    begins = [int(path.stem) for path in paths]
    for path, (begin, following) in zip(paths, pairwise([*begins, last + 2]), strict=True):
        if following <= first or begin > last:
            continue
        if begin >= first and following <= last + 1:
            yield path
        else:
            yield _copied(path, max(first - begin, 0), last - begin + 1, aside)


def _copied(path: Path, start: int, stop: int, aside: Path) -> Path:
    copy = aside / f"{path.stem}-{start}.jsonl"
    with path.open("rb") as lines, copy.open("wb") as file:
        file.writelines(islice(lines, start, stop))
    return copy


def _damaged(sequence: int, told: str) -> LogDamaged:
    return LogDamaged(f"record {sequence}", f"{told}; run `leadbook verify`")
