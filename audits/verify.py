"""Recompute the audit log from its files and trust nothing: `python -m audits.verify FOLDER [--against FILE]`.

Uses only what can be read: segments, checkpoints and the public key. It writes nothing, needs no service and no
gallery, and may run on another machine from a copy.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from audits.cosigned import cosigned_paths, read_kept
from audits.note import HISTORY_EVERY, Checkpoint, LogKey, read_note, signer
from audits.reading import Fault, Reading, read_everything
from kernel_lib.errors import LogDamaged

__all__ = ["Fault", "Verdict", "describe", "main", "verify"]

Progress = Callable[[int, int], None]

_UNDER_WAY = {"torn", "unsigned"}
"""Faults that a record being written shows for a moment."""

_MOMENT_SECONDS = 0.3

_LONGEST_STRETCH = 5 * HISTORY_EVERY
"""Records between two kept checkpoints, at most: a batch that is written at once may pass several times the number."""


@dataclass(frozen=True)
class Verdict:
    """What was found. `root` is that of the records read, 64 hexadecimal digits; `last_checkpoint` the one in force."""

    whole: bool
    events: int
    root: str
    last_checkpoint: Checkpoint | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class _Signed:
    place: str
    checkpoint: Checkpoint


def verify(
    folder: Path,
    *,
    against: Path | None = None,
    pinned_key: Path | None = None,
    processes: int | None = None,
    on_progress: Progress = lambda done, total: None,
) -> Verdict:
    """Recompute every hash, the chain, the tree and every signature of the log in `folder`.

    `against` is a checkpoint published earlier, kept elsewhere; `pinned_key` a copy of `log.pub` kept elsewhere.
    Without them, a log that was replaced as a whole under another key, or cut back together with all its checkpoints,
    looks whole. A service may be writing meanwhile. A long log is read by several `processes` (None: one a core);
    `on_progress` gets how many segments of how many were read.

    Raises:
        OSError: `against`, `pinned_key` or a file of the log cannot be read.
        LogDamaged: `pinned_key` is not a public key of a log.
    """
    verdict = _verify_once(folder, against, pinned_key, processes, on_progress)
    if not verdict.faults or any(fault.kind not in _UNDER_WAY for fault in verdict.faults):
        return verdict
    time.sleep(_MOMENT_SECONDS)
    again = _verify_once(folder, against, pinned_key, processes, on_progress)
    if again.events == verdict.events:
        return again
    faults = tuple(fault for fault in again.faults if fault.kind not in _UNDER_WAY)
    return replace(again, whole=not faults, faults=faults)


def describe(verdict: Verdict) -> str:
    """Return the verdict in words, a line for each fault."""
    head = f"{verdict.events} events, root {verdict.root}"
    if verdict.whole:
        return f"The audit log is whole: {head}.\n"
    rows = [
        f"- {fault.place}: {fault.kind}: {fault.message} (expected {fault.expected}; got {fault.got})"
        for fault in verdict.faults
    ]
    return f"The audit log is NOT whole: {head}.\n" + "\n".join(rows) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify a folder and say so. Returns 0 when it is whole, 1 when it is not."""
    parser = argparse.ArgumentParser(
        prog="python -m audits.verify", description="Prove an audit log whole, or name the place."
    )
    parser.add_argument("folder", type=Path, help="the audit folder, or a copy of it")
    parser.add_argument("--against", type=Path, help="a checkpoint published earlier and kept elsewhere")
    parser.add_argument("--key", type=Path, help="a copy of log.pub kept elsewhere")
    given = parser.parse_args(arguments)
    for path in (given.against, given.key):
        if path is not None and not path.is_file():
            parser.error(f"{path}: expected a file, found none")
    try:
        verdict = verify(given.folder, against=given.against, pinned_key=given.key)
    except (OSError, LogDamaged) as error:
        parser.error(f"the files cannot be read: {error}")
    sys.stdout.write(describe(verdict))
    return 0 if verdict.whole else 1


def _verify_once(
    folder: Path,
    against: Path | None,
    pinned_key: Path | None,
    processes: int | None = None,
    on_progress: Progress = lambda done, total: None,
) -> Verdict:
    """Verify what is there now. History is read before `latest`, and both before the records, which only grow."""
    faults: list[Fault] = []
    key = _key(folder, pinned_key, faults)
    outside = _notes([against] if against else [], key, faults, is_outside=True)
    history = _notes(sorted((folder / "checkpoints").glob("*.txt")), key, faults)
    latest = _latest(folder, key, faults)
    faults += _thinned(folder, latest.checkpoint.size) if latest else []
    history += _cosigned(folder, key, faults)
    signed = [*history, *outside, *([latest] if latest else [])]
    wanted, wanted_from = {each.checkpoint.size for each in signed}, latest.checkpoint.size if latest else 0
    reading = read_everything(folder, wanted, wanted_from, processes=processes, on_progress=on_progress)
    newest = _latest(folder, key, []) or latest
    faults += reading.faults
    if latest and newest:
        faults += _shorter_than_signed(reading, signed, latest.checkpoint)
        faults += _unsigned(reading, newest.checkpoint)
    if not reading.faults:
        faults += _other_than_signed(reading, [*signed, *([newest] if newest else [])])
    return Verdict(
        not faults, reading.size, reading.tree.root.hex(), newest.checkpoint if newest else None, tuple(faults)
    )


