"""Saying something in the language of the page: the page's own words, and words that came from the service."""

import os
from dataclasses import dataclass
from typing import Literal

from widgets.words.table import table

Language = Literal["en", "fr"]

VARIABLE = "LEADBOOK_LANGUAGE"
"""The environment variable by which a page's kernel knows its language."""

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


def here() -> Words:
    """Return the words of this process: those of the page that it was started for."""
    return Words(language_of(os.environ.get(VARIABLE)))


def say(text: str, /, **parts: object) -> str:
    """Return a message of ours in the page's language, its places filled in. Raises KeyError when French lacks it."""
    return here().say(text, **parts)


def told(text: str, /) -> str:
    """Return what the service said in the page's language; English that has no French is marked as English."""
    return here().told(text)


def number(value: int | float, digits: int = 0) -> str:
    """Return a number with the separators of the page's language."""
    return here().number(value, digits)
