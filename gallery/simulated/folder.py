"""The mark of a simulated data folder: nothing in it is about anybody, and everything that it shows says so.

The mark is written before anything else and is there for good: a folder that holds simulated templates without it, or
it beside other templates, is not opened (`demand_its_own`).
"""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kernel_lib.errors import SettingsError
from kernel_lib.hashing import canonical_json

MARKER = "simulated.json"
MODEL_BEGINS = "simulated-"


@dataclass(frozen=True)
class Simulation:
    """What was simulated: the year, the seed, how many people; when it was made, and up to when it tells (UTC)."""

    year: int
    seed: int
    people: int
    made_at: datetime
    until: datetime

    def clock(self, clock: Callable[[], datetime]) -> Callable[[], datetime]:
        """Return a clock that goes on from the end of the simulated time, however often the service is started."""

        def now() -> datetime:
            real = clock()
            return max(real, self.until + (real - self.made_at))

        return now


_ADAPTER = TypeAdapter(Simulation)


def mark(folder: Path, simulation: Simulation) -> None:
    """Mark an empty folder as simulated. Raises SettingsError when something is in it already."""
    if any(folder.iterdir()):
        raise SettingsError(f"data folder {folder}: expected it empty, got files; simulate into a folder of its own")
    path = folder / MARKER
    path.write_bytes(canonical_json(_ADAPTER.dump_python(simulation, mode="json")) + b"\n")
    path.chmod(0o400)


def simulation_of(folder: Path) -> Simulation | None:
    """Return what was simulated in a data folder, None for any other folder.

    Raises:
        SettingsError: the mark cannot be read; it is never passed over.
    """
    path = folder / MARKER
    if not os.path.lexists(path):
        return None
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsError(
            f"{path}: expected the mark of a simulated folder, got a file that cannot be read"
        ) from error


def demand_its_own(simulation: Simulation | None, models: Collection[str]) -> None:
    """Do nothing when the models of the templates held are those that a folder of its kind may hold.

    Raises:
        SettingsError: the mark was taken from a simulated folder, or put into one that holds pictures of people.
    """
    simulated = {each for each in models if each.startswith(MODEL_BEGINS)}
    if simulation is None and simulated:
        raise SettingsError(f"data folder: expected {MARKER} beside simulated templates, got none; put it back")
    if simulation is not None and set(models) - simulated:
        raise SettingsError(f"data folder: expected simulated templates beside {MARKER}, got others; take it out again")
