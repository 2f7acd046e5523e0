"""The rules on reports of wrongdoing as values (H-10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from gallery.rules.reading import read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.words.language import Language


@dataclass(frozen=True)
class WrongdoingRules:
    """How long a report is, how its author is protected, and where else it may go."""

    min_length: int
    max_length: int
    protection: Mapping[Language, str]
    commissioner: Mapping[Language, str]

    @classmethod
    def load(cls) -> "WrongdoingRules":
        """Read the file. Raises SettingsError when a value is missing or of another kind."""
        data = read_toml("wrongdoing").data
        try:
            return cls(
                min_length=int(data["min_length"]),
                max_length=int(data["max_length"]),
                protection={"en": data["protection"]["en"], "fr": data["protection"]["fr"]},
                commissioner={"en": data["commissioner"]["en"], "fr": data["commissioner"]["fr"]},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise SettingsError(f"rules wrongdoing.toml: expected every value of its kind, got {error!r}") from error
