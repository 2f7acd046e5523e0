"""What a report shows: facts, tables, remarks and gaps, each as HTML with everything escaped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any

from kernel_lib.reports.note import MEDIA_TYPE
from kernel_lib.wire.audit import LogStatus, Scalar
from kernel_lib.wire.gallery import ServiceStatus

Cell = Scalar | date | datetime

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)")


@dataclass(frozen=True)
class Block:
    """A piece of a report as Jupyter displays it: HTML for people, a note for the runner, plain text for neither."""

    html: str
    note: Mapping[str, Any] = field(default_factory=dict)
    plain: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self.plain or "(shown in the report)", "text/html": self.html}
        return {**bundle, MEDIA_TYPE: dict(self.note)} if self.note else bundle


def joined(blocks: Iterable[Block]) -> "Blocks":
    """Put blocks under one another in one output."""
    return Blocks(tuple(blocks))


@dataclass(frozen=True)
class Blocks:
    """Several blocks shown in order."""

    blocks: tuple[Block, ...]

    def _ipython_display_(self) -> None:
        from IPython.display import display  # loaded in kernels only

        display(*self.blocks)  # type: ignore[no-untyped-call]  # IPython leaves it untyped


def made_from(status: LogStatus | ServiceStatus) -> Block:
    """Say from which state of the log everything below is made."""
    if isinstance(status, LogStatus):
        told = {"events": status.events, "root": status.root, "whole": status.whole, "verified_at": status.verified_at}
    else:
        told = {"events": status.log_events, "whole": status.log_whole, "verified_at": status.log_verified_at}
    verified = status.verified_at if isinstance(status, LogStatus) else status.log_verified_at
    note = {**told, "verified_at": verified.isoformat() if verified else None, "note": "made_from"}
    words = {
        True: "whole at the last verification",
        False: "NOT whole at the last verification",
        None: "not yet verified",
    }
    rows = {
        "Log entries": f"{told['events']:,}",
        "State of the log": words[told["whole"]],  # type: ignore[index]  # a bool or None in both models
        "Last verified": _text(verified) if verified else "never",
    }
    return Block(facts(rows).html, note)


def facts(rows: Mapping[str, Cell]) -> Block:
    """Show names and values as a short list."""
    lines = "".join(f"<div><dt>{escape(name)}</dt><dd>{_cell(value)}</dd></div>" for name, value in rows.items())
    return Block(f'<dl class="facts">{lines}</dl>')


SHORT = 14
"""A table of so many rows stays on one page."""

WIDE = 7
"""A table of so many columns is set smaller."""

ROWS_LIMIT = 80
"""A page shows no more rows than these of one table; the machine-readable tables hold them all."""


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, empty: str = "None.", whole: bool = False
) -> Block:
    """Show a table with its caption; the same values go into the machine-readable tables of the report (J-11).

    Only the first `ROWS_LIMIT` rows are shown, and that is said, unless the table is asked for `whole`.
    """
    rows = [tuple(row) for row in rows]
    note = {
        "note": "table",
        "caption": caption,
        "columns": list(columns),
        "rows": [[_plain(value) for value in row] for row in rows],
    }
    if not rows:
        return Block(f'<p class="none"><strong>{escape(caption)}:</strong> {escape(empty)}</p>', note)
    numbers = [_are_numbers([row[at] for row in rows]) for at in range(len(columns))]
    head = "".join(f'<th scope="col"{_class(n)}>{escape(c)}</th>' for c, n in zip(columns, numbers, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{_class(n)}>{_cell(v)}</td>" for v, n in zip(row, numbers, strict=True)) + "</tr>"
        for row in (rows if whole else rows[:ROWS_LIMIT])
    )
    cut = "" if whole or len(rows) <= ROWS_LIMIT else f" (the first {ROWS_LIMIT} of {len(rows):,}; all in tables.json)"
    caption_row = f"<caption>{escape(caption + cut)}</caption>"
    size = " short" if len(rows) <= SHORT else ""
    size += " wide" if len(columns) >= WIDE else ""
    return Block(
        f'<table class="rows{size}">{caption_row}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>', note
    )


def remark(text: str) -> Block:
    """Say one thing in a sentence."""
    return Block(f'<p class="remark">{escape(text)}</p>')


def heading(text: str, level: int = 3) -> Block:
    """Show a heading below those of the notebook itself."""
    return Block(f"<h{level}>{escape(text)}</h{level}>")


def gap(what: str, by: str) -> Block:
    """Mark a part that people must write; it stays visible until they have."""
    return Block(f'<p class="gap"><strong>To be written by {escape(by)}:</strong> {escape(what)}</p>')


def not_recorded(what: str) -> Block:
    """Say plainly that the installation holds no such fact."""
    return Block(f'<p class="none"><strong>Not recorded:</strong> {escape(what)}</p>')


def counts(numbers: Mapping[str, int]) -> Block:
    """Tell the runner the counts of a run; nothing is shown."""
    return Block("", {"note": "counts", "counts": dict(numbers)})


def progress(done: int, total: int, title: str) -> Block:
    """Tell the runner how far a long piece of work has come."""
    note = {"note": "progress", "done": done, "total": total, "title": title}
    return Block(f'<p class="done">{escape(title)}: {done:,} of {total:,}</p>', note)


def _are_numbers(values: Sequence[Cell]) -> bool:
    told = [value for value in values if value is not None]
    return bool(told) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in told)


def _class(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def _cell(value: Cell) -> str:
    if value is None:
        return '<span class="none">–</span>'
    text = escape(_text(value))
    if _ID.fullmatch(text):
        # The first part of an id is its time, so only the last part tells ids apart.
        return f'<abbr title="{text}">…{text[-8:]}</abbr>'
    return f'<span class="hash">{text}</span>' if _HASH.fullmatch(text) else text


def _text(value: Cell) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M %Z").strip()
        case str() if _MOMENT.fullmatch(value):
            return f"{value[:10]} {value[11:16]}"
        case _:
            return str(value)


def _plain(value: Cell) -> Scalar:
    return value.isoformat() if isinstance(value, date) else value
