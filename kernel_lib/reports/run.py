"""Run one report: check, record, run in a private kernel, keep notebook, HTML, PDF and manifest, record the end."""

import json
import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kernel_lib.client import Client
from kernel_lib.errors import LeadbookError, ReportError
from kernel_lib.hashing import sha256_hex, sha256_of, sha256_of_file
from kernel_lib.reports.manifest import MANIFEST, Failure, Manifest, versions
from kernel_lib.reports.note import Progress
from kernel_lib.reports.outcome import find_failure, gather, lost_kernel, tidy, unchecked
from kernel_lib.reports.paper import to_pdf
from kernel_lib.reports.parameters import Value, check_parameters
from kernel_lib.reports.registry import Report, find_report
from kernel_lib.wire.audit import ReportFinished, ReportStarted
from kernel_lib.words.language import DEFAULT, Language

NOTEBOOK, PAGE, PAPER, TABLES = "report.ipynb", "report.html", "report.pdf", "tables.json"
_PROLONG_SECONDS = 60.0


@dataclass(frozen=True)
class Finished:
    """A report that ran to its end. `files` maps file names in `folder` to their SHA-256.

    `counts` are the numbers the notebook told of its work, such as `enrolled` and `refused`.
    """

    status: str
    folder: Path
    files: dict[str, str]
    run_id: str
    counts: dict[str, int]


def run_report(
    name: str,
    parameters: Mapping[str, str],
    *,
    out: Path,
    socket: Path,
    session: str,
    notebooks: Path,
    language: Language = DEFAULT,
    on_progress: Progress | None = None,
    on_begun: Callable[[str], None] = lambda _run_id: None,
) -> Finished:
    """Run a report as the person of a session, in a language, and return what it left in a new folder under `out`.

    While it runs the folder's name ends in `.unfinished`; the end is in the log before the name changes. `on_begun` is
    told the id of the run once the run is recorded.

    Raises:
        ReportError: unknown report, parameters at fault (nothing ran), or a cell failed: the folder, its name ending
            in `.failed`, keeps notebook, HTML and manifest.
        Refused: the service does not let this person run it.
        LogUnavailable: the run cannot be recorded, so there is none.
    """
    report = find_report(notebooks, name)
    values = check_parameters(report, parameters)
    with Client(socket, session) as client:
        run = _begin(client, report, values, out, language)
        on_begun(run.manifest.run_id)
        try:
            finished = run.carry_out(socket, _prolonging(client, on_progress))
        except (KeyboardInterrupt, SystemExit, LeadbookError, OSError):
            run.interrupt()
            raise
    if failure := run.manifest.failure:
        raise ReportError(
            f"report {report.name}: cell {failure.cell} of {failure.cells} ({failure.title}) failed: "
            f"{failure.kind}: {failure.message}; what it left is kept, marked as failed, in {finished.folder}"
        )
    return finished


def _begin(client: Client, report: Report, values: dict[str, Value], out: Path, language: Language) -> "_Run":
    started = ReportStarted(
        report=report.name, notebook_sha256=report.notebook_sha256, parameters_sha256=sha256_of(values)
    )
    begun = client.reports.start(started)
    run_id = re.sub(r"[^A-Za-z0-9-]", "", begun.run_id)
    now = datetime.now(UTC)
    manifest = Manifest(
        status="running",
        report=report.name,
        title=report.title,
        run_id=run_id,
        started_at=now,
        notebook_sha256=report.notebook_sha256,
        parameters=values,
        parameters_sha256=started.parameters_sha256,
        language=language,
        versions=versions(),
        simulated=begun.simulated,
    )
    folder = out.absolute() / f"{report.name}-{now:%Y%m%dT%H%M%SZ}-{run_id}"
    return _Run(client, report, manifest, folder)


