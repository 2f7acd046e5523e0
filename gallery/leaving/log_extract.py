"""The entries of the log that are a service's own, each with its proof up to a signed checkpoint (G-10, I-01)."""

import json
from collections.abc import Iterator, Set
from importlib import resources
from pathlib import Path

from audits.extracting import signed_hashes, signed_lines
from audits.note import Checkpoint, LogKey, read_note
from audits.segments import Entry, decode_at
from audits.tiles import Tiles
from gallery.leaving.gathered import Gathered

ENTRIES, PROOFS, NOTE, PUBLIC = "log/entries.jsonl", "log/proofs.jsonl", "log/checkpoint.txt", "log/log.pub"
PROGRAM = "verify_log.py"
"""Checks the folder `log` with nothing but Python; it lies beside that folder."""


def add_log(gathered: Gathered, folder: Path, service: str) -> Checkpoint:
    """Add entries, proofs, checkpoint, public key and the program that checks them; return the checkpoint.

    Raises:
        LogDamaged: the log is not whole, or is not what was signed for.
    """
    public = (folder / "log.pub").read_bytes()
    note = (folder / "latest").read_bytes()
    checkpoint = read_note(note, LogKey.parse(public.decode(), "log.pub"), "latest")
    sequences: list[int] = []

    def own(tiles: Tiles) -> Iterator[bytes]:
        for sequence, line in signed_lines(folder, checkpoint, tiles):
            if _is_own(decode_at(f"record {sequence}", line), service, gathered.ids):
                sequences.append(sequence)
                yield line + b"\n"

    with signed_hashes(folder, checkpoint) as tiles:
        gathered.keep(ENTRIES, own(tiles))
        gathered.keep(PROOFS, (_proof(each, tiles.inclusion(each, checkpoint.size)) for each in sequences))
    gathered.keep(NOTE, note.splitlines(keepends=True))
    gathered.keep(PUBLIC, [public])
    gathered.keep(PROGRAM, resources.files("audits").joinpath(PROGRAM).read_bytes().splitlines(keepends=True))
    return checkpoint


def _is_own(entry: Entry, service: str, ids: Set[str]) -> bool:
    """What somebody of another service did stays with that service, whatever it was about."""
    event = entry.event
    return event.service == service or (event.service is None and event.object_id in ids)


def _proof(sequence: int, path: tuple[bytes, ...]) -> bytes:
    return json.dumps({"sequence": sequence, "path": [step.hex() for step in path]}).encode() + b"\n"
