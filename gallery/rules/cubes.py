"""The rules of what analysts are told, as values (W-24)."""

from dataclasses import dataclass
from datetime import timedelta

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class CubeRules:
    """The least count that is shown, and how long after the end of a quarter it is told."""

    minimum: int
    settle: timedelta
    version: str

    @classmethod
    def load(cls) -> "CubeRules":
        """Read the file. Raises SettingsError when a value is missing or cannot be."""
        return build(read_toml("cubes"))


def build(file: RuleFile) -> CubeRules:
    """Turn the file into values. Raises SettingsError as `CubeRules.load` does."""
    minimum, days = file.data.get("minimum"), file.data.get("settle_days")
    if type(minimum) is not int or type(days) is not int or minimum < 3 or days < 0:
        raise SettingsError(
            f"rules cubes.toml: expected minimum of 3 or more and settle_days of 0 or more, got {minimum!r}, {days!r}"
        )
    return CubeRules(minimum, timedelta(days=days), file.version)