@dataclass
class _Run:
    """One run under way. `manifest` is replaced as the run goes on; `folder` is where a draft will lie."""

    client: Client
    report: Report
    manifest: Manifest
    folder: Path

    @property
    def unfinished(self) -> Path:
        return self.folder.with_name(self.folder.name + ".unfinished")

    def carry_out(self, socket: Path, progress: Progress) -> Finished:
        ticket = self.client.ticket(f"report:{self.report.name}")
        self.unfinished.mkdir(mode=0o700, parents=True)
        self.manifest.write(self.unfinished)
        notebook, failure = self._execute(socket, ticket, progress)
        self._keep(notebook, failure, ticket)
        return self._end()

    def interrupt(self) -> None:
        """Leave a run that anybody can see is not finished, and record its end where the service still answers."""
        try:
            self.client.reports.finish(self.manifest.run_id, ReportFinished(status="failed", files={}))
        except LeadbookError as error:
            logging.getLogger(__name__).warning("the end of run %s is not recorded: %s", self.manifest.run_id, error)
        with suppress(OSError):  # on a full disk the folder's name alone says that the run is not finished
            self._told(status="interrupted", finished_at=datetime.now(UTC)).write(self.unfinished)

    def _execute(self, socket: Path, ticket: str, progress: Progress) -> tuple[Any, Failure | None]:
        # papermill and Jupyter take a second to load; listing reports and showing results need neither.
        from kernel_lib.reports.engine import execute
        from kernel_lib.reports.kernel import private_kernel

        with private_kernel(socket, ticket, self.manifest.language) as kernel:
            notebook, lost = execute(self.report, self.manifest.parameters, kernel, progress)
        tidy(notebook)
        if lost:
            return notebook, find_failure(notebook) or lost_kernel(notebook, lost)
        return notebook, find_failure(notebook) or unchecked(notebook)

    def _keep(self, notebook: Any, failure: Failure | None, ticket: str) -> None:
        """Write what the run leaves behind, each file named in the manifest by its hash."""
        from kernel_lib.reports.document import to_html, to_text  # loads nbconvert, as above

        notes = gather(notebook)
        self.manifest = self._told(
            status="failed" if failure else "draft",
            finished_at=datetime.now(UTC),
            made_from=notes.made_from,
            checks=notes.checks,
            counts=notes.counts,
            gaps=notes.gaps,
            failure=failure,
        )
        text = to_text(notebook)
        _refuse_secret(text, ticket)
        self._write(NOTEBOOK, text.encode())
        self._write(TABLES, json.dumps(notes.tables, indent=2, ensure_ascii=False).encode())
        html = to_html(notebook, self.report, self.manifest)
        self._write(PAGE, html.encode())
        self._write(PAPER, to_pdf(html))
        self.manifest.write(self.unfinished)

    def _end(self) -> Finished:
        manifest = self.manifest
        failure = manifest.failure
        files = {**manifest.files, MANIFEST: sha256_of_file(self.unfinished / MANIFEST)}
        ended = ReportFinished(status=manifest.status, files=files, failed_cell=failure.cell if failure else None)
        self.client.reports.finish(manifest.run_id, ended)
        folder = self.folder.with_name(self.folder.name + ".failed") if failure else self.folder
        self.unfinished.rename(folder)
        return Finished(manifest.status, folder, files, manifest.run_id, manifest.counts)

    def _write(self, name: str, content: bytes) -> None:
        path = self.unfinished / name
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self.manifest = self._told(files={**self.manifest.files, name: sha256_hex(content)})

    def _told(self, **more: Any) -> Manifest:
        return self.manifest.model_copy(update=more)


def _refuse_secret(text: str, ticket: str) -> None:
    if ticket in text:
        raise ReportError("report: expected no secret in the executed notebook, got the run's ticket; it is not kept")


def _prolonging(client: Client, on_progress: Progress | None) -> Progress:
    """Keep the person's session alive while a long report gets on, and pass its progress on."""
    last = time.monotonic()

    def told(done: int, total: int, title: str) -> None:
        nonlocal last
        if time.monotonic() - last > _PROLONG_SECONDS:
            client.resolve()
            last = time.monotonic()
        if on_progress is not None:
            on_progress(done, total, title)

    return told
