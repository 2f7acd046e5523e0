"""Names of statutes by date, as values (F-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from gallery.rules.reading import RuleFile
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class Statutes:
    """Every statute that a rule cites: its names, each with the day from which it is called so, the newest first."""

    names: Mapping[str, tuple[tuple[date, str], ...]]

    def names_on(self, day: date) -> dict[str, str]:
        """Return what each statute is called on a day; one that had no name yet is left out."""
        found = {id_: next((name for since, name in names if since <= day), "") for id_, names in self.names.items()}
        return {id_: name for id_, name in found.items() if name}


def read_statutes(file: RuleFile) -> Statutes:
    """Turn the file into values. Raises SettingsError when a value is missing or two names begin on one day."""
    try:
        read = {row["id"]: [(each["since"], each["name"]) for each in row["names"]] for row in file.data["statute"]}
    except (KeyError, TypeError) as error:
        raise SettingsError(f"statutes: expected an id and dated names of each, got {error!r}") from error
    for id_, names in read.items():
        if len({since for since, _ in names}) != len(names):
            raise SettingsError(f"statutes: expected one name of {id_} a day, got two that begin on the same")
    return Statutes(MappingProxyType({id_: tuple(sorted(names, reverse=True)) for id_, names in read.items()}))
