"""The table of messages: English, with {placeholders} where something is filled in, to French.

French writes with non-breaking spaces before : ; ? ! and inside « »; the table may be typed with plain ones.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

FROM_SERVICE = frozenset(
    {"states", "refusals", "findings", "plan", "lead", "rules", "followed", "evaluation", "records", "reports"}
    | {"assessment"}
)
"""Groups whose messages with places are recognised in what the service says. Our own are only ever filled in."""

_FILES = ("messages.toml", "questions.toml")

VAGUE = 10
"""Fixed characters under which a message is vague."""

PLACEHOLDER = re.compile(r"\{(\w+)\}")

_BEFORE_MARK = re.compile(r" (?=[:;?!»])")
_AFTER_QUOTE = re.compile(r"(?<=«) ")
_NARROW = "\u202f"


@dataclass(frozen=True)
class Form:
    """A message with places to fill: how a finished sentence is recognised, and the French one made of its parts.

    A `vague` one has so few words of its own that words in its places must be known too: no sentence is half French.
    """

    start: str
    read: re.Pattern[str]
    french: str
    vague: bool


@dataclass(frozen=True)
class Table:
    """All messages. `whole` has no places to fill, `forms` has; `french` holds both by their English text."""

    french: Mapping[str, str]
    whole: Mapping[str, str]
    forms: tuple[Form, ...]

    def find(self, text: str) -> str | None:
        """Return the French of a finished English text, or None when no message of the table makes it.

        The table holds states as clauses ("it is closed"); the service may make sentences of them. A name of a column
        ("request id") may begin with a capital where it is shown.
        """
        if text in self.whole:
            return self.whole[text]
        label = self.whole.get(f"{text[:1].lower()}{text[1:]}")
        if label is not None:
            return f"{label[:1].upper()}{label[1:]}"
        clause = self.whole.get(f"{text[:1].lower()}{text[1:-1]}") if text.endswith(".") else None
        if clause is not None:
            return f"{clause[0].upper()}{clause[1:]}."
        for form in self.forms:
            if text.startswith(form.start) and (read := form.read.fullmatch(text)):
                parts = {name: self.find(value) for name, value in read.groupdict().items()}
                if form.vague and any(said is None and " " in read[name] for name, said in parts.items()):
                    continue
                return form.french.format(**{name: said or read[name] for name, said in parts.items()})
        return None


@cache
def table() -> Table:
    """Read the table that ships with the product, once."""
    files = (resources.files("kernel_lib.words").joinpath(name) for name in _FILES)
    return table_of({group: said for file in files for group, said in tomllib.loads(file.read_text("utf-8")).items()})


def table_of(groups: Mapping[str, Mapping[str, str]]) -> Table:
    """Make a table of groups of messages. The forms with the longest fixed wording are tried first."""
    french = {english: _spaced(said) for group in groups.values() for english, said in group.items()}
    told = (text for name, group in groups.items() if name in FROM_SERVICE for text in group)
    filled = sorted((text for text in told if PLACEHOLDER.search(text)), key=_fixed, reverse=True)
    whole = {text: said for text, said in french.items() if not PLACEHOLDER.search(text)}
    return Table(french, whole, tuple(Form(*_recognised(text), french[text], _fixed(text) < VAGUE) for text in filled))


def _recognised(text: str) -> tuple[str, re.Pattern[str]]:
    pieces = PLACEHOLDER.split(text)
    written = "".join(f"(?P<{piece}>.*?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
    return pieces[0], re.compile(written, re.DOTALL)


def _fixed(text: str) -> int:
    return len(PLACEHOLDER.sub("", text))


def _spaced(text: str) -> str:
    return _AFTER_QUOTE.sub(_NARROW, _BEFORE_MARK.sub(_NARROW, text))
