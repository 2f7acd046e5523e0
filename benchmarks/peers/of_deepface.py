"""deepface: `find` over its datastore file, as it answers one picture by itself: a table walked row by row."""

from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from deepface import DeepFace
from deepface.modules import modeling, recognition, representation

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Unsupported, Vectors

_NO_PICTURE = np.zeros((112, 112, 3), np.uint8)


class Find(InMemory):
    """A folder with deepface's datastore; nothing of its search is replaced."""

    arguments: ClassVar[dict[str, Any]] = {}

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Write the datastore with its own writer."""
        self._shares, self._folder, self._probe = dict(shares), folder, vectors[0]
        rows = [_row(number, vector) for number, vector in enumerate(np.asarray(vectors))]
        content = recognition.__dict__["__serialize_npz"](rows)
        (folder / "ds_model_sface_detector_skip_aligned_normalization_base_expand_0.npz").write_bytes(content)
        representation.represent = lambda **_: [{"embedding": self._probe.tolist()}]
        modeling.build_model = lambda **_: type("Model", (), {"output_shape": vectors.shape[1]})()

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Find, and take the rows from the names of its pictures."""
        self._probe = probe
        found = DeepFace.find(
            _NO_PICTURE,
            str(self._folder),
            model_name="SFace",
            detector_backend="skip",
            similarity_search=True,
            k=k if share == EVERYONE else None,
            refresh_database=False,
            silent=True,
            **self.arguments,
        )[0]
        rows = np.array([int(name) for name in self._identities(found)], np.int64)
        return rows if share == EVERYONE else rows[self._shares[share][rows]][:k]

    def remove(self, row: int) -> None:
        """It removes by comparing a folder of pictures with the datastore; here are no pictures."""
        del row
        raise Unsupported("by deleting pictures; not measured, there are none here")

    def version(self) -> str:
        """Of deepface."""
        return version("deepface")

    def _identities(self, found: Any) -> Any:
        return found["identity"]


def _row(number: int, vector: Vectors) -> dict[str, Any]:
    place = dict.fromkeys(("target_x", "target_y", "target_w", "target_h"), 0)
    return {"identity": str(number), "hash": "0", "embedding": vector.tolist(), **place}


PEER = Find
