"""Proof files: what somebody needs who holds none of the log, in one JSON object each.

    leadbook/log-proof/1          a record's line, its path to the root, the checkpoint, the log's public key
    leadbook/log-consistency/1    an earlier size and root, a later checkpoint, and the path between them

`audits/verify_log.py` checks them with nothing but Python.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from audits.note import Checkpoint, LogKey, read_note
from audits.proof import holds_earlier, holds_record
from audits.segments import segment_paths
from audits.tiles import Tiles
from kernel_lib.errors import LogDamaged

Made = TypeVar("Made")

RECORD, CONSISTENCY = "leadbook/log-proof/1", "leadbook/log-consistency/1"


def prove_record(folder: Path, sequence: int) -> bytes:
    """Return the proof file of one record, up to the checkpoint in force.

    Raises:
        ValueError: no record of this sequence is signed for.
        LogDamaged: the record, the hashes of the tree or the checkpoint are not as they must be.
    """
    key, note, signed = _in_force(folder)
    if not 1 <= sequence <= signed.size:
        raise ValueError(f"event: expected 1 to {signed.size}, the records signed for, got {sequence}")
    line = _line(folder, sequence)
    with Tiles(folder) as tiles:
        path = _demand_hashes(lambda: tiles.inclusion(sequence, signed.size))
    if not holds_record(line, sequence, signed.size, signed.root, path):
        raise LogDamaged("tree", f"record {sequence} and the hashes kept do not give the root signed for; {_REPAIR}")
    return _file(
        form=RECORD, sequence=sequence, record=line.decode(), path=_hex(path), checkpoint=note.decode(), key=key.text()
    )


def prove_consistency(folder: Path, old_size: int, size: int | None = None) -> bytes:
    """Return the file that shows that a later log begins with the earlier one; `size` None is the one in force.

    Raises:
        ValueError: a size is out of range, or no checkpoint was kept for the later one.
        LogDamaged: the hashes of the tree or the checkpoint are not as they must be.
    """
    key, note, signed = _in_force(folder)
    if size is not None and size != signed.size:
        note = _kept(folder, size)
        signed = read_note(note, key, f"checkpoints/{size:012d}.txt")
    if not 1 <= old_size <= signed.size:
        raise ValueError(f"old size: expected 1 to {signed.size}, got {old_size}")
    with Tiles(folder) as tiles:
        path = _demand_hashes(lambda: tiles.consistency(old_size, signed.size))
        root = _demand_hashes(lambda: tiles.root(old_size))
    if not holds_earlier(old_size, root, signed.size, signed.root, path):
        raise LogDamaged("tree", f"the hashes kept do not give the root signed for; {_REPAIR}")
    return _file(
        form=CONSISTENCY,
        old_size=old_size,
        old_root=root.hex(),
        path=_hex(path),
        checkpoint=note.decode(),
        key=key.text(),
    )


# Private

_NEAR = 32 << 10
_SEQUENCE = re.compile(rb',"sequence":([0-9]+),"time":"[^"]*"\}\n?\Z')
_REPAIR = "stop the service, remove the folder `tree`, start it again, and run `leadbook verify`"


def _in_force(folder: Path) -> tuple[LogKey, bytes, Checkpoint]:
    key = LogKey.parse((folder / "log.pub").read_text(), "log.pub")
    note = (folder / "latest").read_bytes()
    return key, note, read_note(note, key, "latest")


def _kept(folder: Path, size: int) -> bytes:
    path = folder / "checkpoints" / f"{size:012d}.txt"
    if not path.exists():
        raise ValueError(f"new size: expected one that a checkpoint was kept for, or the log's own, got {size}")
    return path.read_bytes()


def _line(folder: Path, sequence: int) -> bytes:
    path = max((path for path in segment_paths(folder) if int(path.stem) <= sequence), default=None)
    if path is not None:
        with path.open("rb") as file:
            file.seek(_near(file, sequence))
            for line in file:
                if _sequence(line) == sequence:
                    return line.rstrip(b"\n")
    raise LogDamaged("segments", f"record {sequence} is signed for and not there; run `leadbook verify`")


def _near(file: BinaryIO, sequence: int) -> int:
    """Return the place of a line not after the one sought, and near to it, by halving; 0 where lines are damaged."""
    low, high = 0, file.seek(0, os.SEEK_END)
    while high - low > _NEAR:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline()
        begin = file.tell()
        if begin >= high:
            high = middle
            continue
        found = _sequence(file.readline())
        if found is None:
            return 0
        low, high = (begin, high) if found <= sequence else (low, middle)
    return low


def _sequence(line: bytes) -> int | None:
    found = _SEQUENCE.search(line)
    return int(found[1]) if found else None


def _demand_hashes(make: Callable[[], Made]) -> Made:
    try:
        return make()
    except ValueError as error:
        raise LogDamaged("tree", f"{error}; {_REPAIR}") from error


def _hex(path: tuple[bytes, ...]) -> list[str]:
    return [step.hex() for step in path]


def _file(**held: Any) -> bytes:
    return json.dumps(held, indent=1, ensure_ascii=False).encode() + b"\n"
