"""Which model files may be loaded. A file that is not registered, or whose bytes differ, is refused.

A service that holds a licence for other models (InsightFace's packs, for example) names their files and hashes in a
registry file of its own. Such models are marked not for casework unless that file states the licence held.
"""

import hashlib
import tomllib
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from kernel_lib.errors import WeightsRefused


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Weights:
    """One registered model file.

    `sha256` is of the file that runs, `sha256_as_shipped` of what its publisher shipped. `dimensions` is the length of
    a template (recogniser) or of a detection (detector). A pixel x enters the model as (x - mean) * scale.
    `casework` is False for models that may be tried but never used for a case.
    """

    name: str
    kind: Literal["detector", "recogniser"]
    file: str
    sha256: str
    licence: str
    source: str
    dimensions: int
    input: str
    side: int
    channels: Literal["RGB", "BGR"]
    mean: float = 0.0
    scale: float = 1.0
    casework: bool = False
    file_as_shipped: str = ""
    sha256_as_shipped: str = ""
    licence_held: str = ""

    @property
    def model_id(self) -> str:
        """Name and the start of the hash: templates of two models are never compared."""
        return f"{self.name}@{self.sha256[:12]}"

    def blob(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """RGB pixels (N, H, W, 3) as the model takes them: (N, 3, H, W) float32, channels in the model's order."""
        ordered = pixels if self.channels == "RGB" else pixels[..., ::-1]
        planes = np.ascontiguousarray(ordered.transpose(0, 3, 1, 2), dtype=np.float32)
        return planes if (self.mean, self.scale) == (0.0, 1.0) else (planes - self.mean) * np.float32(self.scale)


@dataclass(frozen=True)
class Registry:
    """The models that may be loaded, by name. `local` maps a model of the installation to the folder of its file."""

    models: dict[str, Weights]
    local: dict[str, Path] = field(default_factory=dict)

    @classmethod
    def read(cls, local: Path | None = None) -> "Registry":
        """Read the product's registry and, when given, the registry file of one installation.

        Files named by a local registry lie beside it, as in an unpacked InsightFace pack. A local entry may not take a
        name of the product's registry, and is for casework only when it states `licence_held`.

        Raises:
            WeightsRefused: a registry file is missing, not TOML, incomplete, or names a model twice.
        """
        built_in = resources.files("kernel_lib.faces").joinpath("weights.toml").read_text(encoding="utf-8")
        models = _parse(built_in, "weights.toml")
        places: dict[str, Path] = {}
        if local is not None:
            for name, entry in _parse(_read_local(local), local.name).items():
                if name in models:
                    raise WeightsRefused(f"{local.name}: expected a new model name, got {name!r}, which is registered")
                models[name] = _without_claims(entry)
                places[name] = local.parent
        return cls(models, places)

    def named(self, name: str, kind: str) -> Weights:
        """The entry of one model.

        Raises:
            WeightsRefused: no such model is registered, or it is of another kind.
        """
        entry = self.models.get(name)
        if entry is None or entry.kind != kind:
            known = ", ".join(sorted(n for n, e in self.models.items() if e.kind == kind))
            raise WeightsRefused(
                f"model {name!r}: expected a registered {kind} ({known}); register it or choose another"
            )
        return entry

    def load(self, entry: Weights, models_dir: Path) -> bytes:
        """The checked bytes of a model: the product's from `models_dir`, a local one from beside its registry.

        Raises:
            WeightsRefused: the file is missing, unreadable, or not the registered one.
        """
        return load(entry, self.local.get(entry.name, models_dir))


def load(entry: Weights, folder: Path) -> bytes:
    """The bytes of a registered file, checked; the caller runs these bytes and does not read the file again.

    Raises:
        WeightsRefused: the file is missing, unreadable, or not the registered one.
    """
    path = folder / entry.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsRefused(
            f"model file {entry.file}: expected it in the models folder, got {error.strerror}; run `make setup`"
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != entry.sha256:
        raise WeightsRefused(
            f"model file {entry.file}: expected SHA-256 {entry.sha256}, got {found}; "
            "delete it, run `make setup`, and find out who changed it"
        )
    return data


# Private


def _parse(text: str, where: str) -> dict[str, Weights]:
    try:
        entries = _ENTRIES.validate_python(tomllib.loads(text).get("model", []))
    except tomllib.TOMLDecodeError as error:
        raise WeightsRefused(f"{where}: expected TOML, got {error}") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise WeightsRefused(f"{where}: expected [[model]] tables as in weights.toml, got {faults}") from error
    models = {entry.name: entry for entry in entries}
    if len(models) != len(entries):
        raise WeightsRefused(f"{where}: expected each model once, got a name twice")
    return models


def _read_local(local: Path) -> str:
    try:
        return local.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsRefused(f"{local.name}: expected a readable registry file, got {error}") from error


def _without_claims(entry: Weights) -> Weights:
    return replace(entry, casework=entry.casework and bool(entry.licence_held.strip()))


_ENTRIES = TypeAdapter(list[Weights])
