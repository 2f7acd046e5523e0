"""Saying something in the language of this process: a page's kernel, or a report's."""

import os

from kernel_lib.words.language import Words, language_of

VARIABLE = "LEADBOOK_LANGUAGE"
"""The environment variable by which a kernel knows its language."""


def here() -> Words:
    """Return the words of this process: those of the page or report that it was started for."""
    return Words(language_of(os.environ.get(VARIABLE)))


def say(text: str, /, **parts: object) -> str:
    """Return a message of ours in this process's language, places filled in. Raises KeyError when French lacks it."""
    return here().say(text, **parts)


def told(text: str, /) -> str:
    """Return what the service said in this process's language; English that has no French is marked as English."""
    return here().told(text)


def number(value: int | float, digits: int = 0) -> str:
    """Return a number with the separators of this process's language."""
    return here().number(value, digits)
