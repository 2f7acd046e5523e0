"""The log's files: how one record is written as a line, and how lines are read back.

    <audit folder>/segments/000000000001.jsonl     named by the sequence of its first record
    {"event":{…},"hash":"…","previous":"…","sequence":1,"time":"2026-11-24T06:45:24.123456Z"}

Each line is the canonical JSON of its record, and `hash` is the SHA-256 of the canonical JSON of the record without it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from audits.events import Event, from_json, to_json
from kernel_lib.errors import LogDamaged
from kernel_lib.hashing import canonical_json, sha256_hex

NO_RECORD = "0" * 64
"""What the first record names as the hash before it."""

_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
_EVENT = b'{"event":'
_HASH = b',"hash":"'
_REST = re.compile(
    rb',"hash":"(?P<hash>[0-9a-f]{64})","previous":"(?P<previous>[0-9a-f]{64})","sequence":(?P<sequence>[1-9][0-9]*),'
    rb'"time":"(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)"\}'
)
_KEYS = {"event", "hash", "previous", "sequence", "time"}


@dataclass(frozen=True)
class Entry:
    """One record of the log: `event` at `time` (UTC), chained by `hash` to the record before it (`previous`)."""

    sequence: int
    time: datetime
    hash: str
    previous: str
    event: Event


class BadRecord(Exception):
    """A line that is not a record as written; `kind`, `expected` and `got` say in what. `hashes` may chain onward."""

    def __init__(self, kind: str, expected: str, got: str, message: str, hashes: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.kind = kind
        self.expected = expected
        self.got = got
        self.message = message
        self.hashes = hashes


def encode(sequence: int, time: datetime, previous: str, event: Event) -> tuple[bytes, Entry]:
    """Return the line of a record, without its end, and the entry that it holds."""
    return encode_told(sequence, time, previous, event, told(event))


def told(event: Event) -> bytes:
    """Return an event as canonical JSON. Done before a record takes its turn, since it needs no sequence."""
    return canonical_json(to_json(event))


def encode_told(sequence: int, time: datetime, previous: str, event: Event, text: bytes) -> tuple[bytes, Entry]:
    """As `encode`, with the event's canonical JSON at hand; keys are written in the order of canonical JSON."""
    rest = f',"previous":"{previous}","sequence":{sequence},"time":"{time_text(time)}"}}'.encode()
    digest = sha256_hex(_EVENT + text + rest)
    line = b"".join((_EVENT, text, f',"hash":"{digest}"'.encode(), rest))
    return line, Entry(sequence, time, digest, previous, event)


def decode(line: bytes) -> Entry:
    """Read one line, without its end.

    Raises:
        BadRecord: the bytes are not exactly what `encode` writes.
    """
    return _decode_quickly(line) or _decode_carefully(line)


def time_text(time: datetime) -> str:
    """Return a moment as the log writes it: UTC, to the microsecond."""
    return time.astimezone(UTC).strftime(_TIME)


def segment_paths(folder: Path) -> list[Path]:
    """Return the segments of an audit folder, oldest first."""
    return sorted((folder / "segments").glob("[0-9]" * 12 + ".jsonl"))


def segment_path(folder: Path, first: int) -> Path:
    """Return the path of the segment whose first record has this sequence."""
    return folder / "segments" / f"{first:012d}.jsonl"


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give each line of a segment with its number, from 1. A last line that was never finished keeps no line end."""
    with path.open("rb") as file:
        yield from enumerate(file, start=1)


def read(folder: Path) -> Iterator[Entry]:
    """Give every entry of the log in order, each checked against the one before it.

    A last line without its end is one being written, and is left out.

    Raises:
        LogDamaged: a record is not as written, or does not follow the one before it.
    """
    for entry, _ in read_lines(folder):
        yield entry


def read_since(folder: Path, after: int) -> Iterator[Entry]:
    """Give the entries after sequence `after`, reading no segment that ends before it. As `read`, from there on."""
    paths = segment_paths(folder)
    begin = max((at for at, path in enumerate(paths) if int(path.stem) <= after + 1), default=0)
    for entry, _ in _checked(paths[begin:], int(paths[begin].stem) - 1 if paths else 0, None):
        if entry.sequence > after:
            yield entry


def read_lines(folder: Path) -> Iterator[tuple[Entry, bytes]]:
    """Give every entry with its line, without the line's end. As `read`."""
    yield from _checked(segment_paths(folder), 0, NO_RECORD)


