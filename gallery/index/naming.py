"""The name of what is searched, kept up to date: after a change only the groups that it touched are hashed again."""

from collections.abc import Sequence

import numpy as np

from gallery.index.allowed import Numbers
from gallery.index.entries import GROUP, Digests, digests_of, empty_groups, leaf_of, name_of
from gallery.index.segment import Segment


class Naming:
    """Leaves of all groups over all segments. One thread uses it at a time."""

    def __init__(self, model_id: str) -> None:
        self._model_id = model_id
        self._leaves: Digests | None = None
        self._stale: set[int] = set()
        self._name = ""

    def changed(self, numbers: Numbers) -> None:
        """Say that these numbers came or went."""
        self._stale.update(np.unique(numbers // GROUP).tolist())
        self._name = ""

    def replaced(self) -> None:
        """Say that the segments are others; what they hold may be the same."""
        self._leaves, self._name = None, ""
        self._stale.clear()

    def name(self, segments: Sequence[Segment]) -> str:
        """Return the SHA-256 that names what the segments hold."""
        if not self._name:
            size = sum(segment.size for segment in segments)
            self._name = name_of(self._model_id, size, self.leaves(segments))
        return self._name

    def leaves(self, segments: Sequence[Segment]) -> Digests:
        """Return the leaf of each group."""
        if self._leaves is None:
            self._leaves, several = _first(segments)
            self._stale |= several
        highest = max(self._stale, default=-1)
        if highest >= len(self._leaves):
            self._leaves = np.concatenate([self._leaves, empty_groups(highest + 1 - len(self._leaves))])
        for group in self._stale:
            together = sorted((each for segment in segments for each in segment.entries(group)), key=_number)
            self._leaves[group] = leaf_of(together)
        self._stale.clear()
        return self._leaves


def _number(entry: tuple[int, object]) -> int:
    return entry[0]


def _first(segments: Sequence[Segment]) -> tuple[Digests, set[int]]:
    """Take each group's leaf from the one segment that holds it; those that several hold are still to be hashed."""
    own = [segment.leaves if segment.leaves is not None else digests_of(*segment.live()) for segment in segments]
    leaves = empty_groups(max(map(len, own), default=0))
    seen = np.zeros(len(leaves), np.int64)
    for segment, mine in zip(segments, own, strict=True):
        filled = np.unique(segment.held // GROUP)
        leaves[filled] = mine[filled]
        seen[filled] += 1
    return leaves, set(np.flatnonzero(seen > 1).tolist())
