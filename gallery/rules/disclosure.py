"""Rules of disclosure: the warning, how masks are made, and the legal bases that may lift them (E-15, E-16)."""

from collections.abc import Mapping
from dataclasses import dataclass

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

PROTECTED = ("third_party", "youth", "sealed")
"""Why somebody is masked."""


@dataclass(frozen=True)
class BasisKind:
    """A legal basis on which some masks may be left out; `covers` holds words of `PROTECTED`."""

    id: str
    title: str
    covers: frozenset[str]


@dataclass(frozen=True)
class DisclosureRules:
    """The rules in force. A mask is `mask_columns` by `mask_rows` cells of `mask_levels` greys."""

    warning: tuple[str, ...]
    mask_columns: int
    mask_rows: int
    mask_levels: int
    bases: Mapping[str, BasisKind]
    version: str
    sha256: str

    @classmethod
    def load(cls) -> "DisclosureRules":
        """Read `disclosure.toml`. Raises SettingsError with the value at fault."""
        return from_file(read_toml("disclosure"))


def from_file(file: RuleFile) -> DisclosureRules:
    """Turn a rule file into rules. Raises SettingsError with the value at fault."""
    try:
        kinds = [BasisKind(each["id"], each["title"], frozenset(each["covers"])) for each in file.data["basis"]]
        sizes = [int(file.data[f"mask_{name}"]) for name in ("columns", "rows", "levels")]
        warning = tuple(str(line) for line in file.data["warning"])
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules disclosure.toml: expected warning, mask_… and [[basis]], got {error}") from error
    if unknown := {word for kind in kinds for word in kind.covers} - set(PROTECTED):
        raise SettingsError(f"rules disclosure.toml: expected covers of {PROTECTED}, got {sorted(unknown)}")
    if not all(2 <= size <= 8 for size in sizes):
        raise SettingsError(f"rules disclosure.toml: expected masks of 2 to 8 cells and greys, got {sizes}")
    columns, rows, levels = sizes
    bases = {kind.id: kind for kind in kinds}
    return DisclosureRules(warning, columns, rows, levels, bases, file.version, file.sha256)
