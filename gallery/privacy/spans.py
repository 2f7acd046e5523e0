"""Spans that the public edition leaves out, written as `[[withheld: reason | text]]` (K-07)."""

import re
from collections.abc import Callable

from kernel_lib.errors import Unacceptable
from kernel_lib.wire.assessment import WithheldSpan

_SPAN = re.compile(r"\[\[withheld:([^|\[\]]+)\|((?:(?!\[\[|\]\]).)*)\]\]", re.DOTALL)
_FORM = "[[withheld: reason | text]]"


def demand_whole(text: str) -> None:
    """Do nothing where every mark is whole: one that is not would be published with what it was to hide.

    Raises:
        Unacceptable: a mark is not closed, names no reason, or stands within another.
    """
    rest = _SPAN.sub("", text)
    without = any(not found[1].strip() or not found[2].strip() for found in _SPAN.finditer(text))
    if "[[" in rest or "]]" in rest or without:
        message = f"Write what is to be withheld as {_FORM}, each mark closed and none within another."
        raise Unacceptable("K-07", f"A mark is not whole. {message}", "Nothing was kept.", fields={"text": message})


def plain(text: str) -> str:
    """Return a text as those inside read it: without the marks, with what they hold."""
    return _SPAN.sub(lambda found: found[2].strip(), text)


class Severing:
    """Takes spans out of texts, numbers them, and keeps the reasons: the redaction register."""

    def __init__(self) -> None:
        self._spans: list[WithheldSpan] = []

    def public(self, place: str, text: str) -> str:
        """Return a text without what is withheld; each span is replaced by its number."""
        return _SPAN.sub(self._taking(place), text)

    @property
    def register(self) -> tuple[WithheldSpan, ...]:
        """What was taken out so far, in order."""
        return tuple(self._spans)

    def _taking(self, place: str) -> Callable[[re.Match[str]], str]:
        def take(found: re.Match[str]) -> str:
            number = len(self._spans) + 1
            self._spans.append(WithheldSpan(number=number, place=place, reason=found[1].strip()))
            return f"[{number}]"

        return take
