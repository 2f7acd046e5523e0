"""Make a snapshot from the log, or continue the one that is there with the entries since.

A continued snapshot gives the same answers as one made from the first entry: entries are added, and what is told of
each request that they touch is made again. All of it happens in a copy, which then takes the snapshot's place in one
step: whoever reads meanwhile keeps the old one whole, and so does a build that ends half-way.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from audits.analytics.opening import (
    TABLES,
    Snapshot,
    attached,
    form,
    join_parts,
    kept_parts,
    make_views,
    one,
    told,
)
from audits.analytics.parts import PART, Part, is_there, keep, part_path, parts_dir, put_in_place, write_parts
from audits.analytics.taking import End, Taken, signed_end, take
from audits.analytics.telling import tell_since
from audits.note import Checkpoint
from audits.segments import NO_RECORD
from kernel_lib.errors import LogDamaged, NotFound
from kernel_lib.sql import read_sql

_ASIDE = ".building-"

Progress = Callable[[int, int], None]


def build(
    audit_dir: Path,
    target: Path,
    *,
    anew: bool = False,
    part: int = PART,
    on_progress: Progress = lambda _done, _all: None,
) -> Snapshot:
    """Bring a snapshot to the log's checkpoint in force; `anew` makes all of it again from the first entry.

    `part` is how many entries a part holds; `on_progress` hears of how many entries of how many are in.

    Raises:
        LogDamaged: the log is not whole.
        OSError: the folder of `target` cannot be written; the old snapshot is as it was.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(target.parent):
        end = signed_end(audit_dir)
        making = _Making(audit_dir, target, end, part, on_progress)
        before = None if anew else _continuable(target, end.checkpoint, part)
        if before:
            with suppress(LogDamaged):
                return before if before.events == end.checkpoint.size else making.made(before)
        return making.made(None)


class _Making:
    """One build: from the entries of `before`, or from none, to those that `end` is signed for."""

    def __init__(self, audit_dir: Path, target: Path, end: End, part: int, on_progress: Progress) -> None:
        self._audit_dir = audit_dir
        self._target = target
        self._parts_dir = parts_dir(target)
        self._end = end.checkpoint
        self._note = end.note
        self._part = part
        self._on_progress = on_progress

    def made(self, before: Snapshot | None) -> Snapshot:
        """Make it in a folder beside the target, and put it in its place."""
        with tempfile.TemporaryDirectory(dir=self._target.parent, prefix=_ASIDE) as aside:
            fresh = Path(aside) / "fresh.duckdb"
            try:
                with closing(self._opened(fresh, before)) as connection:
                    self._add(connection, before, Path(aside))
                    self._tell(connection, before)
                    snapshot = self._sign_off(connection)
            except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
                raise OSError(
                    f"{self._target.parent}: the audit snapshot cannot be written; free space there"
                ) from error
            fresh.chmod(0o400)
            put_in_place(fresh, self._target)
        return snapshot

    # Private

    def _opened(self, fresh: Path, before: Snapshot | None) -> duckdb.DuckDBPyConnection:
        """Return a copy of the snapshot so far, or new tables."""
        if before:
            shutil.copyfile(self._target, fresh)
        else:
            with closing(duckdb.connect(fresh)) as connection:
                connection.execute(read_sql("audits", TABLES, folder="schema"))
        return attached(fresh, read_only=False)

    def _add(self, connection: duckdb.DuckDBPyConnection, before: Snapshot | None, aside: Path) -> None:
        """Take every entry since, part by part, each following the one before it."""
        size, last_hash = (before.events, before.last_hash) if before else (0, NO_RECORD)
        while size < self._end.size:
            for taken, part in self._next(connection, size + 1, aside):
                taken.demand_after(last_hash)
                size, last_hash = taken.last, taken.last_hash
                if part:
                    self._note_part(connection, part)
                self._on_progress(size, self._end.size)
        if last_hash != self._end.last_hash:
            raise LogDamaged("latest", f"the first {size} records are not those signed for; run `leadbook verify`")

    def _next(
        self, connection: duckdb.DuckDBPyConnection, first: int, aside: Path
    ) -> Iterator[tuple[Taken, Part | None]]:
        """Give what comes next: all whole parts at once, or the entries up to the end of a part or of the log."""
        size = self._part
        whole = (self._end.size - first + 1) // size if (first - 1) % size == 0 else 0
        if whole:
            firsts = range(first, first + whole * size, size)
            yield from write_parts(self._audit_dir, self._parts_dir, firsts, aside)
            return
        last = min(self._end.size, first - 1 + size - (first - 1) % size)
        taken = take(connection, self._audit_dir, first, last, aside)
        connection.execute("insert into log.events by name select * exclude (previous, is_whole) from taken")
        connection.execute("drop table taken")
        part = None
        if last % size == 0:
            whole_part = Taken(last - size + 1, last, "", taken.last_hash)
            part = keep(connection.table("log.main.events"), self._parts_dir, whole_part, aside)
            connection.execute("delete from log.events")
        yield taken, part

    def _note_part(self, connection: duckdb.DuckDBPyConnection, part: Part) -> None:
        connection.execute("insert into parts values (?, ?, ?, ?)", astuple(part))
        path = str(part_path(self._parts_dir, part.first))
        connection.execute(read_sql("audits", "part_keys", folder="snapshot"), {"first": part.first, "path": path})

    def _tell(self, connection: duckdb.DuckDBPyConnection, before: Snapshot | None) -> None:
        """Bring what is told of requests up to the entries taken."""
        if before and before.events:
            tell_since(connection, self._parts_dir, before.events)
        else:
            join_parts(connection, self._parts_dir, kept_parts(connection))
            make_views(connection, ("casework",))
            connection.execute(read_sql("audits", "all_told", folder="snapshot"))

    def _sign_off(self, connection: duckdb.DuckDBPyConnection) -> Snapshot:
        end, now = self._end, datetime.now(UTC)
        row = (end.size, end.root.hex(), end.last_hash, now.replace(tzinfo=None), self._note, form(self._part))
        connection.execute("delete from snapshot")
        connection.execute("insert into snapshot values (?, ?, ?, ?, ?, ?)", row)
        connection.execute("checkpoint log")  # said aloud, since a close that cannot write says nothing
        return Snapshot(self._target, end.size, end.root.hex(), now, end.last_hash)


# Private


def _continuable(target: Path, end: Checkpoint, part: int) -> Snapshot | None:
    """Return the snapshot that is there if it was made in this way of entries that the log still has, else None."""
    try:
        with closing(attached(target, read_only=True)) as connection:
            (made_as,) = one(connection, "select form from snapshot")
            before = told(connection, target)
            parts = kept_parts(connection)
    except (duckdb.Error, NotFound):
        return None
    if (
        made_as != form(part)
        or before.events > end.size
        or not all(is_there(parts_dir(target), each) for each in parts)
    ):
        return None
    is_same = (before.root, before.last_hash) == (end.root.hex(), end.last_hash)
    return before if is_same or before.events < end.size else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process build in a folder at a time; the next waits, and clears what one that was ended left."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in folder.glob(f"{_ASIDE}*"):
            shutil.rmtree(left)
        yield
    finally:
        os.close(descriptor)
