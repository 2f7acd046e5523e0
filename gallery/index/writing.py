"""From segments to the content of a snapshot, and from an open snapshot to a segment."""

from collections.abc import Sequence

import numpy as np

from gallery.index.allowed import Numbers
from gallery.index.codes import PartsRefused
from gallery.index.entries import Digests, digests_of
from gallery.index.erasure import GROUPS, Erasures
from gallery.index.scan import Scan
from gallery.index.segment import Segment, Vectors
from gallery.index.snapshot import LANES, ROWS, Array, Content, SnapshotRefused

_NUMBERS, _VECTORS, _PART = "numbers", "vectors", "scan."
_ROWLESS = "limits"
"""The one part of a scan (`gallery.index.codes.Codes`) that holds nothing of a row; those of three axes hold lanes."""


def merged(segments: Sequence[Segment], dimensions: int) -> tuple[Numbers, Vectors]:
    """Return what segments hold together, in the order of the numbers."""
    live = [segment.live() for segment in segments if segment.size]
    if len(live) == 1:
        return live[0]
    numbers = np.concatenate([np.empty(0, np.int64), *(each for each, _ in live)])
    vectors = np.concatenate([np.empty((0, dimensions), np.float32), *(rows for _, rows in live)])
    if (np.diff(numbers) > 0).all():
        return numbers, vectors
    order = np.argsort(numbers, kind="stable")
    return numbers[order], vectors[order]


def content_of(model_id: str, numbers: Numbers, vectors: Vectors, leaves: Digests | None) -> Content:
    """Return what a snapshot of these is written from; `leaves` spares hashing every entry again."""
    parts = Scan.build(vectors, vectors.shape[1]).parts()
    arrays: dict[str, Array] = {
        _NUMBERS: numbers,
        _VECTORS: vectors,
        GROUPS: digests_of(numbers, vectors) if leaves is None else leaves,
        **{f"{_PART}{name}": part for name, part in parts.items()},
    }
    layouts = {
        _VECTORS: ROWS,
        **{f"{_PART}{name}": LANES if part.ndim == 3 else ROWS for name, part in parts.items() if name != _ROWLESS},
    }
    return Content(model_id, int(vectors.shape[1]), len(numbers), arrays, layouts)


def segment_of(file: Erasures) -> Segment:
    """Return the segment that an open snapshot holds; nothing is copied.

    Raises:
        SnapshotRefused: its numbers do not ascend, or an array is missing or of another shape.
    """
    snapshot = file.snapshot
    numbers, vectors = snapshot.array(_NUMBERS), snapshot.array(_VECTORS)
    if numbers.shape != (snapshot.count,) or vectors.shape[:1] != numbers.shape or not (np.diff(numbers) > 0).all():
        raise SnapshotRefused("snapshot: expected ascending numbers, each with its vector, got others")
    parts = {
        place.name.removeprefix(_PART): snapshot.array(place.name)
        for place in snapshot.places
        if place.name.startswith(_PART)
    }
    try:
        scan = Scan.from_parts(parts, vectors)
    except PartsRefused as refused:
        raise SnapshotRefused(str(refused)) from refused
    return Segment(numbers, vectors, scan, file.rows, file, leaves=snapshot.array(GROUPS))
