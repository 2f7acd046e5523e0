"""A labelled set: `labels.jsonl` and `pictures/` in a folder of the service, named and pinned by one hash.

Each line is one JSON object: `picture` (a plain file name), `subject` (a number, never a name), and optionally `group`
(a label that somebody put on file with authority). Who holds the pictures and by what right stands in `SOURCE.md`.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.hashing import sha256_of, sha256_of_file

LABELS = "labels.jsonl"
PICTURES = "pictures"
_SET = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True)
class Labelled:
    """One picture: whom it shows, by number, and the group label on file, or ""."""

    subject: str
    group: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class LabelledSet:
    """All pictures of a set. `sha256` covers labels and pictures, not their order."""

    name: str
    sha256: str
    pictures: tuple[Labelled, ...]

    @property
    def people(self) -> int:
        """How many people it shows."""
        return len({each.subject for each in self.pictures})


def read_set(folder: Path, name: str, most: int) -> LabelledSet:
    """Read the set of this name under `folder`.

    Raises:
        NotFound: there is none.
        Unacceptable: a line or a picture is not as the format says, or there are more than `most`; the first is named
            by its line.
    """
    if not _SET.fullmatch(name) or not (folder / name / LABELS).is_file():
        raise NotFound("C-02", "There is no such labelled set.", f"Ask your administrator for a folder with {LABELS}.")
    lines = (folder / name / LABELS).read_text(encoding="utf-8").splitlines()
    if not 1 < len(lines) <= most:
        raise _wrong(f"expected 2 to {most} pictures, got {len(lines)}")
    found = tuple(_labelled(folder / name / PICTURES, number, line) for number, line in enumerate(lines, start=1))
    if len({each.sha256 for each in found}) < len(found):
        raise _wrong("the same picture stands there twice, and would find itself")
    rows = sorted([each.sha256, each.subject, each.group] for each in found)
    return LabelledSet(name, sha256_of(rows), found)


def lines_of(rows: Iterable[dict[str, str]]) -> str:
    """Return the text of `labels.jsonl` for rows of picture, subject and, where known, group."""
    return "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)


# Private


def _labelled(pictures: Path, number: int, line: str) -> Labelled:
    try:
        row: dict[str, Any] = json.loads(line)
        picture, subject, group = row.pop("picture"), row.pop("subject"), row.pop("group", "")
    except (ValueError, KeyError, AttributeError) as error:
        raise _wrong(f"line {number}: expected an object with picture and subject") from error
    if row or not all(isinstance(each, str) and (not each or _PLAIN.fullmatch(each)) for each in (subject, group)):
        raise _wrong(f"line {number}: expected picture, subject and group in plain letters and digits, nothing else")
    if not subject or not isinstance(picture, str) or not _PLAIN.fullmatch(picture):
        raise _wrong(f"line {number}: expected the plain name of a file and a subject's number")
    path = pictures / picture
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        raise _wrong(f"line {number}: expected a picture of at most 50 MiB")
    return Labelled(subject, group, path, sha256_of_file(path))


def _wrong(what: str) -> Unacceptable:
    reason = f"The labelled set cannot be used: {what}."
    return Unacceptable("C-02", reason, "Correct the set and run the report again.", fields={"evaluation_set": reason})
