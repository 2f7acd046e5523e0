"""face_recognition: `face_distance`, the comparison that its examples search with."""

from importlib.metadata import version
from pathlib import Path

import face_recognition
import numpy as np

from benchmarks.peers.of_numpy import highest
from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Unsupported, Vectors


class FaceDistance(InMemory):
    """An array of encodings; the package has no store of its own."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Hold the rows in float64, as its encodings are."""
        del folder
        self._encodings, self._shares = np.array(vectors, np.float64), dict(shares)

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Distance to each, then the k lowest."""
        if share == EVERYONE:
            return highest(-face_recognition.face_distance(self._encodings, probe.astype(np.float64)), k)
        rows = np.flatnonzero(self._shares[share])
        distances = face_recognition.face_distance(self._encodings[rows], probe.astype(np.float64))
        return rows[highest(-distances, k)]

    def remove(self, row: int) -> None:
        """There is none: the caller keeps the array."""
        del row
        raise Unsupported("the caller keeps the array")

    def version(self) -> str:
        """Of face_recognition."""
        return version("face_recognition")


PEER = FaceDistance
