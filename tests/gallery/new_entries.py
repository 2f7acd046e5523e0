"""The entries that acts of a test add to a log, read from the disk as they come and each once."""

from dataclasses import dataclass
from pathlib import Path

from audits.segments import NO_RECORD, Entry, decode, segment_paths


@dataclass
class NewEntries:
    """Reads on where it stopped, where `audits.segments.read` begins anew: a long story is not read for each act."""

    folder: Path
    _read: str = ""
    _bytes: int = 0
    _sequence: int = 0
    _hash: str = NO_RECORD

    def told(self) -> list[tuple[str, str]]:
        """Return act and result of each entry written since the last call; each follows the one before it."""
        return [(entry.event.act, entry.event.result) for entry in self.entries()]

    def entries(self) -> list[Entry]:
        """Return each entry written since the last call, whole."""
        found: list[Entry] = []
        for path in segment_paths(self.folder):
            if path.name < self._read:
                continue
            self._bytes = self._bytes if path.name == self._read else 0
            self._read = path.name
            with path.open("rb") as file:
                file.seek(self._bytes)
                written = file.read()
            assert not written or written.endswith(b"\n"), f"{path.name}: a record without its end"
            self._bytes += len(written)
            found += [self._following(line) for line in written.splitlines()]
        return found

    def _following(self, line: bytes) -> Entry:
        entry = decode(line)
        assert (entry.sequence, entry.previous) == (self._sequence + 1, self._hash)
        self._sequence, self._hash = entry.sequence, entry.hash
        return entry
