"""What the service enables in the probe editor."""

from dataclasses import dataclass

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class EditingRules:
    """Whether reflective symmetry is enabled (A-15), and what is said beside everything made from an edited probe."""

    reflective_symmetry: bool
    symmetry_caution: str
    edited_caution: str
    sha256: str

    @classmethod
    def load(cls) -> "EditingRules":
        """Read the file. Raises SettingsError when it is missing or misses a value."""
        return build(read_toml("editing"))


def build(file: RuleFile) -> EditingRules:
    """Turn the file into values. Raises SettingsError as `EditingRules.load` does."""
    symmetry = file.data.get("reflective_symmetry")
    if type(symmetry) is not bool:
        raise SettingsError(f"rules editing.toml: expected reflective_symmetry to be true or false, got {symmetry!r}")
    try:
        words = {key: str(file.data[key]) for key in ("symmetry_caution", "edited_caution")}
    except KeyError as error:
        raise SettingsError(f"rules editing.toml: expected every value of its kind, got no {error}") from error
    return EditingRules(symmetry, **words, sha256=file.sha256)
