"""The rules of destruction as values: time limits, the pace of a run, and grounds for keeping (F-26, F-32 to F-36)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.words.language import Language

_MOST_AT_ONCE = 3000
"""An entry of the log holds at most thirty lists of a hundred values, and names every lineage."""


@dataclass(frozen=True)
class DestructionRules:
    """Days, counts and words; `at_once` lineages are removed under one entry of the log."""

    version: str
    within_days: int
    sample: int
    at_once: int
    per_minute: int
    chase_after_days: int
    reasons_min_length: int
    look_again_days: int
    letter: Mapping[Language, Mapping[str, str]]
    grounds: Mapping[str, Mapping[Language, str]]

    @classmethod
    def load(cls) -> "DestructionRules":
        """Read the file. Raises SettingsError when a value is missing or cannot be."""
        return build(read_toml("destruction"))


def build(file: RuleFile) -> DestructionRules:
    """Turn the file into values. Raises SettingsError as `DestructionRules.load` does."""
    data = file.data
    names = ("within_days", "sample", "at_once", "per_minute", "chase_after_days", "look_again_days")
    try:
        numbers = {name: int(data[name]) for name in names}
        rules = DestructionRules(
            version=file.version,
            reasons_min_length=int(data["reasons_min_length"]),
            letter=MappingProxyType({"en": dict(data["letter"]["en"]), "fr": dict(data["letter"]["fr"])}),
            grounds=MappingProxyType({key: MappingProxyType(dict(text)) for key, text in data["grounds"].items()}),
            **numbers,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules destruction.toml: expected every value of its kind, got {error!r}") from error
    if min(numbers.values()) < 1 or rules.at_once > _MOST_AT_ONCE:
        raise SettingsError(f"rules destruction.toml: expected numbers from 1, and at_once up to {_MOST_AT_ONCE}")
    return rules
