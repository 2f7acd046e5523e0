"""Read a booking feed strictly: one file of lines and a folder of pictures; a bad line is refused, never guessed at.

FEED/bookings.jsonl   one JSON object a line: the fields of `wire.gallery.BookingRecord`, and `picture`
FEED/bookings.csv     or the same as CSV with a header; `further_charges` holds a JSON list there
FEED/pictures/        the files that `picture` names
FEED/manifest.json    the hash of each of these files, and FEED/manifest.sig its signature: see `manifest`
"""

import csv
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kernel_lib.errors import Unacceptable
from kernel_lib.hashing import sha256_hex, sha256_of
from kernel_lib.wire.gallery import BookingRecord

PICTURES = "pictures"
PICTURE_BYTES_LIMIT = 50 * 1024 * 1024
FEED_BYTES_LIMIT = 24 * 1024 * 1024
"""The service reads the file as well, to know which lines were signed; manifest and lines come in one request."""
LINE_CHARACTERS_LIMIT = 16 * 1024
_COLUMNS = frozenset(BookingRecord.model_fields) | {"picture"}
_CHARGES = "further_charges"
_FIX_LINE = "Correct this line at its source and offer the feed again."


@dataclass(frozen=True)
class FeedLine:
    """A line that can be offered: its number in the file (the first is 1), the name of its picture, its record."""

    number: int
    picture: str
    record: BookingRecord


@dataclass(frozen=True)
class RefusedLine:
    """A line that cannot be offered, with the rule and the reason; `picture` is empty when it names none safely."""

    number: int
    picture: str
    rule: str
    reason: str


Line = FeedLine | RefusedLine


@dataclass(frozen=True)
class Feed:
    """A feed as read from its file. `data` are the bytes of the file `name`; `lines` are in its order."""

    folder: Path
    name: str
    data: bytes
    lines: tuple[Line, ...]

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return sha256_hex(self.data)

    def picture(self, line: FeedLine) -> bytes:
        """Return the bytes of a line's picture.

        Raises:
            Unacceptable: there is no such plain file in the folder of pictures, or it is larger than 50 MiB.
        """
        return _read_picture(self.folder / PICTURES, line.picture)


def read_feed(folder: Path) -> Feed:
    """Read a feed folder.

    Raises:
        Unacceptable: there is no feed file or there are two, it is too large or not UTF-8, or its header is wrong.
    """
    path = _feed_file(folder)
    if path.stat().st_size > FEED_BYTES_LIMIT:
        raise Unacceptable("feed.size", "The feed file is larger than 24 MiB.", "Split the feed.")
    data = path.read_bytes()
    return Feed(folder, path.name, data, lines_of(path.name, data))


def lines_of(name: str, data: bytes) -> tuple[Line, ...]:
    """Read the bytes of `bookings.jsonl` or `bookings.csv`. Raises Unacceptable as `read_feed` does."""
    rows = rows_of(name, data, _COLUMNS, "picture")
    return tuple(_without_repeats(_with_charges(rows) if name.endswith(".csv") else rows))


