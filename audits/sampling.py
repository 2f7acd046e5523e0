"""The monthly random sample of searches for audit, which nobody chooses (I-06).

It follows from the log alone, so that anybody can draw it again:

1. The seed is SHA-256 of the last checkpoint kept within the month, a file that was published before anybody could
   ask for the sample, and that nobody knew while the month's searches were made.
2. Only the records that this checkpoint is signed for count. Each search completed in the month (UTC) stands in three
   groups: who searched, for which offence, with which outcome.
3. Searches are ordered by SHA-256 of the seed, a line end, and the record's hash. From each group, the first is taken;
   then the first of all others, up to the share wanted.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

from audits.note import Checkpoint, LogKey, read_note
from audits.segments import lines, segment_paths
from kernel_lib.errors import LogDamaged
from kernel_lib.hashing import sha256_hex

_BEGIN = b'{"event":{"act":"'
_ACTS = ("search_completed", "request_submitted", "lead_issued")
_HEADS = tuple(_BEGIN + act.encode() + b'"' for act in _ACTS)


@dataclass(frozen=True)
class Plan:
    """How much is drawn: this share of the month's searches, and at least so many, of each group one."""

    share: float = 0.05
    least: int = 10

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or not 0 <= self.least <= 10_000:
            raise ValueError(f"sample: expected a share of 0 to 1 and at least 0 to 10000, got {self}")


@dataclass(frozen=True)
class Search:
    """One search completed: its entry, and the groups in which it stands."""

    sequence: int
    hash: str
    user: str
    offence: str
    outcome: str


@dataclass(frozen=True)
class Sample:
    """What was drawn for a month. `seed` is 64 hexadecimal digits, `seed_size` the records of its checkpoint."""

    month: str
    seed: str
    seed_size: int
    plan: Plan
    searches: int
    drawn: tuple[Search, ...]


def draw(folder: Path, month: str, plan: Plan) -> Sample:
    """Draw the sample of a month, written as 2026-11.

    Raises:
        ValueError: the month is not written so, has not ended by the log, or no checkpoint was kept in it.
        LogDamaged: the checkpoint does not hold.
        OSError: the log cannot be read.
    """
    begin, end = _bounds(month)
    note, seed_note = _seed(folder, begin, end, month)
    seed = sha256_hex(note)
    searches = tuple(_searches(folder, seed_note.size, begin, end))
    return Sample(month, seed, seed_note.size, plan, len(searches), choose(searches, seed, plan))


def choose(searches: tuple[Search, ...], seed: str, plan: Plan) -> tuple[Search, ...]:
    """Return the searches that a seed takes, in the order of the log."""
    ordered = sorted(searches, key=lambda each: sha256_hex(f"{seed}\n{each.hash}".encode()))
    taken: dict[int, Search] = {}
    seen: set[tuple[str, str]] = set()
    for each in ordered:
        groups = {("user", each.user), ("offence", each.offence), ("outcome", each.outcome)}
        if groups - seen:
            taken[each.sequence] = each
            seen |= groups
    wanted = max(plan.least, ceil(plan.share * len(searches)))
    for each in ordered:
        if len(taken) >= wanted:
            break
        taken.setdefault(each.sequence, each)
    return tuple(taken[sequence] for sequence in sorted(taken))


# Private


def _bounds(month: str) -> tuple[datetime, datetime]:
    try:
        begin = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError(f"month: expected it as 2026-11, got {month[:20]!r}") from error
    years, months = divmod(begin.month, 12)
    return begin, begin.replace(year=begin.year + years, month=months + 1)


def _seed(folder: Path, begin: datetime, end: datetime, month: str) -> tuple[bytes, Checkpoint]:
    """Return the last checkpoint kept within the month: times only grow with size, but for clocks put back."""
    key = LogKey.parse((folder / "log.pub").read_text(), "log.pub")
    latest = read_note((folder / "latest").read_bytes(), key, "latest")
    if datetime.fromisoformat(latest.time) < end:
        raise ValueError(f"month: expected one that has ended by the log, got {month}; its last entry is {latest.time}")
    paths = sorted((folder / "checkpoints").glob("*.txt"))
    place = bisect_left(paths, end, key=lambda path: datetime.fromisoformat(_read(path, key).time)) - 1
    if place < 0 or datetime.fromisoformat(_read(paths[place], key).time) < begin:
        raise ValueError(f"month: expected one in which a checkpoint was kept, got {month}")
    return paths[place].read_bytes(), _read(paths[place], key)


def _read(path: Path, key: LogKey) -> Checkpoint:
    return read_note(path.read_bytes(), key, f"checkpoints/{path.name}")


def _searches(folder: Path, size: int, begin: datetime, end: datetime) -> Iterator[Search]:
    """Give the searches of the month with what the first `size` records say of them."""
    offences: dict[str, str] = {}
    leads: set[str] = set()
    found: list[tuple[dict[str, Any], str]] = []
    for record in _records(folder, size):
        event = record["event"]
        request = str(event["details"].get("request_id") or event["object_id"])
        if event["result"] != "done" or event["details"].get("known_task"):
            continue
        if event["act"] == "request_submitted":
            offences[request] = str(event["details"].get("offence_id", "unknown"))
        elif event["act"] == "lead_issued":
            leads |= {request} if event["details"].get("lead", True) else set()
        elif begin <= datetime.fromisoformat(record["time"]) < end:
            found.append((record, request))
    for record, request in found:
        returned = record["event"]["details"].get("returned")
        outcome = "lead" if request in leads else "no candidates" if returned == 0 else "no lead"
        user, offence = str(record["event"]["actor_id"]), offences.get(request, "unknown")
        yield Search(record["sequence"], record["hash"], user, offence, outcome)


def _records(folder: Path, size: int) -> Iterator[dict[str, Any]]:
    """Give the records of the acts that matter, told by how their lines begin."""
    for path in segment_paths(folder):
        first = int(path.stem)
        for number, line in lines(path):
            if first + number - 1 > size:
                return
            if line.startswith(_HEADS):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise LogDamaged(
                        f"{path.name}, line {number}", "expected a record; run `leadbook verify`"
                    ) from error
