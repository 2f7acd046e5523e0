"""Notes that a notebook leaves in its outputs for the runner: its source, checks, tables, progress."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

MEDIA_TYPE = "application/vnd.leadbook.note+json"
"""The media type under which a note stands beside what a person sees."""

Progress = Callable[[int, int, str], None]
"""Called with what is done, how much there is, and what is being done."""


def notes_of(output: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the notes of one output of a cell, or of one message from a kernel."""
    data = output.get("data", {})
    note = data.get(MEDIA_TYPE)
    if isinstance(note, Mapping) and "note" in note:
        yield dict(note)


def notes_in(notebook: Any) -> Iterator[dict[str, Any]]:
    """Give the notes of an executed notebook, in order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield from notes_of(output)


def headings(cells: list[Any]) -> list[str]:
    """Return for each cell the nearest heading at or above it, so that a cell can be named to a person."""
    titles, title = [], "Start"
    for cell in cells:
        if cell.cell_type == "markdown":
            lines = [line for line in cell.source.splitlines() if line.startswith("#")]
            title = lines[-1].lstrip("# ").strip() if lines else title
        titles.append(title)
    return titles
