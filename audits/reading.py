"""Read every record of a log that may be damaged, and name each place that is not as written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from audits.segment_check import WholeSegment, read_segment
from audits.segments import NO_RECORD, BadRecord, Entry, decode, lines, segment_paths
from audits.tree import Tree
from audits.workers import in_order

_HASH = 32


@dataclass(frozen=True)
class Fault:
    """One place where the log is not whole.

    `place` names segment, line and sequence, or a checkpoint file. `kind` is one of edited, removed, inserted,
    reordered, replaced, torn, truncated, "rolled back", unsigned, time, stray, checkpoint, key.
    """

    place: str
    kind: str
    expected: str
    got: str
    message: str


@dataclass
class Reading:
    """What was read so far. `kept` holds the tree and the last hash at the sizes that somebody signed for."""

    wanted: set[int]
    wanted_from: int
    tree: Tree = field(default_factory=Tree)
    kept: dict[int, tuple[Tree, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    last_place: str = "segments"
    lost: int = 0
    """Records found missing before the end."""

    _expected: int = 1
    _follows: tuple[str, ...] = (NO_RECORD,)
    _time: datetime | None = None
    _seen: set[int] = field(default_factory=set)
    _whole: list[range] = field(default_factory=list)
    _repeated: set[int] = field(default_factory=set)
    _jumps: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many whole lines were read."""
        return self.tree.size

    def begin_segment(self, name: str, first: int) -> None:
        """Check that a segment follows the one before it."""
        if first > self._expected:
            missing = f"records {self._expected} to {first - 1}"
            message = f"{missing} are gone: a segment before this one is missing or was cut"
            self.faults.append(Fault(name, "removed", f"a segment from {self._expected}", f"from {first}", message))
            self.lost += first - self._expected
            self._expected, self._follows = first, ()
        elif first < self._expected:
            message = "the segment's name is not the sequence of its first record"
            self.faults.append(Fault(name, "reordered", f"{self._expected:012d}", f"{first:012d}", message))

    def take(self, segment: str, number: int, line: bytes) -> None:
        """Check one whole line, without its end."""
        place = f"{segment}, line {number}, sequence {self._expected}"
        self.last_place = place
        self.tree = self.tree.plus(line)
        try:
            entry = decode(line)
        except BadRecord as bad:
            self.faults.append(Fault(place, bad.kind, bad.expected, bad.got, bad.message))
            self._expected, self._follows = self._expected + 1, bad.hashes
            return
        self._check_order(place, entry)
        self._check_time(place, entry)
        self._expected, self._follows = entry.sequence + 1, (entry.hash,)
        if self.size in self.wanted or self.size > self.wanted_from:
            self.kept[self.size] = self.tree, entry.hash

    def take_whole(self, segment: WholeSegment) -> bool:
        """Take a segment that is whole by itself, if it follows the one before it; else return False."""
        joins = self._expected == segment.first and (not self._follows or segment.previous in self._follows)
        is_late = self._time is None or segment.first_time >= self._time or segment.begins_with_gap
        if not joins or not is_late:
            return False
        size, end = self.size, self.size + segment.count
        skipped = segment.first - size - 1
        for stop in [*self._stops(size, end), end]:
            leaves = segment.leaves[(self.size - size) * _HASH : (stop - size) * _HASH]
            self.tree = self.tree.plus_hashes(leaves[at : at + _HASH] for at in range(0, len(leaves), _HASH))
            if stop in self.wanted or stop > self.wanted_from:
                self.kept[stop] = self.tree, segment.hash_of(stop + skipped)
        sequence = segment.first + segment.count - 1
        self.last_place = f"{segment.name}, line {segment.count}, sequence {sequence}"
        self._whole.append(range(segment.first, sequence + 1))
        self._expected, self._follows, self._time = sequence + 1, (segment.hash_of(sequence),), segment.last_time
        return True

    def end(self) -> None:
        """Say of each jump in the sequence what happened, now that every sequence is known."""
        for place, expected, got in self._jumps:
            self.faults.append(self._jump(place, expected, got))

    def _stops(self, size: int, end: int) -> list[int]:
        """Return the sizes after `size` and before `end` at which the tree is to be kept."""
        return [stop for stop in range(size + 1, end) if stop in self.wanted or stop > self.wanted_from]

    def _is_there(self, sequence: int) -> bool:
        return sequence in self._seen or any(sequence in each for each in self._whole)

    def _check_order(self, place: str, entry: Entry) -> None:
        if self._is_there(entry.sequence):
            self._repeated.add(entry.sequence)
        self._seen.add(entry.sequence)
        if entry.sequence != self._expected:
            self._jumps.append((place, self._expected, entry.sequence))
        elif self._follows and entry.previous not in self._follows:
            message = "this record, or the one before it, is not the one first written"
            self.faults.append(Fault(place, "replaced", f"previous {self._follows[0]}", entry.previous, message))

    def _check_time(self, place: str, entry: Entry) -> None:
        if self._time and entry.time < self._time and entry.event.act != "log_gap":
            message = "the record is older than the one before it, and no log_gap says why"
            self.faults.append(Fault(place, "time", f"{self._time} or later", str(entry.time), message))
        self._time = entry.time

    def _jump(self, place: str, expected: int, got: int) -> Fault:
        wanted, found = f"sequence {expected}", f"sequence {got}"
        gone = [number for number in range(expected, min(got, expected + 100_000)) if not self._is_there(number)]
        if gone:
            self.lost += len(gone)
            return Fault(place, "removed", wanted, found, f"records {gone[0]} to {gone[-1]} are gone before this one")
        if got < expected and got in self._repeated:
            return Fault(place, "inserted", wanted, found, f"sequence {got} is there more than once")
        return Fault(place, "reordered", wanted, found, "the records are not in the order in which they were written")


