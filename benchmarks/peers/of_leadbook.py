"""Leadbook's own index, by the class and the calls of the service."""

import time
from pathlib import Path

import numpy as np

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Vectors
from gallery.index.allowed import Allowed
from gallery.index.exact import Index
from gallery.index.shelf import Shelf

_MODEL = "benchmark"


class Leadbook(InMemory):
    """An index with its snapshot on disk."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Fill the index and keep a snapshot."""
        self._folder, self._width = folder, vectors.shape[1]
        self._shares = {EVERYONE: np.ones(len(vectors), np.bool_), **shares}
        self._index = self._empty()
        self._index.fill(np.arange(len(vectors), dtype=np.int64), vectors)
        self._index.save()

    def opened(self) -> float | None:
        """Open the snapshot in a new index, checked whole and mapped into memory, as the service does at its start."""
        self._index = self._empty()
        started = time.perf_counter()
        refused = self._index.load()
        if refused:
            raise ValueError(refused)
        return time.perf_counter() - started

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Search among the eligible ones; whatever is not proven complete is an error."""
        found = self._index.nearest(probe, k, Allowed.where(self._shares[share]), _MODEL)
        if not found.proof.complete:
            raise ArithmeticError("search: expected a proof that the list is complete, got none")
        return np.array([number for number, _ in found], np.int64)

    def remove(self, row: int) -> None:
        """Remove: its bytes are overwritten in the file before this returns."""
        self._index.remove([row])

    def version(self) -> str:
        """The product's own."""
        return "this commit"

    def close(self) -> None:
        """Wait for what runs in the background."""
        self._index.close()

    def _empty(self) -> Index:
        return Index(Shelf(self._folder, b"benchmark"), _MODEL, self._width)


PEER = Leadbook
