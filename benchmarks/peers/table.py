"""The figures of the peers as tables: on the terminal and in Markdown."""

from collections.abc import Iterable, Sequence

from rich.table import Table

from benchmarks.peers.catalogue import named
from benchmarks.peers.measured import Measured, Removed, Searched
from benchmarks.peers.templates import SHARES

NOTHING = "–"


def as_table(rows: Sequence[Measured]) -> Table:
    """Return the main figures of every row for the terminal."""
    table = Table(title="Peers, side by side")
    for column in ("peer", "rows", "templates", "ms", "recall", "MB", "1 %: ms", "recall", "removed"):
        table.add_column(column, justify="right" if column in ("rows", "ms", "recall", "MB", "1 %: ms") else "left")
    for row in rows:
        few = row.shares.get("1 %")
        found = (milliseconds(row.all), recall(row.all), number(row.memory_mb, 0), milliseconds(few), recall(few))
        end = row.why if row.all is None else removal(row.removed)
        table.add_row(named(row.peer).title, f"{row.count:,}", row.kind, *found, end)
    return table


def searches(rows: Iterable[Measured]) -> str:
    """Return Markdown: building, searching, and what it holds."""
    head = ["Peer", "Rows", "Templates", "A search", "Against FAISS flat", "Recall", "Build", "Memory", "Files"]
    rows = list(rows)
    lines = [
        [
            *_start(row),
            with_unit(milliseconds(row.all), "ms"),
            against(row, flat_beside(rows, row)),
            recall(row.all),
            with_unit(number(row.build_s, 1), "s"),
            with_unit(number(row.memory_mb, 0), "MB"),
            with_unit(number(row.disk_mb, 0), "MB"),
        ]
        for row in rows
        if row.all
    ]
    return markdown(head, lines, left=(0, 2))


def filtered(rows: Iterable[Measured]) -> str:
    """Return Markdown: searches among the eligible, and a removal."""
    head = ["Peer", "Rows", "Templates", *(f"{name} eligible" for name in SHARES), "One removed"]
    lines = [
        [*_start(row), *(_share(row.shares.get(name)) for name in SHARES), removal(row.removed)]
        for row in rows
        if row.all
    ]
    return markdown(head, lines, left=(0, 2, 6))


def without_figures(rows: Iterable[Measured]) -> str:
    """Return a Markdown list of peers that gave no figures, and why; empty if there are none."""
    return "".join(f"- {named(row.peer).title}, {row.count:,} rows: {row.why}\n" for row in rows if row.all is None)


def markdown(head: Sequence[str], lines: Iterable[Sequence[str]], left: Sequence[int] = (0,)) -> str:
    """Return a Markdown table; columns named in `left` are text, others are figures."""
    marks = ["---" if place in left else "---:" for place in range(len(head))]
    return "".join("| " + " | ".join(line) + " |\n" for line in (head, marks, *lines))


def flat_beside(rows: Iterable[Measured], row: Measured) -> Measured | None:
    """Return FAISS flat over as many rows: a scan's time does not depend on what they hold."""
    return next((one for one in rows if one.peer == "faiss_flat" and one.count == row.count and one.all), None)


def against(row: Measured, flat: Measured | None) -> str:
    """Say how many times faster or slower than FAISS flat in the same run."""
    if row.all is None or flat is None or flat.all is None or row is flat:
        return NOTHING
    ratio = flat.all.milliseconds / row.all.milliseconds
    return f"{ratio:.1f} × faster" if ratio >= 1 else f"{1 / ratio:,.1f} × slower"


def milliseconds(searched: Searched | None) -> str:
    """Return a time in words that fit its size."""
    if searched is None:
        return NOTHING
    value = searched.milliseconds
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def removal(removed: Removed | None) -> str:
    """Say how a removal went."""
    if removed is None:
        return NOTHING
    if removed.milliseconds is None:
        return removed.why
    seen = "gone from searches" if removed.gone else "still found"
    left = {"no file": "keeps no file", "stay": "bytes stay", "gone": "bytes gone", "not told": "bytes not told"}
    return f"{removed.milliseconds:,.0f} ms; {seen}; {left[removed.bytes]}"


def recall(searched: Searched | None) -> str:
    """Return the recall with three digits."""
    return NOTHING if searched is None else f"{searched.recall:.3f}"


def number(value: float | None, digits: int) -> str:
    """Return a number, or that there is none."""
    return NOTHING if value is None else f"{value:,.{digits}f}"


def with_unit(text: str, unit: str) -> str:
    """Put a unit behind a number."""
    return text if text == NOTHING else f"{text} {unit}"


# Private


def _start(row: Measured) -> list[str]:
    return [named(row.peer).title, f"{row.count:,}", row.kind]


def _share(searched: Searched | None) -> str:
    return NOTHING if searched is None else f"{milliseconds(searched)} ms, {searched.recall:.3f}"
