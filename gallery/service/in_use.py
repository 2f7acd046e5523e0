"""Which face model the service opens: the one last chosen, else that of the last search, else the product's own (F-11).

A new release may bring another model, and a registry other files: neither comes into use by itself.
"""

from dataclasses import dataclass
from pathlib import Path

from gallery.evaluation.contenders import local_registry
from gallery.records.database import Database
from gallery.records.impacts import model_changes, model_of_last_search
from kernel_lib.errors import WeightsRefused
from kernel_lib.faces.engine import RECOGNISER, FaceEngine
from kernel_lib.settings import Settings


@dataclass(frozen=True)
class InUse:
    """A registered name; `model_id`, when known, is what it must stand for."""

    models_dir: Path
    registry_file: Path
    name: str = RECOGNISER
    model_id: str = ""

    @classmethod
    def of(cls, database: Database, settings: Settings) -> "InUse":
        """Read from the records which model is in use."""
        with database.reading() as connection:
            changes, searched = model_changes(connection), model_of_last_search(connection)
        places = settings.models_dir, settings.registry_toml
        if changes:
            return cls(*places, changes[0].model, changes[0].model_id)
        return cls(*places, searched.partition("@")[0], searched) if searched else cls(*places)

    def open(self, threads: int) -> FaceEngine:
        """Check and load it with the detector.

        Raises:
            WeightsRefused: it is not registered, or another file stands under its name.
        """
        registry = local_registry(self.registry_file)
        faces = FaceEngine.open(self.models_dir, threads=threads, recogniser=self.name, local_registry=registry)
        if self.model_id and faces.model_id != self.model_id:
            raise WeightsRefused(
                f"model {self.name}: expected {self.model_id}, which is in use, got {faces.model_id}; register the new "
                "file under a name of its own, and change the model by a report (F-11)"
            )
        return faces
