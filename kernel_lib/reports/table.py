"""A table of a report: values as people read them, and the same values whole for machines (J-11)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape

from kernel_lib.reports.block import Block
from kernel_lib.reports.words import words
from kernel_lib.wire.audit import Scalar
from kernel_lib.words.language import English
from kernel_lib.words.spoken import here

Cell = Scalar | date | datetime

ROWS_LIMIT = 80
"""A page shows no more rows than these of one table; the machine-readable tables hold them all."""
SHORT_ROWS, SHORT_CHARACTERS = 14, 1500
"""A table no larger than this stays on one page."""
WIDE = 7
"""A table of so many columns is set smaller."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)")


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    empty: str = "None.",
    whole: bool = False,
    shares: Sequence[int] = (),
) -> Block:
    """Show a table with its caption; the same values go into the machine-readable tables of the report.

    Only the first `ROWS_LIMIT` rows are shown, and that is said, unless the table is asked for `whole`. `shares` are
    widths of the columns in per cent of the page; without them the values decide.
    """
    held = [tuple(row) for row in rows]
    plain = [[_plain(value) for value in row] for row in held]
    note = {"note": "table", "caption": caption, "columns": list(columns), "rows": plain}
    if not held:
        return Block(f'<p class="none"><strong>{words(caption)}:</strong> {words(empty)}</p>', note)
    shown = held if whole else held[:ROWS_LIMIT]
    cut = "" if len(shown) == len(held) else words(f" (the first {ROWS_LIMIT} of {len(held):,}; all in tables.json)")
    widths = "".join(f'<col style="width: {share}%">' for share in shares)
    head = f"<caption>{words(caption)}{cut}</caption><colgroup>{widths}</colgroup>"
    return Block(
        f'<table class="{_size(columns, shown)}{" fixed" if shares else ""}">{head}{_body(columns, shown)}</table>',
        note,
    )


def _size(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    characters = sum(len(text(value)) for row in rows for value in row)
    short = len(rows) <= SHORT_ROWS and characters <= SHORT_CHARACTERS
    return " ".join(["rows", *["short"] * short, *["wide"] * (len(columns) >= WIDE)])


def _body(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    numbers = [_class(_are_numbers([row[at] for row in rows])) for at in range(len(columns))]
    head = "".join(f'<th scope="col"{n}>{words(c)}</th>' for c, n in zip(columns, numbers, strict=True))
    lines = ("".join(f"<td{n}>{cell(v)}</td>" for v, n in zip(row, numbers, strict=True)) for row in rows)
    body = "".join(f"<tr{_row_class(row)}>{line}</tr>" for row, line in zip(rows, lines, strict=True))
    return f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"


def _row_class(row: Sequence[Cell]) -> str:
    return ' class="long"' if any(len(text(value)) > SHORT_CHARACTERS for value in row) else ""


def _are_numbers(values: Sequence[Cell]) -> bool:
    told = [value for value in values if value is not None]
    return bool(told) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in told)


def _class(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def cell(value: Cell) -> str:
    """Return a value as HTML."""
    if value is None:
        return '<span class="none">–</span>'
    whole = escape(text(value))
    if isinstance(value, English):
        return f'<span lang="en">{whole}</span>'
    if _ID.fullmatch(whole):
        return f'<abbr title="{whole}">{short_id(whole)}</abbr>'
    return f'<span class="hash">{whole}</span>' if _HASH.fullmatch(whole) else whole


def short_id(value: str) -> str:
    """Shorten an id to its end: its beginning is its time, which many share. Other text stays as it is."""
    return f"…{value[-8:]}" if _ID.fullmatch(value) else value


def text(value: Cell) -> str:
    """Return a value as a person reads it: no trailing zeros, minutes instead of microseconds."""
    match value:
        case bool():
            return here().told("yes" if value else "no")
        case int():
            return here().number(value)
        case float():
            return here().number(value, 2).rstrip("0").rstrip(".,")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M %Z").strip()
        case str() if _MOMENT.fullmatch(value):
            return f"{value[:10]} {value[11:16]}"
        case _:
            return str(value)


def _plain(value: Cell) -> Scalar:
    return value.isoformat() if isinstance(value, date) else value
