"""What the templates are given so that they speak the language of the browser."""

from typing import Any

from markupsafe import Markup

from kernel_lib.words.language import Words
from widgets.parts.markup import joined

TAGS = {"en": "en-CA", "fr": "fr-CA"}
"""The language tags of the pages."""


def in_words(words: Words) -> dict[str, Any]:
    """Return `say`, `told` and `lang` for a template; what has no French is marked as English."""

    def told(text: str) -> Markup:
        return Markup(joined((words.told(text),)))  # noqa: S704  # `joined` escapes whatever is not markup already

    return {"say": words.say, "told": told, "language": words.language, "lang": TAGS[words.language]}
