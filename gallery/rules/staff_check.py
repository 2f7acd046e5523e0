"""The rules of the check for searches of staff as values (B-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.words.language import Language


@dataclass(frozen=True)
class StaffCheckRules:
    """How often, from which similarity (-1 to 1), how many searches are drawn; and what consent says."""

    every: timedelta
    min_score: float
    sample: int
    reason_min_length: int
    consent: Mapping[Language, str]
    version: str

    @classmethod
    def load(cls) -> "StaffCheckRules":
        """Read the file. Raises SettingsError when a value is missing or cannot be."""
        return build(read_toml("staff_check"))


def build(file: RuleFile) -> StaffCheckRules:
    """Turn the file into values. Raises SettingsError as `StaffCheckRules.load` does."""
    data = file.data
    try:
        rules = StaffCheckRules(
            every=timedelta(days=data["every_days"]),
            min_score=float(data["min_score"]),
            sample=int(data["sample"]),
            reason_min_length=int(data["reason_min_length"]),
            consent=MappingProxyType({"en": data["consent"]["en"], "fr": data["consent"]["fr"]}),
            version=file.version,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules staff_check.toml: expected every value of its kind, got {error!r}") from error
    if not (0 < rules.min_score < 1 and rules.sample > 0 and rules.every > timedelta(0)):
        raise SettingsError("rules staff_check.toml: expected min_score between 0 and 1, days and sample above zero")
    return rules
