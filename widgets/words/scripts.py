"""The words of the scripts in the browser: the part of the one table that they ask for, handed over with each page."""

import re
from functools import cache
from importlib import resources

from kernel_lib.words.language import Language
from kernel_lib.words.table import table

_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_FOLDERS = ("static", "dashboards/template/leadbook/static")


@cache
def script_words(language: Language) -> dict[str, str]:
    """Return the messages that stand in a script as text, English to this language; none for English."""
    if language == "en":
        return {}
    french = table().french
    return {text: french[text] for text in sorted(literals()) if text in french}


@cache
def literals() -> frozenset[str]:
    """Return every text between double quotes in the scripts."""
    root = resources.files("widgets")
    scripts = [each for folder in _FOLDERS for each in root.joinpath(folder).iterdir() if each.name.endswith(".js")]
    return frozenset(text for script in scripts for text in _LITERAL.findall(script.read_text(encoding="utf-8")))
