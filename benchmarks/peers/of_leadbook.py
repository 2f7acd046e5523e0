"""Leadbook's own index, by the class and the calls of the service."""

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
        """Fill the index, keep a snapshot, and search that snapshot from its file."""
        self._shares = {EVERYONE: np.ones(len(vectors), np.bool_), **shares}
        self._index = Index(Shelf(folder, b"benchmark"), _MODEL, vectors.shape[1])
        self._index.fill(np.arange(len(vectors), dtype=np.int64), np.array(vectors))
        self._index.save()

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


PEER = Leadbook
