"""What goes out with a service, gathered from one state of the records: JSON lines, an index in CSV, originals."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection

from gallery.backup.snapshot import Member
from gallery.images.store import Images
from gallery.records.of_service import Original, originals_of, tables_of
from kernel_lib.hashing import sha256_of

INDEX = "index.csv"
_SPOOL = 16 << 20
_CHUNK = 1 << 20
_AT_ONCE = 1_000
_COLUMNS = ("file", "sha256", "kind", "lineage_id", "id", "subject_number", "event_number", "captured_on")


@dataclass
class Gathered:
    """The files of an exit but the log's and the certificate; `counts` by file. Close it."""

    originals: tuple[Original, ...]
    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    _files: dict[str, IO[bytes]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, connection: Connection, service: str, folder: Path) -> "Gathered":
        """Read everything of a service; what memory does not hold lies in `folder`, without a name. Raises OSError."""
        made = cls(originals_of(connection, service), folder)
        try:
            for name, query in tables_of(service).items():
                rows = connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings()
                made.keep(f"{name}.jsonl", (_line(dict(row)) for row in rows))
            made.keep(INDEX, _index(made.originals))
        except BaseException:
            made.close()
            raise
        return made

    @property
    def lineages_sha256(self) -> str:
        """The hash over the sorted ids of every lineage that goes out."""
        return lineages_hash(self.originals)

    @property
    def ids(self) -> frozenset[str]:
        """What an entry of the service's own working may be about: pictures and lineages."""
        return frozenset(one for each in self.originals for one in (each.id, each.lineage_id))

    def keep(self, path: str, lines: Iterable[bytes]) -> None:
        """Add a file of lines."""
        file = self._files[path] = tempfile.SpooledTemporaryFile(_SPOOL, dir=str(self.folder))  # noqa: SIM115  # closed by `close`
        self.counts[path] = 0
        for line in lines:
            file.write(line)
            self.counts[path] += 1

    def members(self, pictures: Images, marks: Images) -> Iterator[Member]:
        """Give every file; originals are decrypted one at a time. Raises PictureDamaged when one went meanwhile."""
        for path, file in self._files.items():
            length = file.tell()
            file.seek(0)
            yield Member(path, length, _pieces(file))
        for each in self.originals:
            data = (marks if each.kind == "mark" else pictures).get(each.lineage_id, each.sha256)
            yield Member(path_of(each), len(data), iter((data,)))

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files.values():
            file.close()


def path_of(original: Original) -> str:
    """Return where an original lies in the folder."""
    return f"originals/{original.lineage_id}.{original.kind}.{original.format}"


def lineages_hash(originals: Iterable[Original]) -> str:
    """Return the hash over the sorted ids of the lineages, as a run of destruction names them."""
    return sha256_of(sorted({each.lineage_id for each in originals}))


# Private


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, default=_told, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _told(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"exit: expected a value that JSON has, got {type(value).__name__}")


def _index(originals: Iterable[Original]) -> Iterator[bytes]:
    yield _row(_COLUMNS)
    for each in originals:
        yield _row((path_of(each), *(getattr(each, name) for name in _COLUMNS[1:])))


def _row(values: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue().encode()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_CHUNK), b"")
