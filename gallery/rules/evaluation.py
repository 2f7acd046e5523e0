"""The rules of evaluations of accuracy: which list lengths get a row, how much is needed to say anything."""

from dataclasses import dataclass
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

_NUMBERS = (
    "shortest_list",
    "longest_list",
    "resamples",
    "seed",
    "fewest_exceedances",
    "fewest_people",
    "fewest_searches",
    "smallest_group",
    "most_pictures",
)
_TEXTS = ("everybody_lists", "no_extrapolation", "failures_count", "no_groups")


@dataclass(frozen=True)
class EvaluationRules:
    """One row for each length from `shortest_list` to `longest_list`; the rest are the least numbers and fixed words.

    `share_of_gallery` is the least share of the gallery's people that a set must have to say something of it (L-05).
    """

    shortest_list: int
    longest_list: int
    resamples: int
    seed: int
    fewest_exceedances: int
    fewest_people: int
    fewest_searches: int
    smallest_group: int
    most_pictures: int
    share_of_gallery: float
    everybody_lists: str
    no_extrapolation: str
    failures_count: str
    no_groups: str
    version: str
    sha256: str

    @classmethod
    def load(cls) -> "EvaluationRules":
        """Read `evaluation.toml`. Raises SettingsError when a value is missing or of another kind."""
        return build(read_toml("evaluation"))

    @property
    def lengths(self) -> range:
        """Every list length that may be set."""
        return range(self.shortest_list, self.longest_list + 1)


def build(file: RuleFile) -> EvaluationRules:
    """Turn the file into values. Raises SettingsError as `EvaluationRules.load` does."""
    numbers = {name: _value(file, name, int) for name in _NUMBERS}
    texts = {name: _value(file, name, str) for name in _TEXTS}
    share = _value(file, "share_of_gallery", float)
    return EvaluationRules(**numbers, **texts, share_of_gallery=share, version=file.version, sha256=file.sha256)


def _value(file: RuleFile, name: str, kind: type) -> Any:
    value = file.data.get(name)
    if type(value) is not kind or not value:
        raise SettingsError(f"rules evaluation.toml: expected {name} ({kind.__name__}), got {value!r}; correct it")
    return value
