"""Saying something in one of the two languages: words of ours, and words that came from the service."""

from dataclasses import dataclass
from typing import Literal

from kernel_lib.words.table import table

Language = Literal["en", "fr"]

DEFAULT: Language = "en"


class French(str):
    """French text, made by `say` or found by `told`; asking for it again gives it back."""

    __slots__ = ()


class English(str):
    """English text for which there is no French; the page marks it with its language."""

    __slots__ = ()


@dataclass(frozen=True)
class Words:
    """What is said in one language."""

    language: Language

    def say(self, text: str, /, **parts: object) -> str:
        """Return a message of ours with its parts filled in. Raises KeyError where French lacks it."""
        template = text if self.language == "en" else table().french[text]
        said = template.format(**parts) if parts else template
        return said if self.language == "en" else French(said)

    def told(self, text: str, /) -> str:
        """Return what the service said; where no French is known, the English text, marked as such."""
        if self.language == "en" or not text or isinstance(text, French):
            return text
        found = table().find(text)
        return English(text) if found is None else French(found)

    @property
    def singular(self) -> tuple[int, ...]:
        """The whole numbers after which a noun stands in the singular."""
        return (1,) if self.language == "en" else (0, 1)

    def number(self, value: int | float, digits: int = 0) -> str:
        """Return a number with the language's separators."""
        written = f"{value:,.{digits}f}"
        if self.language == "en":
            return written
        return written.replace(",", "\u202f").replace(".", ",")


def language_of(name: str | None) -> Language:
    """Return the language of this name, or English for any other."""
    return "fr" if name == "fr" else DEFAULT