def _checked(paths: list[Path], sequence: int, previous: str | None) -> Iterator[tuple[Entry, bytes]]:
    """Give the entries of these segments, which follow `sequence` and, where it is known, the hash `previous`."""
    for path in paths:
        for number, line in lines(path):
            place = f"{path.name}, line {number}"
            if not line.endswith(b"\n"):
                if path == paths[-1]:
                    return
                raise LogDamaged(place, "expected a whole record, got one without its end")
            entry = decode_at(place, line[:-1])
            _demand_next(place, entry, sequence, previous)
            sequence, previous = entry.sequence, entry.hash
            yield entry, line[:-1]


def _demand_next(place: str, entry: Entry, sequence: int, previous: str | None) -> None:
    if entry.sequence != sequence + 1 or (previous is not None and entry.previous != previous):
        raise LogDamaged(
            place,
            f"expected sequence {sequence + 1} after {(previous or 'any')[:12]}…, "
            f"got sequence {entry.sequence} after {entry.previous[:12]}…; run `leadbook verify`",
        )


def decode_at(place: str, line: bytes) -> Entry:
    """As `decode`, with the place named. Raises LogDamaged."""
    try:
        return decode(line)
    except BadRecord as error:
        raise LogDamaged(
            place, f"{error.message}: expected {error.expected}, got {error.got}; run `leadbook verify`"
        ) from error


def _decode_quickly(line: bytes) -> Entry | None:
    """Return the entry of a line that is as written, found by the places of its parts; None where it may not be.

    A line is canonical when its event is and the rest is spelt as `_REST` says.
    """
    at = line.rfind(_HASH)
    rest = _REST.fullmatch(line, at) if at > 0 and line.startswith(_EVENT) else None
    if rest is None:
        return None
    text, stated = line[len(_EVENT) : at], rest["hash"].decode()
    if sha256_hex(line[:at] + line[rest.end("hash") + 1 :]) != stated:
        return None
    try:
        event = json.loads(text.decode())
        if canonical_json(event) != text:
            return None
        time = datetime.fromisoformat(rest["time"].decode())
        return Entry(int(rest["sequence"]), time, stated, rest["previous"].decode(), from_json(event))
    except (ValueError, TypeError, RecursionError):
        return None


def _decode_carefully(line: bytes) -> Entry:
    """As `decode`; says what is wrong."""
    record = _object(line)
    stated = record.pop("hash")
    computed, canonical = _canonical(record, stated)
    if stated != computed:
        message = "the record's hash is not that of its content"
        raise BadRecord("edited", computed, str(stated)[:80], message, (str(stated), computed))
    if canonical != line:
        message = "the bytes differ, though not the values"
        raise BadRecord("edited", "canonical JSON", "another spelling of it", message, (computed,))
    try:
        time = datetime.strptime(record["time"], _TIME).replace(tzinfo=UTC)
        return Entry(int(record["sequence"]), time, computed, record["previous"], from_json(record["event"]))
    except (ValueError, TypeError) as error:
        raise BadRecord("edited", "a known event", "another value", str(error)[:200], (computed,)) from error


def _canonical(body: dict[str, Any], stated: object) -> tuple[str, bytes]:
    """Return the hash of a record's content, and the line that it should be."""
    try:
        return sha256_hex(canonical_json(body)), canonical_json({**body, "hash": stated})
    except (ValueError, RecursionError) as error:
        raise BadRecord(
            "edited", "values of JSON", "a value that JSON does not have", "the record cannot be read"
        ) from error


def _object(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRecord("edited", "one JSON object", "bytes that are not JSON", "the record cannot be read") from error
    if not isinstance(record, dict) or set(record) != _KEYS or type(record["sequence"]) is not int:
        raise BadRecord(
            "edited", "an object with " + ", ".join(sorted(_KEYS)), "another JSON value", "the record has another form"
        )
    return record
