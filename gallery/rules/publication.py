"""What a service says of itself in public, as values: who answers for it, where to ask, what it never does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.words.language import Language

Said = Mapping[Language, str]
"""One text in each language."""


@dataclass(frozen=True)
class PublicationRules:
    """The texts and names of the public statement (E-18). An empty official or contact keeps it from going out (H-06).

    `size_classes` are the bounds between which the number of pictures is told.
    """

    official_name: str
    official_office: str
    contact: str
    size_classes: tuple[int, ...]
    name: Said
    ask: Said
    notice: Said
    authority: Said
    never: tuple[Said, ...]
    file: RuleFile

    @classmethod
    def load(cls) -> "PublicationRules":
        """Read the file. Raises SettingsError when a text lacks a language, or bounds do not rise."""
        return build(read_toml("publication"))


def build(file: RuleFile) -> PublicationRules:
    """Turn the file into values. Raises SettingsError as `PublicationRules.load` does."""
    data = file.data
    try:
        bounds = tuple(data["size_classes"])
        if not bounds or list(bounds) != sorted(set(bounds)):
            raise SettingsError(f"rules of publication: expected size_classes that rise, got {list(bounds)}")
        return PublicationRules(
            official_name=data["official_name"].strip(),
            official_office=data["official_office"].strip(),
            contact=data["contact"].strip(),
            size_classes=bounds,
            name=_said(data["name"]),
            ask=_said(data["ask"]),
            notice=_said(data["notice"]),
            authority=_said(data["authority"]),
            never=tuple(_said(each) for each in data["never"]),
            file=file,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"rules of publication: expected every value of its kind, got {error!r}") from error


def _said(row: Mapping[str, Any]) -> Said:
    if not (row["en"].strip() and row["fr"].strip()):
        raise SettingsError("rules of publication: expected each text in English and French, got an empty one")
    return {"en": row["en"], "fr": row["fr"]}
