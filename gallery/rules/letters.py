"""The words of letters, in both languages, as the service's own instrument gives them (F-61 to F-66)."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.words.language import Language


@dataclass(frozen=True)
class LetterRules:
    """Every text of a letter by its key."""

    texts: Mapping[str, Mapping[str, str]]
    file: RuleFile

    @classmethod
    def load(cls) -> "LetterRules":
        """Read `letters.toml`. Raises SettingsError when a text lacks a language, or its places differ."""
        file = read_toml("letters")
        texts = {key: _both(key, row) for key, row in file.data.get("texts", {}).items()}
        return cls(texts=texts, file=file)

    def text(self, language: Language, key: str, /, **parts: object) -> str:
        """Return a text with its places filled. Raises SettingsError for a key that the file lacks."""
        if key not in self.texts:
            raise SettingsError(f"rules letters.toml: expected a text {key}, got none; add it in both languages")
        return self.texts[key][language].format(**parts)


def _both(key: str, row: Mapping[str, str]) -> Mapping[str, str]:
    if not (row.get("en") and row.get("fr")):
        raise SettingsError(f"rules letters.toml: expected {key} in English and French")
    if _places(row["en"]) != _places(row["fr"]):
        raise SettingsError(f"rules letters.toml: expected the same places in both languages of {key}")
    return row


def _places(text: str) -> frozenset[str]:
    return frozenset(place for _, place, _, _ in Formatter().parse(text) if place)
