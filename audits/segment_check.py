"""One segment read on its own, in any process: whole by itself, or to be read again with care.

A whole segment is one that the log wrote: every line as written, in sequence from the segment's name, chained, and no
record older than the one before it unless a `log_gap` says so.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audits.segments import BadRecord, Entry, decode, lines
from audits.tree import leaf_hash


@dataclass(frozen=True)
class WholeSegment:
    """What the next segment must follow, and the hashes that the tree is made of; `leaves` has 32 bytes a record."""

    name: str
    first: int
    count: int
    previous: str
    """Hash that the first record names as the one before it."""
    first_time: datetime
    begins_with_gap: bool
    last_time: datetime
    hashes: bytes
    """Hash of each record, 32 bytes each."""
    leaves: bytes

    def hash_of(self, sequence: int) -> str:
        """Return the hash of the record of this sequence, 64 hexadecimal digits."""
        at = (sequence - self.first) * 32
        return self.hashes[at : at + 32].hex()


def read_segment(path: Path) -> WholeSegment | None:
    """Read a segment; None when anything in it is not as the log writes it. Raises OSError."""
    first = int(path.stem)
    begin: Entry | None = None
    last: Entry | None = None
    hashes, leaves = bytearray(), bytearray()
    try:
        for number, line in lines(path):
            entry = decode(line[:-1])
            if not line.endswith(b"\n") or not _follows(entry, first + number - 1, last):
                return None
            begin, last = begin or entry, entry
            hashes += bytes.fromhex(entry.hash)
            leaves += leaf_hash(line[:-1])
    except BadRecord:
        return None
    if begin is None or last is None:
        return None
    gap = begin.event.act == "log_gap"
    count = last.sequence - first + 1
    return WholeSegment(
        path.name, first, count, begin.previous, begin.time, gap, last.time, bytes(hashes), bytes(leaves)
    )


def _follows(entry: Entry, sequence: int, last: Entry | None) -> bool:
    if entry.sequence != sequence:
        return False
    if last is None:
        return True
    return entry.previous == last.hash and (entry.time >= last.time or entry.event.act == "log_gap")
