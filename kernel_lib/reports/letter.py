"""A letter as a page and as a PDF: a title, parts with sentences and rows, nothing that is fetched from elsewhere."""

from dataclasses import dataclass
from html import escape

from kernel_lib.reports.paper import to_pdf
from kernel_lib.words.language import Language


@dataclass(frozen=True)
class Part:
    """A part of a letter: its heading, which may be empty, sentences, and rows of two cells."""

    sentences: tuple[str, ...] = ()
    heading: str = ""
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A letter in one language."""

    language: Language
    title: str
    parts: tuple[Part, ...]

    def pdf(self) -> bytes:
        """Return the tagged PDF. Raises ReportError where the Pango library is missing."""
        return to_pdf(self.page())

    def page(self) -> str:
        """Return the page. Every text is escaped: some of it was typed by people."""
        title = escape(self.title)
        parts = "\n".join(_part(each) for each in self.parts)
        return (
            f'<!doctype html>\n<html lang="{self.language}-CA">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{parts}\n"
            "</main>\n</body>\n</html>\n"
        )


# Private

_STYLE = (
    "@page{size:letter;margin:2.2cm}body{font:11pt/1.5 sans-serif;color:#1b1b1b}h1{font-size:15pt;margin:1.2em 0 .6em}"
    "h2{font-size:12pt;margin:1.2em 0 .3em;break-after:avoid}p{margin:.35em 0}"
    "table{width:100%;border-collapse:collapse}"
    "td,th{text-align:left;vertical-align:top;border-top:1px solid #999;padding:.25em .5em .25em 0}"
    "th{width:20%;font-weight:normal;color:#444}tr{break-inside:avoid}"
)


def _part(part: Part) -> str:
    heading = f"<h2>{escape(part.heading)}</h2>" if part.heading else ""
    sentences = "".join(f"<p>{escape(each)}</p>" for each in part.sentences)
    rows = "".join(f'<tr><th scope="row">{escape(head)}</th><td>{escape(text)}</td></tr>' for head, text in part.rows)
    return heading + sentences + (f"<table>{rows}</table>" if rows else "")
