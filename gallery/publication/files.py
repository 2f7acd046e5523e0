"""The statement as files: a page in each language and one for machines. The same statement gives the same bytes."""

from collections.abc import Iterable, Mapping
from html import escape

from gallery.publication.notice import notice_alone
from kernel_lib.hashing import canonical_json
from kernel_lib.wire.publication import PublicSection, PublicStatement
from kernel_lib.words.language import Words

SCHEMA = "leadbook/public-statement/1"
_PAGES = {"en": "index.html", "fr": "index.fr.html"}
_NOTICES = {"en": "notice.html", "fr": "notice.fr.html"}


def files_of(statements: Iterable[PublicStatement]) -> dict[str, bytes]:
    """Return every file of a statement by name: its pages and its notices, one a language, and `statement.json`."""
    held = tuple(statements)
    pages = {_PAGES[each.language]: page(each).encode() for each in held}
    pages |= {_NOTICES[each.language]: page(notice_alone(each), _NOTICES).encode() for each in held}
    told = {each.language: each.model_dump(mode="json", exclude={"language"}) for each in held}
    return {**pages, "statement.json": canonical_json({"schema": SCHEMA, "statements": told}) + b"\n"}


def page(statement: PublicStatement, names: Mapping[str, str] = _PAGES) -> str:
    """Return one page: no script, no address of another machine, one column, fit for paper and for a screen reader."""
    words = Words(statement.language)
    other = "fr" if statement.language == "en" else "en"
    link = f'<a href="{names[other]}" hreflang="{other}" lang="{other}">{_LANGUAGES[other]}</a>'
    parts = "\n".join(_section(each) for each in statement.sections)
    title = escape(statement.title)
    return (
        f'<!doctype html>\n<html lang="{statement.language}-CA">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">{words.say("Skip to the content")}</a>\n'
        f'<header><nav aria-label="{words.say("Language")}">{link}</nav></header>\n'
        f'<main id="main">\n<h1>{title}</h1>\n{parts}\n</main>\n</body>\n</html>\n'
    )


# Private

_LANGUAGES = {"en": "English", "fr": "Français"}
_STYLE = (
    "body{font:1.05rem/1.55 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:46rem;margin:0 auto;"
    "padding:1rem}h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.2rem;margin:2rem 0 .4rem}"
    "p{margin:.4rem 0}ul{margin:.4rem 0;padding-left:1.3rem}li{margin:.25rem 0;overflow-wrap:anywhere}"
    "nav{text-align:right}a{color:#0b4a8f}a:focus{outline:3px solid #0b4a8f;outline-offset:2px}"
    ".skip{position:absolute;left:-999px}.skip:focus{position:static}"
    "@media print{nav,.skip{display:none}body{max-width:none;font-size:11pt}h2{break-after:avoid}"
    "li{break-inside:avoid}}"
)


def _section(section: PublicSection) -> str:
    items = "".join(f"<li>{escape(each)}</li>" for each in section.items)
    listed = f"<ul>{items}</ul>" if items else ""
    sentences = "".join(f"<p>{escape(each)}</p>" for each in section.sentences)
    named = f'aria-labelledby="{section.key}"'
    return f'<section {named}><h2 id="{section.key}">{escape(section.heading)}</h2>{sentences}{listed}</section>'
