"""Every kind of file in a data folder that no backup holds, with the reason; whatever is not listed here is in one.

A file that neither a backup holds nor this table knows is a fault: the test of the whole story fails for it, and
`leadbook backup` names it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


@dataclass(frozen=True)
class LeftOut:
    """A kind of file by its path below the data folder (`*` stands for anything, also for folders), and why."""

    pattern: str
    reason: str


LEFT_OUT = (
    LeftOut("audit/lock", "held while the service runs; empty"),
    LeftOut("audit/tree*", "derived: hashes of the log's tree, made again from its entries"),
    LeftOut("keys/backup.key", "kept apart from what it opens"),
    LeftOut("gallery/records.sqlite-*", "the write-ahead log of the records, whose copy is whole without it"),
    LeftOut("gallery/backup-*", "a copy of the records that is being made for a backup"),
    LeftOut("*.new", "a file that is being written and has no name yet"),
    LeftOut("index/*", "derived: made from the records at the first start"),
    LeftOut("analytics/*", "derived: made from the log at the next question"),
    LeftOut("reports/*", "written results: their hashes are in the log, and each can be run again"),
    LeftOut("run/*", "socket and output of running processes"),
    LeftOut("models/*", "model files: fetched again and checked by the hash that their registry names"),
    LeftOut("evaluation/*", "labelled sets: kept by whoever gave them; what was measured is in the records"),
    LeftOut("records/occurrences.csv", "an export of the records system, which writes it again"),
    LeftOut("demonstration.json", "marks a demonstration, which is made anew"),
    LeftOut("demonstration/*", "feed and probes of a demonstration, which is made anew"),
)

_HELD = ("audit/", "gallery/", "keys/")

CONFIGURATION = ("locations.toml", "models/registry.toml")
"""What people declared for this installation: no key, no record, and needed to start."""


def left_out(path: str) -> LeftOut | None:
    """Return why a file is in no backup, or None: it belongs in one. `path` is below the data folder."""
    if path in CONFIGURATION:
        return None
    return next((each for each in LEFT_OUT if fnmatchcase(path, each.pattern)), None)


def strange_files(data_dir: Path) -> tuple[str, ...]:
    """Return the files that lie in no place of an installation: somebody put them there, and no backup holds them."""
    there = sorted(path.relative_to(data_dir).as_posix() for path in _files(data_dir))
    known = (*_HELD, *CONFIGURATION)
    return tuple(path for path in there if not path.startswith(known) and left_out(path) is None)


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.is_file():
                yield path
