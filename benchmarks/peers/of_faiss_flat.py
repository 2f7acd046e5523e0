"""FAISS flat: every row compared in float32."""

from pathlib import Path

import faiss
import numpy as np

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Vectors


class Flat(InMemory):
    """IndexFlatIP, kept as one file."""

    shifts = True

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Add the rows and write the index."""
        self._shares, self._path = dict(shares), str(folder / "flat.faiss")
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))
        faiss.write_index(self._index, self._path)

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Search, with the bitmap of the share."""
        parameters, bits = None, None
        if share != EVERYONE:
            bits = np.packbits(self._shares[share], bitorder="little")
            selector = faiss.IDSelectorBitmap(len(self._shares[share]), faiss.swig_ptr(bits))
            parameters = faiss.SearchParameters(sel=selector)
        rows = self._index.search(probe[None], k, params=parameters)[1][0]
        del bits
        return rows[rows >= 0]

    def remove(self, row: int) -> None:
        """Shift the later rows down, and write the file anew."""
        self._index.remove_ids(np.array([row], np.int64))
        faiss.write_index(self._index, self._path)

    def version(self) -> str:
        """Of FAISS."""
        return faiss.__version__


PEER = Flat
