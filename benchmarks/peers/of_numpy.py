"""numpy: every row compared by one matrix product in float32. The yardstick of all others."""

from pathlib import Path

import numpy as np

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Vectors

_FILE = "vectors.npy"


class Numpy(InMemory):
    """An array, kept as one file."""

    shifts = True

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Copy the rows and write them."""
        self._vectors, self._shares, self._path = np.array(vectors), dict(shares), folder / _FILE
        np.save(self._path, self._vectors)

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Product, then the k highest."""
        scores = self._vectors @ probe
        if share != EVERYONE:
            scores[~self._shares[share]] = -np.inf
        return highest(scores, k)

    def remove(self, row: int) -> None:
        """Copy the others, and write the file anew."""
        self._vectors = np.delete(self._vectors, row, axis=0)
        np.save(self._path, self._vectors)

    def version(self) -> str:
        """Of numpy."""
        return np.__version__


def highest(scores: Vectors, k: int) -> Rows:
    """Return the rows of the k highest scores, highest first."""
    k = min(k, len(scores))
    rows = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    order: Rows = rows[np.lexsort((rows, -scores[rows]))]
    return order[np.isfinite(scores[order])]


PEER = Numpy
