"""Recognisers that are registered beside the one in use: opened when first asked for, each checked by its hash."""

from dataclasses import dataclass, field
from pathlib import Path

from kernel_lib.errors import NotFound, Unacceptable, WeightsRefused
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.weights import Registry, Weights

RULE = "F-11"


@dataclass(frozen=True)
class Contenders:
    """`registry_file` is that of the installation, beside the files that it names; it need not exist."""

    models_dir: Path
    registry_file: Path
    opened: dict[str, FaceEngine] = field(default_factory=dict)

    def known(self) -> tuple[Weights, ...]:
        """Return every registered recogniser. Raises Unacceptable for a registry that cannot be read."""
        try:
            models = Registry.read(local_registry(self.registry_file)).models.values()
        except WeightsRefused as error:
            reason = "The installation's registry of models cannot be read."
            raise Unacceptable(RULE, reason, "Have the administrator look at registry and file.") from error
        return tuple(each for each in models if each.kind == "recogniser")

    def open(self, name: str) -> FaceEngine:
        """Return a recogniser with the detector.

        Raises:
            NotFound: no such recogniser is registered.
            Unacceptable: its file is missing or not the registered one, or it cannot run here.
        """
        if name not in self.opened:
            self.opened[name] = self._opened(name)
        return self.opened[name]

    def _opened(self, name: str) -> FaceEngine:
        if name not in {each.name for each in self.known()}:
            raise NotFound(RULE, "No recogniser of this name is registered.", "Register it, with its hash, first.")
        try:
            return FaceEngine.open(self.models_dir, recogniser=name, local_registry=local_registry(self.registry_file))
        except WeightsRefused as error:
            reason = "The model cannot be loaded: its file is missing, or is not the one that was registered."
            raise Unacceptable(RULE, reason, "Have the administrator look at registry and file.") from error


def local_registry(path: Path) -> Path | None:
    """Return the installation's own registry file, or None where it has none."""
    return path if path.exists() else None