def _key(folder: Path, pinned_key: Path | None, faults: list[Fault]) -> LogKey | None:
    path = folder / "log.pub"
    pinned = LogKey.parse(pinned_key.read_text(), str(pinned_key)) if pinned_key else None
    try:
        key = LogKey.parse(path.read_text(errors="replace"), path.name) if path.exists() else None
    except LogDamaged as error:
        message = str(error).removeprefix(f"{path.name}: ")
        faults.append(Fault(path.name, "key", "a public key", "another text", message))
        return pinned
    if key is None:
        faults.append(Fault(path.name, "key", "a public key", "no file", "the log's public key is missing"))
    elif pinned and key != pinned:
        faults.append(
            Fault(path.name, "key", pinned.id.hex(), key.id.hex(), "the log's key is not the one kept elsewhere")
        )
    return key or pinned


def _notes(
    paths: Sequence[Path], key: LogKey | None, faults: list[Fault], *, is_outside: bool = False
) -> list[_Signed]:
    """Read checkpoints whose signature holds; each that does not is a fault."""
    found = []
    for path in paths:
        place = str(path) if is_outside else f"checkpoints/{path.name}" if path.name != "latest" else path.name
        note = path.read_bytes()
        if key is None:
            continue
        try:
            checkpoint = read_note(note, key, place)
        except LogDamaged as error:
            kind = "key" if signer(note) not in ("none", key.id.hex()) else "checkpoint"
            message = str(error).removeprefix(f"{place}: ")
            faults.append(Fault(place, kind, f"signed by {key.id.hex()}", f"signed by {signer(note)}", message))
            continue
        if not is_outside and path.name not in ("latest", f"{checkpoint.size:012d}.txt"):
            faults.append(
                Fault(
                    place, "checkpoint", path.stem, str(checkpoint.size), "the file is another checkpoint than its name"
                )
            )
        found.append(_Signed(place, checkpoint))
    return found


def _cosigned(folder: Path, key: LogKey | None, faults: list[Fault]) -> list[_Signed]:
    """Read the checkpoints that witnesses signed; each that does not hold is a fault."""
    found: list[_Signed] = []
    if key is None:
        return found
    for path in cosigned_paths(folder):
        try:
            found.append(_Signed(f"cosignatures/{path.name}", read_kept(folder, path, key).checkpoint))
        except LogDamaged as error:
            faults.append(Fault(f"cosignatures/{path.name}", "checkpoint", "both signatures", "others", str(error)))
    return found


def _latest(folder: Path, key: LogKey | None, faults: list[Fault]) -> _Signed | None:
    path = folder / "latest"
    if not path.exists():
        faults.append(Fault(path.name, "checkpoint", "a checkpoint", "no file", "the checkpoint in force is missing"))
        return None
    found = _notes([path], key, faults)
    return found[0] if found else None


def _thinned(folder: Path, signed: int) -> list[Fault]:
    """Name the first long stretch of records of which no checkpoint is kept: somebody took them away."""
    kept = sorted(int(path.stem) for path in (folder / "checkpoints").glob("*.txt") if path.stem.isdecimal())
    inside = [size for size in kept if size <= signed]
    for before, after in pairwise([0, *inside, signed]):
        if after - before > _LONGEST_STRETCH or (signed and not kept):
            message = f"no checkpoint of records {before} to {after} is kept: they were taken away"
            expected = f"one of about every {HISTORY_EVERY}"
            return [Fault("checkpoints", "checkpoint", expected, "none", message)]
    return []


def _shorter_than_signed(reading: Reading, signed: Sequence[_Signed], latest: Checkpoint) -> list[Fault]:
    """Name the records that were signed for and are gone: the tail was cut, or all was put back to an older state."""
    most = max(signed, key=lambda each: each.checkpoint.size)
    if most.checkpoint.size > latest.size:
        message = (
            f"the log was put back to an older state: {most.place} is signed for {most.checkpoint.size} records, "
            f"'latest' for {latest.size}, and {reading.size} are there"
        )
        return [Fault(most.place, "rolled back", str(most.checkpoint.size), str(latest.size), message)]
    if reading.size < latest.size and not reading.lost:
        message = f"records {reading.size + 1} to {latest.size} were signed for and are gone"
        return [Fault(reading.last_place, "truncated", f"{latest.size} records", f"{reading.size} records", message)]
    return []


def _unsigned(reading: Reading, newest: Checkpoint) -> list[Fault]:
    extra = reading.size - newest.size
    if extra <= 0 or reading.faults:
        return []
    message = (
        f"{extra} at the end not signed for: the service ended while writing it (start it to take it up), "
        "or it was added by somebody else"
    )
    return [Fault(reading.last_place, "unsigned", f"{newest.size} records", f"{reading.size} records", message)]


def _other_than_signed(reading: Reading, signed: Sequence[_Signed]) -> list[Fault]:
    """Name the first stretch of records that is not the one signed for, between two checkpoints."""
    good = 0
    for each in sorted(signed, key=lambda each: each.checkpoint.size):
        checkpoint = each.checkpoint
        if checkpoint.size not in reading.kept:
            continue
        tree, last_hash = reading.kept[checkpoint.size]
        if (tree.root, last_hash) != (checkpoint.root, checkpoint.last_hash):
            message = f"among records {good + 1} to {checkpoint.size} is one that is not the one signed for"
            return [Fault(each.place, "replaced", checkpoint.root.hex(), tree.root.hex(), message)]
        good = checkpoint.size
    return []


if __name__ == "__main__":
    sys.exit(main())
