"""What a report shows: facts, tables, remarks and gaps, each as HTML with everything escaped."""

from collections.abc import Mapping
from html import escape

from kernel_lib.reports.block import Block, Blocks, joined
from kernel_lib.reports.manifest import MadeFrom
from kernel_lib.reports.table import Cell, cell, table
from kernel_lib.reports.words import words
from kernel_lib.wire.audit import LogStatus
from kernel_lib.wire.gallery import ServiceStatus
from kernel_lib.words import spoken

__all__ = [
    "Block",
    "Blocks",
    "counts",
    "facts",
    "gap",
    "heading",
    "joined",
    "made_from",
    "not_recorded",
    "numbered",
    "progress",
    "quoted",
    "remark",
    "table",
]

_STATES = {
    True: "whole at the last verification",
    False: "NOT whole at the last verification",
    None: "not yet verified",
}


def made_from(status: LogStatus | ServiceStatus) -> Block:
    """Say from which state of the log everything below is made."""
    if isinstance(status, LogStatus):
        told = MadeFrom(events=status.events, root=status.root, verified_at=status.verified_at, whole=status.whole)
    else:
        told = MadeFrom(events=status.log_events, verified_at=status.log_verified_at, whole=status.log_whole)
    shown = facts(
        {
            "Log entries": told.events,
            "State of the log": spoken.told(_STATES[told.whole]),
            "Last verified": told.verified_at or spoken.told("never"),
        }
    )
    return Block(shown.html, {"note": "made_from", **told.model_dump(mode="json")})


def facts(rows: Mapping[str, Cell]) -> Block:
    """Show names and values as a short list."""
    lines = "".join(f"<div><dt>{words(name)}</dt><dd>{cell(value)}</dd></div>" for name, value in rows.items())
    return Block(f'<dl class="facts">{lines}</dl>')


def remark(text: str) -> Block:
    """Say one thing in a sentence."""
    return Block(f'<p class="remark">{words(text)}</p>')


def heading(text: str, level: int = 3) -> Block:
    """Show a heading below those of the notebook itself."""
    return Block(f"<h{level}>{words(text)}</h{level}>")


def numbered(number: int, text: str) -> Block:
    """Show a numbered heading of a report whose headings are fixed."""
    return Block(f"<h2>{number}. {words(text)}</h2>")


def quoted(text: str) -> Block:
    """Show what a person filed, in that person's own words and language."""
    return Block(f"<blockquote><p>{escape(text)}</p></blockquote>")


def gap(what: str, by: str) -> Block:
    """Mark a part that people must write; it stays visible, and the report cannot be released, until they have."""
    html = f'<p class="gap"><strong>{words(f"To be written by {by}:")}</strong> {words(what)}</p>'
    return Block(html, {"note": "gap", "what": what})


def not_recorded(what: str) -> Block:
    """Say plainly that the installation holds no such fact."""
    return Block(f'<p class="none"><strong>{words("Not recorded:")}</strong> {words(what)}</p>')


def counts(numbers: Mapping[str, int]) -> Block:
    """Tell the runner the counts of a run; nothing is shown."""
    return Block("", {"note": "counts", "counts": dict(numbers)})


def progress(done: int, total: int, title: str) -> Block:
    """Tell the runner how far a long piece of work has come."""
    note = {"note": "progress", "done": done, "total": total, "title": title}
    return Block(f'<p class="done">{words(title)}: {done:,} / {total:,}</p>', note)
