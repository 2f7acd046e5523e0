"""What an executed notebook holds: the notes it left, and its failure in words that may be shown."""

import inspect
import re
from dataclasses import dataclass
from typing import Any

from kernel_lib import errors
from kernel_lib.reports.manifest import Failure, MadeFrom
from kernel_lib.reports.note import headings, notes_in

_OURS = frozenset(name for name, _ in inspect.getmembers(errors, inspect.isclass))
_COLOURS = re.compile("\x1b\\[[0-9;]*[A-Za-z]")
_MESSAGE_LIMIT = 600
_WITHHELD = "its message is withheld, because it is not known to be free of personal data"
INJECTED = "injected-parameters"


@dataclass(frozen=True)
class Notes:
    """The notes of one notebook, by kind."""

    made_from: MadeFrom | None
    checks: tuple[str, ...]
    counts: dict[str, int]
    tables: tuple[dict[str, Any], ...]
    gaps: tuple[str, ...]


def gather(notebook: Any) -> Notes:
    """Gather the notes of an executed notebook; of several `made_from` the last one counts."""
    made_from, checks, counts, tables, gaps = None, (), {}, [], []
    for note in notes_in(notebook):
        kind = note.pop("note")
        if kind == "made_from":
            made_from = MadeFrom.model_validate(note)
        elif kind == "checks":
            checks = tuple(note["held"])
        elif kind == "counts":
            counts = {name: int(number) for name, number in note["counts"].items()}
        elif kind == "table":
            tables.append(note)
        elif kind == "gap":
            gaps.append(str(note["what"]))
    return Notes(made_from, checks, counts, tuple(tables), tuple(gaps))


def tidy(notebook: Any) -> None:
    """Take out what the machinery left: paths of the run's folders and copies of the parameters."""
    for holder in (notebook, *notebook.cells):
        holder.metadata.pop("papermill", None)
    notebook.cells = [
        cell for cell in notebook.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])
    ]


def find_failure(notebook: Any) -> Failure | None:
    """Find the cell that failed, mark it, and cut from its output any message that could hold personal data."""
    code = [
        cell for cell in notebook.cells if cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", [])
    ]
    for cell in code:
        for output in cell.outputs:
            if output.output_type == "error":
                cell.metadata.setdefault("tags", []).append("failed")
                _censor(output)
                title = headings(notebook.cells)[notebook.cells.index(cell)]
                return Failure(
                    cell=code.index(cell) + 1,
                    cells=len(code),
                    title=title,
                    kind=output.ename,
                    message=output.evalue[:_MESSAGE_LIMIT],
                )
    return None


def _censor(output: Any) -> None:
    output.traceback = [_COLOURS.sub("", line) for line in output.traceback]
    if output.ename in _OURS:
        return
    # Frames show our own source, never values; the last one repeats the message.
    output.traceback = [*output.traceback[:-1], f"{output.ename}: {_WITHHELD}"]
    output.evalue = _WITHHELD


def lost_kernel(notebook: Any, kind: str) -> Failure:
    """Describe a run whose kernel went away, so that no cell holds an error."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    begun = [cell for cell in code if cell.get("execution_count")]
    return Failure(
        cell=min(len(begun) + 1, len(code)),
        cells=len(code),
        title="Kernel",
        kind=kind,
        message="the kernel ended before the notebook did; run the report again",
    )


def unchecked(notebook: Any) -> Failure | None:
    """Describe a run that ended without closing any checks: it proves nothing and is no draft."""
    if gather(notebook).checks:
        return None
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    message = "expected the last cell to close the checks, got a notebook without any"
    return Failure(cell=cells, cells=cells, title="Checks", kind="ReportError", message=message)
