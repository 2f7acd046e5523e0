"""The entries of the log about one case, with a proof for each up to the checkpoint in force."""

from collections.abc import Set
from pathlib import Path

from audits.note import LogKey, read_note
from audits.proof import Nodes
from audits.segments import Entry, read_lines
from gallery.disclosure.contents import LogExtract
from kernel_lib.errors import LogDamaged

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
    kept: list[tuple[int, bytes]] = []
    lines: list[bytes] = []
    for entry, line in read_lines(folder):
        if entry.sequence > checkpoint.size:
            break
        lines.append(line)
        if _is_about(entry, case_id, object_ids) and _may_be_told(entry, closed_ids):
            kept.append((entry.sequence, line))
    if len(lines) < checkpoint.size:
        raise LogDamaged("latest", f"expected {checkpoint.size} records, got {len(lines)}; run `leadbook verify`")
    nodes = Nodes.over(lines)
    if checkpoint.size and nodes.root(checkpoint.size) != checkpoint.root:
        raise LogDamaged("latest", "the records are not those signed for; run `leadbook verify`")
    return LogExtract(
        size=checkpoint.size,
        sequences=tuple(sequence for sequence, _ in kept),
        lines=tuple(line for _, line in kept),
        proofs=tuple(nodes.inclusion(sequence, checkpoint.size) for sequence, _ in kept),
        note=note.decode(),
        key=key.text(),
    )


def _is_about(entry: Entry, case_id: str, object_ids: Set[str]) -> bool:
    return entry.event.case_id == case_id or entry.event.object_id in object_ids


def _may_be_told(entry: Entry, closed_ids: Set[str]) -> bool:
    return entry.event.object_id not in closed_ids or entry.event.act in BEFORE_REVIEW