def read_everything(
    folder: Path,
    wanted: set[int],
    wanted_from: int,
    *,
    processes: int | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Reading:
    """Read all segments. Keeps the tree at the `wanted` sizes and at every size above `wanted_from`.

    `on_progress` gets how many segments of how many were read. A segment that is not whole, or does not follow, is
    read again line by line, to name what is wrong.
    """
    reading = Reading(wanted, wanted_from)
    reading.kept[0] = Tree(), NO_RECORD
    paths = segment_paths(folder)
    _name_strays(folder, paths, reading)
    for done, (path, whole) in enumerate(zip(paths, in_order(read_segment, paths, processes), strict=True), start=1):
        reading.begin_segment(path.name, int(path.stem))
        if whole is None or not reading.take_whole(whole):
            _read_with_care(path, reading, is_last=path == paths[-1])
        on_progress(done, len(paths))
    reading.end()
    return reading


def _read_with_care(path: Path, reading: Reading, *, is_last: bool) -> None:
    for number, line in lines(path):
        if line.endswith(b"\n"):
            reading.take(path.name, number, line[:-1])
        else:
            reading.faults.append(_torn(path.name, number, line, is_last=is_last))


def _torn(segment: str, number: int, line: bytes, *, is_last: bool) -> Fault:
    place = f"{segment}, line {number}"
    got = f"{len(line)} bytes without a line end"
    if is_last:
        return Fault(place, "torn", "a whole record", got, "a record was begun and never finished, or its end was cut")
    return Fault(place, "edited", "a whole record", got, "the end of the segment's last record is gone")


def _name_strays(folder: Path, paths: list[Path], reading: Reading) -> None:
    place = folder / "segments"
    for path in sorted(set(place.iterdir()) - set(paths)) if place.is_dir() else []:
        reading.faults.append(
            Fault(f"segments/{path.name}", "stray", "segments only", path.name, "a file that the log did not write")
        )
