"""hnswlib: the graph of its authors. It may miss candidates; what is removed is only marked."""

from importlib.metadata import version
from pathlib import Path

import hnswlib
import numpy as np

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Vectors


class Hnswlib(InMemory):
    """An index of inner products, kept as one file."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Link the rows and write the index."""
        self._shares, self._path = dict(shares), str(folder / "hnswlib.bin")
        self._index = hnswlib.Index(space="ip", dim=vectors.shape[1])
        self._index.init_index(max_elements=len(vectors), ef_construction=100, M=16, random_seed=1)
        self._index.add_items(np.ascontiguousarray(vectors), np.arange(len(vectors)))
        self._index.set_ef(128)
        self._index.save_index(self._path)

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Walk the graph, asking the share about each row."""
        allowed = None if share == EVERYONE else self._shares[share].__getitem__
        for wanted in (k, k // 2, k // 10, 1):
            try:
                rows, _ = self._index.knn_query(probe[None], k=wanted, num_threads=1, filter=allowed)
            except RuntimeError:  # it raises when the walk meets fewer eligible rows than asked for
                continue
            return rows[0].astype(np.int64)
        return np.empty(0, np.int64)

    def remove(self, row: int) -> None:
        """Mark it, which is all there is, and write the file anew."""
        self._index.mark_deleted(row)
        self._index.save_index(self._path)

    def version(self) -> str:
        """Of hnswlib."""
        return version("hnswlib")


PEER = Hnswlib
