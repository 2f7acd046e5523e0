"""usearch: a graph over half-precision rows. It may miss candidates; its Python search takes no filter."""

from pathlib import Path

import numpy as np
import usearch
from usearch.index import Index

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Vectors

_MORE = 10


class Usearch(InMemory):
    """An index of inner products, kept as one file."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Link the rows and write the index."""
        self._shares, self._path = dict(shares), str(folder / "rows.usearch")
        self._index = Index(
            ndim=vectors.shape[1], metric="ip", dtype="f16", connectivity=16, expansion_add=128, expansion_search=128
        )
        self._index.add(np.arange(len(vectors), dtype=np.uint64), np.ascontiguousarray(vectors))
        self._index.save(self._path)

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Walk the graph; under a filter, ask for more and drop."""
        if share == EVERYONE:
            return self._index.search(probe, k).keys.astype(np.int64)
        rows = self._index.search(probe, k * _MORE).keys.astype(np.int64)
        return rows[self._shares[share][rows]][:k]

    def remove(self, row: int) -> None:
        """Mark it, and write the file anew."""
        self._index.remove(row)
        self._index.save(self._path)

    def version(self) -> str:
        """Of usearch."""
        return usearch.__version__


PEER = Usearch
