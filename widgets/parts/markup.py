"""Text into HTML. Everything that is not `Markup` already is escaped here and nowhere else.

English text on a page in another language is marked as English, so that it is read out as such.
"""

from collections.abc import Iterable, Sequence
from html import escape

from kernel_lib.words.language import English
from widgets.words.language import say, told

_VOID = frozenset({"img", "br", "hr", "input"})


class Markup(str):
    """Text that is HTML already, made by `element` or `joined`."""

    __slots__ = ()


def element(tag: str, /, *children: str, **attributes: str | bool | int | None) -> Markup:
    """Return `<tag …>children</tag>` with children and attribute values escaped.

    `class_` stands for `class`, `for_` for `for`; an underscore inside a name stands for a hyphen. An attribute that
    is None or False is left out; True writes the bare name.
    """
    written = "".join(
        _attribute(name, value) for name, value in attributes.items() if value is not None and value is not False
    )
    if tag in _VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{joined(children)}</{tag}>")


def joined(children: Iterable[str]) -> Markup:
    """Return the children one after the other, each escaped unless it is `Markup`."""
    return Markup("".join(child if isinstance(child, Markup) else _escaped(child) for child in children))


def facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Return a list of headings with their values; an empty value reads "not given"."""
    rows = [joined((element("dt", told(name)), element("dd", value or say("not given")))) for name, value in pairs]
    return element("dl", *rows, class_="lb-facts")


def bullets(lines: Iterable[str], class_: str | None = None) -> Markup:
    """Return an unordered list."""
    return element("ul", *(element("li", line) for line in lines), class_=class_)


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: frozenset[int] = frozenset(),
    *,
    headed: bool = False,
) -> Markup:
    """Return a table that scrolls sideways by itself.

    `numbers` are the columns set flush right; `headed` hides the caption from the eye where a heading says it already.
    """
    head = element(
        "tr", *(element("th", told(name), scope="col", class_=_aligned(at, numbers)) for at, name in enumerate(columns))
    )
    body = [
        element("tr", *(element("td", cell, class_=_aligned(at, numbers)) for at, cell in enumerate(row)))
        for row in rows
    ]
    said = element("caption", caption, class_="lb-visually-hidden" if headed else None)
    inner = element("table", said, element("thead", head), element("tbody", *body), class_="lb-table")
    return element("div", inner, class_="lb-table-scroll", tabindex=0, role="group", aria_label=caption)


def picture(path: str, role: str, class_: str | None = None) -> Markup:
    """Return an image fetched from the dashboards server; its alternative text is the role, never looks."""
    return element("img", src=picture_address(path), alt=role, class_=class_)


def picture_address(path: str) -> str:
    """Return where the browser fetches the picture that a view named."""
    return f"/leadbook/pictures/{path}"


def _escaped(text: str) -> str:
    plain = escape(text, quote=False)
    return f'<span lang="en-CA">{plain}</span>' if isinstance(text, English) else plain


def _attribute(name: str, value: str | bool | int | None) -> str:
    plain = name.rstrip("_").replace("_", "-")
    return f" {plain}" if value is True else f' {plain}="{escape(str(value), quote=True)}"'


def _aligned(at: int, numbers: frozenset[int]) -> str | None:
    return "lb-number" if at in numbers else None
