"""Exact search. A reference's number is its id; similarity is the dot product of unit vectors.

What is searched is a state: snapshots on disk, mapped into memory, and a small delta of what was added since. A state
is a value: searches take the one of the moment and run side by side without a lock; changes put another in its place.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from gallery.index.absence import Absences, absences_of
from gallery.index.allowed import Allowed, Numbers
from gallery.index.compaction import Compaction
from gallery.index.delta import Delta
from gallery.index.entrance import IndexRefused, Vectors, checked_entries, checked_vectors
from gallery.index.entries import GROUP, group_record
from gallery.index.erasure import Erasures
from gallery.index.found import Found, joined
from gallery.index.naming import Naming
from gallery.index.searches import Searches
from gallery.index.segment import Segment
from gallery.index.shelf import Shelf
from gallery.index.snapshot import SnapshotRefused
from gallery.index.state import State, chosen_of
from gallery.index.writing import content_of, merged, segment_of

__all__ = ["Index", "IndexRefused"]

_TRIES = 3
"""Searches that met a removal before one waits until none is under way."""


class Index:
    """References of one model. Threads search side by side, also while one thread at a time changes it.

    A removed or ineligible reference is never compared: eligibility is applied inside the search, not to its answer.
    Whatever is refused leaves the index as it was, and answering.
    """

    def __init__(self, shelf: Shelf, model_id: str, dimensions: int) -> None:
        self._shelf = shelf
        self._model_id = model_id
        self._dimensions = dimensions
        self._changing = threading.RLock()
        self._saving = threading.Lock()
        self._searches = Searches()
        self._compaction = Compaction(self.save)
        self._removals = 0
        self._removed: list[Numbers] = []  # since the newest snapshot was begun
        self._delta = Delta(dimensions)
        self._state = State((), self._delta.segment)
        self._naming = Naming(model_id)

    @property
    def model_id(self) -> str:
        """The model whose templates are held."""
        return self._model_id

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self._dimensions

    @property
    def size(self) -> int:
        """How many references are held."""
        return sum(segment.size for segment in self._state.segments)

    @property
    def held(self) -> Allowed:
        """The number of every reference held."""
        return self._state.held

    @property
    def numbers(self) -> frozenset[int]:
        """The number of every reference held, as a plain set: for small galleries."""
        return frozenset(self.held)

    @property
    def snapshot_id(self) -> str:
        """SHA-256 over model and the root of all entries: names exactly what is searched until the next change."""
        with self._changing:
            return self._naming.name(self._state.segments)

    @property
    def trouble(self) -> str:
        """Why the last compaction in the background failed, or nothing."""
        return self._compaction.trouble

    def load(self) -> str:
        """Take up the snapshots on disk; return "" or why they were refused, in which case the index is as before."""
        try:
            files = self._shelf.open(self._model_id, self._dimensions)
            kept = tuple(segment_of(file) for file in files)
            with self._changing:
                self._replace(kept, np.empty(0, np.int64), np.empty((0, self._dimensions), np.float32))
        except (SnapshotRefused, IndexRefused) as error:
            return str(error)
        except MemoryError:
            return "index: expected memory for its snapshots, got none"
        return ""

    def fill(self, numbers: Numbers, vectors: Vectors) -> None:
        """Replace everything held, as after a rebuild from the records; the arrays are the index's own from now on.

        Raises:
            IndexRefused: as `add`.
        """
        numbers, vectors = checked_entries(numbers, vectors, self._dimensions)
        with _enough_memory(), self._changing:
            vectors = vectors if vectors.flags.writeable else vectors.copy()
            kept = (Segment.of(numbers, vectors),) if len(numbers) else ()
            self._replace(kept, np.empty(0, np.int64), np.empty((0, self._dimensions), np.float32))

    def save(self) -> None:
        """Put what is in memory alone into snapshots on disk, so that the next start need not rebuild.

        Searches go on meanwhile, and additions and removals too. The former files are overwritten and removed.

        Raises:
            OSError: the disk is full or refuses; the former snapshots are in use.
            IndexRefused: there is not enough memory; as above.
        """
        with self._saving, _enough_memory():
            with self._changing:
                state, self._removed = self._state, []
            whole, chosen = chosen_of(state)
            try:
                if chosen or not state.kept:
                    self._put_into_one(state, whole, chosen)
            finally:
                # What failed may have left a file with templates that a later removal would not know of.
                self._searches.wait_for_earlier()
                self._shelf.sweep(self._files)

    def add(self, numbers: Iterable[int] | Numbers, vectors: Vectors, model_id: str) -> None:
        """Add references: `vectors` is (n, dimensions) float32 of unit length. The next search sees them.

        Raises:
            IndexRefused: a number is held already, or a vector is of another model, size or length or not finite.
        """
        self._demand_model(model_id)
        given = numbers if isinstance(numbers, np.ndarray) else np.fromiter(numbers, np.int64)
        fresh, rows = checked_entries(given.astype(np.int64), vectors, self._dimensions)
        if not len(fresh):
            return
        with _enough_memory(), self._changing:
            if any(len(segment.rows_of(fresh)) for segment in self._state.segments):
                raise IndexRefused("index: expected each reference once, got a number twice")
            self._delta.add(fresh, rows)
            self._state = State(self._state.kept, self._delta.segment)
            self._naming.changed(fresh)
            added = self._delta.segment.size
        self._compaction.offer(added)

    def remove(self, numbers: Sequence[int] | Numbers) -> int:
        """Take references out and return how many were held. No search that ends after this saw one of them.

        Their rows are overwritten in memory and in every file that holds them.

        Raises:
            OSError: they are out, but a file could not be overwritten; the next removal tries again, and each start.
        """
        gone = np.asarray(numbers, np.int64)
        with _enough_memory(), self._changing:
            old = self._state
            rows = [segment.rows_of(gone) for segment in old.segments]
            removed = sum(map(len, rows))
            if removed:
                self._removed.append(gone)
                kept = tuple(s.without(r) if len(r) else s for s, r in zip(old.kept, rows[:-1], strict=True))
                self._delta.drop(rows[-1])
                self._state = State(kept, self._delta.segment)
                # In this order: a search that still took the old state sees the count change, and is run again.
                self._removals += 1
                self._naming.changed(gone)
            # Memory before files, which may refuse. Without anything new, what a file refused before is tried again.
            parts = zip(self._state.segments, rows, strict=True)
            for segment, mine in sorted(parts, key=lambda part: part[0].file is not None):
                segment.overwrite(mine)
        return removed

    def nearest(self, vector: Vectors, k: int, eligible: Allowed | Iterable[int], model_id: str) -> Found:
        """Return up to `k` (reference number, similarity) among the eligible ones, highest similarity first, proven.

        Args:
            vector: (dimensions,) float32 of unit length.
            k: how many at most, from 1.
            eligible: numbers that may be compared; others are never looked at.
            model_id: the model that made the vector.

        Raises:
            IndexRefused: the vector is of another model, size or length, `k` is not positive, or memory is short.
        """
        self._demand_model(model_id)
        if k < 1:
            raise IndexRefused(f"search: expected at least one candidate, got {k}")
        query = checked_vectors(np.asarray(vector, np.float32).reshape(1, -1), self._dimensions)[0]
        allowed = eligible if isinstance(eligible, Allowed) else Allowed.of(eligible)
        with _enough_memory():
            for _ in range(_TRIES):
                removals = self._removals
                found = self._found(query, k, allowed)
                # A removal overwrites rows while they are read: only an answer that met none is given.
                if removals == self._removals:
                    return found
            with self._changing:
                return self._found(query, k, allowed)

    def absences(self, numbers: Numbers) -> Absences:
        """Prove what the groups of some numbers hold now: a number that is none of theirs is not in the index."""
        with self._changing:
            segments = self._state.segments
            leaves = self._naming.leaves(segments)
            records = {
                group: group_record(
                    sorted((each for segment in segments for each in segment.entries(group)), key=lambda one: one[0])
                )
                for group in np.unique(numbers // GROUP).tolist()
            }
            return absences_of(self._model_id, self.size, leaves, records)

    def remains(self, numbers: Numbers) -> int:
        """Count what is left of removed numbers: those still held, erased rows that are not zero, files not in use.

        Waits until no snapshot is being written, since one may hold what was removed meanwhile.
        """
        with self._saving, self._changing:
            segments = self._state.segments
            held = sum(len(segment.rows_of(numbers)) for segment in segments)
            return held + sum(segment.remains() for segment in segments) + len(self._shelf.spare(self._files))

    def vector_of(self, number: int) -> Vectors:
        """Return a copy of the vector of a reference. Raises IndexRefused when it is not held."""
        with self._changing:
            for segment in self._state.segments:
                for row in segment.rows_of(np.array([number], np.int64)):
                    return np.array(segment.vectors[row], np.float32)
        raise IndexRefused(f"reference {number}: expected it in the index, got none")

    def close(self) -> None:
        """Wait for what runs in the background, and save. Raises as `save`."""
        self._compaction.wait()
        self.save()

    @property
    def _files(self) -> list[Erasures]:
        return [each.file for each in self._state.kept if each.file]

    def _found(self, query: Vectors, k: int, allowed: Allowed) -> Found:
        with self._searches.one():
            return joined([each.nearest(query, k, allowed) for each in self._state.segments], k)

    def _put_into_one(self, state: State, whole: bool, chosen: tuple[Segment, ...]) -> None:
        """Write some segments as one snapshot and put it in their place; what changed meanwhile changes it too."""
        numbers, vectors = merged(chosen, self._dimensions)
        with self._changing:
            leaves = self._naming.leaves(state.segments).copy() if whole and state is self._state else None
        segment = segment_of(self._shelf.add(content_of(self._model_id, numbers, vectors, leaves)))
        with self._changing:
            now = self._state
            gone = segment.rows_of(np.concatenate([np.empty(0, np.int64), *self._removed]))
            if len(gone):
                segment = segment.without(gone)
                segment.overwrite(gone)
            kept = (segment,) if whole else (*now.kept[:1], segment)
            self._shelf.name([each.file for each in kept if each.file])
            held, rows = now.delta.live()
            later = ~np.isin(held, segment.held)
            self._replace(kept, held[later], rows[later])

    def _replace(self, kept: tuple[Segment, ...], numbers: Numbers, vectors: Vectors) -> None:
        self._delta.rebase(numbers, vectors)
        self._state = State(kept, self._delta.segment)
        self._naming.replaced()
        self._compaction.settled()

    def _demand_model(self, model_id: str) -> None:
        if model_id != self._model_id:
            raise IndexRefused(f"index: expected a template of {self._model_id}, got one of {model_id}")


@contextmanager
def _enough_memory() -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise IndexRefused("index: expected enough memory, got none; what was held before is still searched") from error
