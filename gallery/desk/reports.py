"""Runs of reports, recorded from start to end. The report itself is made outside, by a person's own kernel."""

import re

from audits.event import TEXT_LIMIT
from audits.events import ReportRun as ReportRunEvent
from gallery.authority import Person
from gallery.ledger import Ledger, one_line
from gallery.records.ids import new_id
from gallery.records.runs import Run, add_run, end_run, run_by_id
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.wire.audit import ReportFinished, ReportRun, ReportStarted

_FILES_LIMIT = 40
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ReportsDesk:
    """Keeps runs in the records and tells them to the log."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def start(self, person: Person, started: ReportStarted) -> ReportRun:
        """Record that a report begins."""
        with self._ledger.act(person, ReportRunEvent) as act:
            run = Run(
                id=new_id(),
                report=one_line(started.report, 64),
                notebook_sha256=started.notebook_sha256,
                parameters_sha256=started.parameters_sha256,
                started_by=person.account_id,
                started_at=act.now,
                state="running",
                ended_at=None,
                files={},
                failed_cell=None,
            )
            add_run(act.connection, run)
            act.about(object_id=run.id)
            act.note(
                report=run.report,
                state="running",
                notebook_sha256=run.notebook_sha256,
                parameters_sha256=run.parameters_sha256,
            )
        return ReportRun(run_id=run.id)

    def end(self, person: Person, run_id: str, finished: ReportFinished) -> int:
        """Record how a run ended; return the entry's sequence.

        Raises:
            NotFound: there is no such run of this person.
            WrongState: it has ended already.
            Unacceptable: there are too many files, or a hash is none.
        """
        with self._ledger.act(person, ReportRunEvent) as act:
            run = run_by_id(act.connection, run_id)
            if run is None or run.started_by != person.account_id:
                raise NotFound("report.unknown", "There is no such run of yours.", "Start the report again.")
            act.about(object_id=run.id)
            act.note(report=run.report, state=finished.status, files=len(finished.files))
            if run.state != "running":
                raise WrongState("report.ended", "This run has ended already.", "Start the report again.")
            _demand_hashes(finished.files)
            act.note(**_file_hashes(finished.files))
            end_run(act.connection, run.id, finished.status, act.now, finished.files, finished.failed_cell)
        return act.sequence


def _demand_hashes(files: dict[str, str]) -> None:
    if len(files) > _FILES_LIMIT or not all(_SHA256.fullmatch(sha256) for sha256 in files.values()):
        reason = f"Expected at most {_FILES_LIMIT} files, each with its SHA-256."
        raise Unacceptable("report.files", reason, "Start the report again.", fields={"files": reason})


def _file_hashes(files: dict[str, str]) -> dict[str, list[str | int | float | bool | None]]:
    """Return each file and its hash as the log keeps them, in order of the files' names."""
    return {"file_hashes": [one_line(f"{name} {sha256}", TEXT_LIMIT) for name, sha256 in sorted(files.items())]}
