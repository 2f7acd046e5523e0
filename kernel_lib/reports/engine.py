"""papermill's engine for reports: the given kernel, and progress cell by cell and within a cell."""

from collections.abc import Mapping
from typing import Any

import nbformat
import papermill
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from kernel_lib.reports.kernel import PrivateKernel
from kernel_lib.reports.note import Progress, headings, notes_of
from kernel_lib.reports.parameters import Value
from kernel_lib.reports.registry import Report

_ENGINE = "leadbook"


class _Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill ships no types
    progress: Progress

    def process_message(self, *given: Any, **more: Any) -> Any:
        message = given[0]
        for note in notes_of(message.get("content", {})):
            if note["note"] == "progress":
                self.progress(note["done"], note["total"], note["title"])
        return super().process_message(*given, **more)


class _ReportEngine(Engine):  # type: ignore[misc]  # papermill ships no types
    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **given: Any) -> None:
        kernel: PrivateKernel = given["kernel"]
        progress: Progress = given["progress"]
        code = [index for index, cell in enumerate(nb_man.nb.cells) if cell.cell_type == "code"]
        titles = headings(nb_man.nb.cells)

        def started(cell: Any, cell_index: int) -> None:
            if cell_index in code:
                progress(code.index(cell_index), len(code), titles[cell_index])

        client = _Client(nb_man, km=kernel.manager, kernel_name=kernel_name, on_cell_start=started, timeout=None)
        client.progress = progress
        try:
            client.execute(cleanup_kc=False, env=kernel.environment, cwd=str(kernel.work))
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
        progress(len(code), len(code), "Report")


def execute(report: Report, parameters: Mapping[str, Value], kernel: PrivateKernel, told: Progress) -> tuple[Any, str]:
    """Run a report's notebook in a private kernel.

    Return the executed notebook and the name of what ended its kernel, or nothing. An error in a cell is no exception
    here: the notebook holds it.
    """
    target = kernel.work.parent / "executed.ipynb"
    papermill_engines.register(_ENGINE, _ReportEngine)
    ended = ""
    try:
        papermill.execute_notebook(
            str(report.notebook),
            str(target),
            dict(parameters),
            engine_name=_ENGINE,
            kernel_name="python3",
            progress_bar=False,
            kernel=kernel,
            progress=told,
        )
    except PapermillExecutionError:
        ended = ""
    except RuntimeError as error:  # nbclient's DeadKernelError, and its plain error for a kernel that never answered
        ended = type(error).__name__
    return nbformat.read(target, as_version=4), ended  # type: ignore[no-untyped-call]  # nbformat leaves it untyped
