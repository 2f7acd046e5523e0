"""How a text may stand in a file: encodings, escapes of JSON, HTML and addresses, normalisation, other case (F-32)."""

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from html.entities import codepoint2name
from urllib.parse import quote, quote_plus

_BEYOND = re.compile(r"[^\x00-\x7f]")
_HTML_UNSAFE = re.compile("[<>&']")
_CODE = re.compile(r"\\u([0-9a-f]{4})")
_LAST_OF_LATIN = 0xFF
_RUN = re.compile("[A-Za-z0-9]+")
# An apostrophe and a quotation mark as libraries write them: Python, MarkupSafe and Jinja, XML.
_QUOTES = (("'", "&quot;"), ("&#x27;", "&quot;"), ("&#39;", "&#34;"), ("&apos;", "&quot;"))


def forms_of(marker: str) -> dict[bytes, str]:
    """Return the bytes that stand for a text, each with the name of its form; a plain one first where two are equal."""
    found: dict[bytes, str] = {}
    for name, held in _forms(marker):
        found.setdefault(held, name)
    return found


def core_of(marker: str, held: bytes) -> bytes:
    """Return the longest run of letters and digits of a text that stands in a form as it is, to look for first."""
    run = max(_RUN.findall(marker), key=len, default="")
    return next((core for core in (run.encode(), run.lower().encode(), run.upper().encode()) if core in held), b"")


# Private


def _forms(marker: str) -> Iterator[tuple[str, bytes]]:
    written = {"": marker, " composed": unicodedata.normalize("NFC", marker)}
    written[" decomposed"] = unicodedata.normalize("NFD", marker)
    for how, text in written.items():
        raw = text.encode()
        yield f"utf-8{how}", raw
        yield f"utf-16 little-endian{how}", text.encode("utf-16-le")
        yield f"utf-16 big-endian{how}", text.encode("utf-16-be")
        yield f"hexadecimal{how}", raw.hex().encode()
        yield f"hexadecimal capitals{how}", raw.hex().upper().encode()
        for shift in range(3):
            yield f"base64 from byte {shift}{how}", _inner_base64(raw, shift)
        if all(ord(letter) <= _LAST_OF_LATIN for letter in text):
            yield f"latin-1{how}", text.encode("latin-1")
        for name, escaped in (*_json(text), *_markup(text), *_address(text)):
            yield f"{name}{how}", escaped.encode()
        for name, cased in (("small letters", text.lower()), ("capitals", text.upper())):
            yield f"{name}{how}", cased.encode()


def _inner_base64(raw: bytes, shift: int) -> bytes:
    """The characters of base64 that are the same whatever stands before and after."""
    coded = base64.b64encode(bytes(shift) + raw)
    whole = (shift + len(raw)) // 3 * 4
    return coded[4 if shift else 0 : whole]


def _json(text: str) -> Iterator[tuple[str, str]]:
    """Inside a string of JSON, with and without escapes, once more inside such a string, and safe inside HTML."""
    plain, escaped = json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1]
    safe = _HTML_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)
    for each in (plain, escaped, safe, safe.replace('\\"', "\\u0022")):
        yield "JSON", each
        yield "JSON", _CODE.sub(lambda found: f"\\u{found[1].upper()}", each)
        yield "JSON in JSON", json.dumps(each, ensure_ascii=False)[1:-1]
        yield "JSON", each.replace("/", "\\/")


def _markup(text: str) -> Iterator[tuple[str, str]]:
    """In HTML or XML, each way of an apostrophe with each way of a letter beyond ASCII."""
    ways = (
        lambda found: str(found[0]),
        lambda found: f"&{codepoint2name[ord(found[0])]};" if ord(found[0]) in codepoint2name else str(found[0]),
        lambda found: f"&#{ord(found[0])};",
        lambda found: f"&#x{ord(found[0]):x};",
        lambda found: f"&#x{ord(found[0]):X};",
    )
    bare = html.escape(text, quote=False)
    for apostrophe, quotation in (*_QUOTES, ("'", '"')):
        quoted = bare.replace("'", apostrophe).replace('"', quotation)
        for way in ways:
            yield "HTML", _BEYOND.sub(way, quoted)


def _address(text: str) -> Iterator[tuple[str, str]]:
    yield "address", quote(text, safe="")
    yield "address", quote(text)
    yield "address", quote_plus(text)
