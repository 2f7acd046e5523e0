"""Words of a report as HTML: in the report's language, and where French is lacking, English that says so."""

from html import escape

from kernel_lib.words.language import English, Words
from kernel_lib.words.spoken import here


def words(text: str, spoken: Words | None = None) -> str:
    """Return a text of ours in the language of this process, or of `spoken`, escaped."""
    said = (spoken or here()).told(text)
    return f'<span lang="en">{escape(said)}</span>' if isinstance(said, English) else escape(said)


def paragraphs(source: str, spoken: Words) -> str:
    """Return the markdown of a notebook's cell with each of its paragraphs in the language."""
    return "\n\n".join(_paragraph(each, spoken) for each in source.split("\n\n"))


def _paragraph(text: str, spoken: Words) -> str:
    """Translate a paragraph behind its mark of a heading, list or bold lead-in."""
    start = len(text) - len(text.lstrip("#-* "))
    mark, rest = (text[:start], text[start:]) if text[:1] in "#-" else ("", text)
    said = spoken.told(rest)
    return f'{mark}<span lang="en">{said}</span>' if isinstance(said, English) and said.strip() else f"{mark}{said}"
