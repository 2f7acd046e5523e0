"""FAISS HNSW: a graph that is walked greedily. It may miss candidates, and cannot take one out."""

from pathlib import Path

import faiss
import numpy as np

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Unsupported, Vectors

_LINKS, _SEARCHED = 32, 128


class Hnsw(InMemory):
    """IndexHNSWFlat by inner product, kept as one file."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Link the rows and write the index."""
        self._shares = dict(shares)
        self._index = faiss.IndexHNSWFlat(vectors.shape[1], _LINKS, faiss.METRIC_INNER_PRODUCT)
        self._index.add(np.ascontiguousarray(vectors))
        faiss.write_index(self._index, str(folder / "hnsw.faiss"))

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Walk the graph, and keep what the bitmap of the share allows."""
        parameters, bits = faiss.SearchParametersHNSW(efSearch=_SEARCHED), None
        if share != EVERYONE:
            bits = np.packbits(self._shares[share], bitorder="little")
            selector = faiss.IDSelectorBitmap(len(self._shares[share]), faiss.swig_ptr(bits))
            parameters = faiss.SearchParametersHNSW(efSearch=_SEARCHED, sel=selector)
        rows = self._index.search(probe[None], k, params=parameters)[1][0]
        del bits
        return rows[rows >= 0]

    def remove(self, row: int) -> None:
        """There is no removal."""
        del row
        raise Unsupported("cannot remove; the index must be built anew")

    def version(self) -> str:
        """Of FAISS."""
        return faiss.__version__


PEER = Hnsw
