"""Exact search by FAISS. A reference's number is its id; similarity is the dot product of unit vectors."""

import threading
from collections.abc import Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

from gallery.index.shelf import IndexStale, Shelf, fingerprint
from kernel_lib.errors import LeadbookError

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]

UNIT_TOLERANCE = 1e-3


class IndexRefused(LeadbookError):
    """Vectors or numbers that may not enter the index, or may not be compared with it."""


class Index:
    """References of one model. Threads may search while one changes it: they take turns.

    FAISS accepts an id twice and numbers that are not finite without a word, so both are refused here. A removed or
    ineligible reference is never compared: eligibility is applied inside the search, not to its answer.
    """

    def __init__(self, shelf: Shelf, model_id: str, dimensions: int) -> None:
        self._shelf = shelf
        self._model_id = model_id
        self._dimensions = dimensions
        self._lock = threading.Lock()
        self._flat = faiss.IndexFlatIP(dimensions)
        self._numbers: Numbers = np.empty(0, np.int64)
        self._snapshot_id = ""

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
        return len(self._numbers)

    @property
    def snapshot_id(self) -> str:
        """SHA-256 over model, numbers and vectors: names exactly what is searched from now until the next change."""
        with self._lock:
            if not self._snapshot_id:
                self._snapshot_id = fingerprint(self._model_id, self._numbers, self._vectors())
            return self._snapshot_id

    @property
    def numbers(self) -> frozenset[int]:
        """The number of every reference held."""
        return frozenset(self._numbers.tolist())

    def load(self, expected: frozenset[int]) -> bool:
        """Read the snapshot from disk; say whether it is whole and holds exactly the expected numbers."""
        try:
            numbers, vectors = self._shelf.read(self._model_id, self._dimensions)
        except IndexStale:
            return False
        if frozenset(numbers.tolist()) != expected:
            return False
        self.fill(numbers, vectors)
        return True

    def fill(self, numbers: Numbers, vectors: Vectors) -> None:
        """Replace everything held, as after a rebuild from the records. Raises IndexRefused as `add`."""
        numbers, vectors = self._checked(numbers, vectors, np.empty(0, np.int64))
        with self._lock:
            self._flat.reset()
            self._append(numbers, vectors)

    def save(self) -> None:
        """Keep a snapshot on disk, so that the next start need not rebuild. Raises OSError."""
        with self._lock:
            self._shelf.write(self._model_id, self._numbers, self._vectors())

    def add(self, numbers: Sequence[int] | Numbers, vectors: Vectors, model_id: str) -> None:
        """Add references: `vectors` is (n, dimensions) float32 of unit length.

        Raises:
            IndexRefused: a number is held already, or a vector is of another model, size or length or not finite.
        """
        self._demand_model(model_id)
        with self._lock:
            fresh, rows = self._checked(np.asarray(numbers, np.int64), vectors, self._numbers)
            self._append(np.concatenate([self._numbers, fresh]), rows)

    def remove(self, numbers: Sequence[int]) -> int:
        """Take references out and return how many were held."""
        with self._lock:
            stays = ~np.isin(self._numbers, np.asarray(numbers, np.int64))
            removed = int((~stays).sum())
            if removed:
                kept = self._vectors()[stays]
                self._flat.reset()
                self._append(self._numbers[stays], kept)
        return removed

    def nearest(
        self, vector: Vectors, k: int, eligible: Sequence[int] | Numbers, model_id: str
    ) -> list[tuple[int, float]]:
        """Return up to `k` (reference number, similarity) among the eligible ones, highest similarity first.

        Args:
            vector: (dimensions,) float32 of unit length.
            k: how many at most, from 1.
            eligible: numbers that may be compared; others are never looked at.
            model_id: the model that made the vector.

        Raises:
            IndexRefused: the vector is of another model, size or length, or `k` is not positive.
        """
        self._demand_model(model_id)
        if k < 1:
            raise IndexRefused(f"search: expected at least one candidate, got {k}")
        query = self._checked_vectors(np.asarray(vector, np.float32).reshape(1, -1))
        with self._lock:
            rows = np.flatnonzero(np.isin(self._numbers, np.asarray(eligible, np.int64)))
            if not len(rows):
                return []
            scores, found = self._search(query, min(k, len(rows)), rows)
            pairs = [(int(self._numbers[row]), float(score)) for row, score in zip(found, scores, strict=True)]
        # Equal scores keep the order of enrolment, so that a replay gives the same list.
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def vector_of(self, number: int) -> Vectors:
        """Return a copy of the vector of a reference. Raises IndexRefused when it is not held."""
        with self._lock:
            rows = np.flatnonzero(self._numbers == number)
            if not len(rows):
                raise IndexRefused(f"reference {number}: expected it in the index, got none")
            return np.asarray(self._flat.reconstruct(int(rows[0])), np.float32)

    def _search(self, query: Vectors, k: int, rows: Numbers) -> tuple[NDArray[np.float32], Numbers]:
        bits = np.zeros((self.size + 7) // 8, np.uint8)
        np.bitwise_or.at(bits, rows >> 3, np.uint8(1) << (rows & 7).astype(np.uint8))
        selector = faiss.IDSelectorBitmap(self.size, faiss.swig_ptr(bits))
        scores, found = self._flat.search(query, k, params=faiss.SearchParameters(sel=selector))  # type: ignore[call-arg]  # set by faiss's wrapper
        return scores[0], found[0]

    def _append(self, numbers: Numbers, vectors: Vectors) -> None:
        self._flat.add(vectors)
        self._numbers, self._snapshot_id = numbers, ""

    def _vectors(self) -> Vectors:
        return np.asarray(self._flat.reconstruct_n(0, self._flat.ntotal), np.float32).reshape(-1, self._dimensions)

    def _checked(self, numbers: Numbers, vectors: Vectors, held: Numbers) -> tuple[Numbers, Vectors]:
        rows = self._checked_vectors(vectors)
        if len(numbers) != len(rows):
            raise IndexRefused(f"index: expected a number for each of {len(rows)} vectors, got {len(numbers)}")
        if len(np.unique(numbers)) != len(numbers) or np.isin(numbers, held).any():
            raise IndexRefused("index: expected each reference once, got a number twice")
        return numbers, rows

    def _checked_vectors(self, vectors: Vectors) -> Vectors:
        rows = np.ascontiguousarray(vectors, np.float32)
        if rows.ndim != 2 or rows.shape[1] != self._dimensions:
            raise IndexRefused(f"index: expected vectors of {self._dimensions} numbers, got shape {rows.shape}")
        if not np.isfinite(rows).all():
            raise IndexRefused("index: expected finite numbers, got others")
        if len(rows) and np.abs(np.linalg.norm(rows, axis=1) - 1).max() > UNIT_TOLERANCE:
            raise IndexRefused("index: expected vectors of unit length, got another length")
        return rows

    def _demand_model(self, model_id: str) -> None:
        if model_id != self._model_id:
            raise IndexRefused(f"index: expected a template of {self._model_id}, got one of {model_id}")
