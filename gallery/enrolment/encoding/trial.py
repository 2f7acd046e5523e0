"""What a machine's models are and compute: another one may help only if it gives the same templates, bit for bit."""

from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from kernel_lib.faces.engine import FaceEngine
from kernel_lib.hashing import sha256_hex

_LIBRARIES = ("leadbook", "onnxruntime", "numpy", "opencv-python-headless", "pillow", "insightface")
_SEED, _SIDE = 7, 112


@dataclass(frozen=True)
class Trial:
    """The models' hashes, the libraries' versions, and the hash of the templates of crops of noise.

    Noise shows nobody, and a processor or library that rounds otherwise shows in its templates.
    """

    models: dict[str, str]
    libraries: dict[str, str]
    templates_sha256: str

    @classmethod
    def of(cls, engine: FaceEngine) -> "Trial":
        """Try an engine."""
        noise = np.random.default_rng(_SEED).integers(0, 256, (2, _SIDE, _SIDE, 3), dtype=np.uint8)
        vectors = b"".join(each.vector.tobytes() for each in engine.encode_aligned(list(noise)))
        return cls(dict(engine.model_hashes), {name: version(name) for name in _LIBRARIES}, sha256_hex(vectors))

    def fault(self, other: "Trial | None") -> str:
        """Say in words why the other may not help this one, or ""."""
        if other is None:
            return "it has no models; start it by `leadbook feed worker`"
        wrong = [name for name, sha256 in self.models.items() if other.models.get(name) != sha256]
        if wrong or set(other.models) != set(self.models):
            return f"another model than {', '.join(wrong or sorted(self.models))}"
        if self.libraries != other.libraries:
            changed = [name for name in _LIBRARIES if self.libraries.get(name) != other.libraries.get(name)]
            return f"another version of {', '.join(changed)}"
        return "" if self.templates_sha256 == other.templates_sha256 else "its processor computes other templates"
