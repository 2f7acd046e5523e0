"""The entries of the log about one case, with a proof for each up to the checkpoint in force."""

import re
from collections.abc import Set
from pathlib import Path

from audits.extracting import signed_hashes, signed_lines
from audits.note import LogKey, read_note
from audits.segments import Entry, decode_at
from gallery.disclosure.contents import LogExtract

_NAMES = re.compile(rb'"(?:case_id|object_id)":"([^"]*)"')
"""Finds what a record may be about without reading it as JSON, since only few of many millions are."""

BEFORE_REVIEW = frozenset(
    {"request_drafted", "request_submitted", "request_refused", "probe_received", "probe_rejected", "face_chosen"}
    | {"frame_chosen", "request_approved", "approval_refused"}
)
"""Acts that tell nothing of a review that has not ended."""


def extract(folder: Path, case_id: str, object_ids: Set[str], closed_ids: Set[str] = frozenset()) -> LogExtract:
    """Read the log in `folder` and return every entry about the case or one of its things.

    Of `closed_ids`, things of a search whose review has not ended, only what came before the review is told (D-08).
    The checkpoint is read first, so that a log that grows meanwhile does no harm.

    Raises:
        LogDamaged: the log is not whole, is shorter than signed for, or its checkpoint does not hold.
    """
    key = LogKey.parse((folder / "log.pub").read_text(), "log.pub")
    note = (folder / "latest").read_bytes()
    checkpoint = read_note(note, key, "latest")
    named = {each.encode() for each in {case_id, *object_ids}}
    kept: list[tuple[int, bytes]] = []
    with signed_hashes(folder, checkpoint) as tiles:
        for sequence, line in signed_lines(folder, checkpoint, tiles):
            if named.isdisjoint(_NAMES.findall(line)):
                continue
            entry = decode_at(f"record {sequence}", line)
            if _is_about(entry, case_id, object_ids) and _may_be_told(entry, closed_ids):
                kept.append((sequence, line))
        proofs = tuple(tiles.inclusion(sequence, checkpoint.size) for sequence, _ in kept)
    return LogExtract(
        size=checkpoint.size,
        sequences=tuple(sequence for sequence, _ in kept),
        lines=tuple(line for _, line in kept),
        proofs=proofs,
        note=note.decode(),
        key=key.text(),
    )


def _is_about(entry: Entry, case_id: str, object_ids: Set[str]) -> bool:
    return entry.event.case_id == case_id or entry.event.object_id in object_ids


def _may_be_told(entry: Entry, closed_ids: Set[str]) -> bool:
    return entry.event.object_id not in closed_ids or entry.event.act in BEFORE_REVIEW