def rows_of(name: str, data: bytes, columns: frozenset[str], needed: str) -> Iterator[tuple[int, Any]]:
    """Yield each line's number with its fields, or with something that is no mapping when it cannot be read.

    Raises:
        Unacceptable: the bytes are not UTF-8, or the header of a CSV names other columns or not the needed one.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unacceptable("feed.encoding", "The feed file is not UTF-8.", "Export it as UTF-8.") from error
    return _csv_lines(text, columns, needed) if name.endswith(".csv") else _json_lines(text)


def _feed_file(folder: Path) -> Path:
    found = [path for name in ("bookings.jsonl", "bookings.csv") if (path := folder / name).is_file()]
    if len(found) != 1 or found[0].is_symlink():
        raise Unacceptable(
            "feed.file",
            f"A feed folder holds one plain file, bookings.jsonl or bookings.csv; this one holds {len(found)}.",
            "Give the folder that the records system exported.",
        )
    return found[0]


def _json_lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line, object_pairs_hook=_once) if len(line) <= LINE_CHARACTERS_LIMIT else None
        except (ValueError, RecursionError):
            yield number, None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a field is given twice")
    return dict(pairs)


def _csv_lines(text: str, columns: frozenset[str], needed: str) -> Iterator[tuple[int, Any]]:
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        _check_header(header, columns, needed)
        for row in rows:
            if row:
                # In CSV an absent value and an empty one look alike; the record's own default stands for both.
                filled = {name: value for name, value in zip(header, row, strict=False) if value.strip()}
                yield rows.line_num, filled if len(row) == len(header) else None
    except csv.Error as error:
        raise Unacceptable(
            "feed.csv", f"The feed file is not CSV as far as line {rows.line_num}: {error}.", "Export it again."
        ) from error


def _with_charges(rows: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """Read the one column of a CSV that is a list; what is no JSON stays as it is, and is refused as a value."""
    for number, fields in rows:
        given = fields.get(_CHARGES) if isinstance(fields, dict) else None
        if given is None:
            yield number, fields
            continue
        try:
            yield number, {**fields, _CHARGES: json.loads(given, object_pairs_hook=_once)}
        except (ValueError, RecursionError):
            yield number, fields


def _check_header(header: list[str], columns: frozenset[str], needed: str) -> None:
    unknown = sorted(set(header) - columns)
    if unknown or needed not in header or len(set(header)) != len(header):
        raise Unacceptable(
            "feed.header",
            f"The header must name `{needed}` and fields of the feed, each once; {len(unknown)} are unknown.",
            f"Use these columns: {', '.join(sorted(columns))}.",
        )


def _without_repeats(parsed: Iterator[tuple[int, Any]]) -> Iterator[Line]:
    first_at: dict[str, int] = {}
    for number, fields in parsed:
        line = _line(number, fields)
        if isinstance(line, FeedLine):
            key = sha256_of([line.picture, line.record.model_dump(mode="json")])
            earlier = first_at.setdefault(key, number)
            if earlier != number:
                line = RefusedLine(number, line.picture, "feed.repeated", f"The same line stands at {earlier}.")
        yield line


def _line(number: int, fields: Any) -> Line:
    if not isinstance(fields, dict):
        return RefusedLine(number, "", "feed.line", f"This line is not one whole object of fields. {_FIX_LINE}")
    picture = fields.get("picture")
    if not isinstance(picture, str) or not _is_plain(picture):
        reason = "A picture is named by a plain file name in the folder of pictures."
        return RefusedLine(number, "", "feed.picture_name", reason)
    unknown = set(fields) - _COLUMNS
    if unknown:
        return RefusedLine(number, picture, "feed.fields", f"{len(unknown)} of its fields are unknown. {_FIX_LINE}")
    try:
        record = BookingRecord.model_validate({name: value for name, value in fields.items() if name != "picture"})
    except ValidationError as error:
        # The values themselves may be personal data, so only the fields are told.
        wrong = ", ".join(sorted({str(problem["loc"][0]) for problem in error.errors()}))
        return RefusedLine(number, picture, "feed.values", f"Not of the form they must have: {wrong}. {_FIX_LINE}")
    return FeedLine(number, picture, record)


def _is_plain(name: str) -> bool:
    return 0 < len(name) <= 120 and name.isprintable() and not set(name) & set("/\\:\0") and not name.startswith(".")


def _read_picture(folder: Path, name: str) -> bytes:
    refused = Unacceptable(
        "feed.picture_file", "There is no plain file of that name among the pictures.", "Export the picture again."
    )
    if not _is_plain(name):
        raise refused
    try:
        # Opened relative to the folder and never through a link, so that a feed cannot reach other files.
        inside = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=inside)
        finally:
            os.close(inside)
    except OSError as error:
        raise refused from error
    with os.fdopen(_only_plain(handle, refused), "rb") as file:
        if os.fstat(file.fileno()).st_size > PICTURE_BYTES_LIMIT:
            raise Unacceptable("feed.picture_size", "The picture is larger than 50 MiB.", "Export it smaller.")
        return file.read()


def _only_plain(handle: int, refused: Unacceptable) -> int:
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise refused
