"""The index on disk: one file with a header, numbers, vectors, and a hash over all of them. Derived, so replaceable."""

import json
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kernel_lib.hashing import canonical_json, sha256_hex

_MAGIC = b"leadbook index 1\n"
_NAME = "references.idx"


class IndexStale(Exception):
    """There is no snapshot, it is of another model, or its bytes are damaged: rebuild it from the records."""


class Shelf:
    """A folder that holds one snapshot."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, model_id: str, numbers: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Replace the snapshot in one step."""
        header = canonical_json({"model_id": model_id, "size": len(numbers), "dimensions": int(vectors.shape[1])})
        body = _MAGIC + header + b"\n" + numbers.tobytes() + vectors.tobytes()
        fresh = self._path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(bytes.fromhex(sha256_hex(body)) + body)
        fresh.replace(self._path)

    def read(self, model_id: str, dimensions: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return numbers (n,) and vectors (n, dimensions).

        Raises:
            IndexStale: they are not whole, or are of another model.
        """
        try:
            content = self._path.read_bytes()
        except OSError as error:
            raise IndexStale("no snapshot") from error
        digest, body = content[:32], content[32:]
        if bytes.fromhex(sha256_hex(body)) != digest or not body.startswith(_MAGIC):
            raise IndexStale("damaged snapshot")
        end = body.index(b"\n", len(_MAGIC))
        header = json.loads(body[len(_MAGIC) : end])
        if (header["model_id"], header["dimensions"]) != (model_id, dimensions):
            raise IndexStale("snapshot of another model")
        split = end + 1 + 8 * header["size"]
        vectors = np.frombuffer(body[split:], np.float32).reshape(header["size"], dimensions)
        return np.frombuffer(body[end + 1 : split], np.int64).copy(), vectors.copy()


def fingerprint(model_id: str, numbers: NDArray[np.int64], vectors: NDArray[np.float32]) -> str:
    """Return the SHA-256 that names model, numbers and vectors in their order."""
    return sha256_hex(
        canonical_json({"model_id": model_id, "size": len(numbers)}) + numbers.tobytes() + vectors.tobytes()
    )
