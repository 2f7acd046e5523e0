"""Reports that the service runs for people: ordered, watched, stopped; each in a process and a session of its own."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from audits.events import ReportAsked, ReportStopped, ReportViewed
from gallery.authority import Person
from gallery.desk.reports import ReportsDesk
from gallery.ledger import Ledger, one_line
from gallery.records.ids import new_id
from gallery.records.runs import run_by_id
from gallery.reporting.catalogue import Catalogue
from gallery.reporting.process import GRACE_SECONDS, Order, ReportProcess
from gallery.reporting.system_session import own_session
from kernel_lib.errors import LeadbookError, NotFound, WrongState
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.settings import Settings
from kernel_lib.wire.audit import ReportFinished
from kernel_lib.wire.reports import ReportJobView, ReportOrder

AT_ONCE = 2
"""Reports under way at once: each has a kernel, and casework goes before reports."""

_REMEMBERED = 40
_STOPPED = "It was stopped. Nothing of it is kept as a report."
_ENDED = "It ended without saying why. Run it again."
_log = logging.getLogger("leadbook.service")


@dataclass
class _Job:
    """One report under way, or ended. Its thread alone changes it; `stopping` says that somebody wants it to end."""

    id: str
    order: ReportOrder
    person: Person
    started_at: datetime
    state: Literal["running", "done", "failed", "stopped"] = "running"
    progress: tuple[int, int, str] = (0, 0, "")
    run_id: str = ""
    message: str = ""
    process: ReportProcess | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def is_of(self, person: Person) -> bool:
        """Say whether this person ordered it."""
        return self.person.account_id == person.account_id

    def hear(self, told: Mapping[str, Any]) -> None:
        """Take in one line of the process."""
        if "progress" in told:
            done, total, part = told["progress"]
            self.progress = (int(done), int(total), str(part))
        self.run_id = str(told.get("begun", self.run_id))
        self.message = str(told.get("words", self.message)).partition("; what it left")[0]

    def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Let the process end; one that has not begun yet is ended as soon as it has."""
        self.stopping.set()
        if self.process is not None:
            self.process.stop(grace)

    def view(self) -> ReportJobView:
        """Return it as its person sees it."""
        done, total, part = self.progress
        return ReportJobView(
            id=self.id,
            report=self.order.report,
            state=self.state,
            started_at=self.started_at,
            done=done,
            total=total,
            part=part,
            run_id=self.run_id,
            message=self.message,
        )


@dataclass
class ReportJobs:
    """Keeps the jobs of this process of the service, and remembers the newest; `settings` says where results go."""

    ledger: Ledger
    desk: ReportsDesk
    catalogue: Catalogue
    settings: Settings
    process: Callable[[Settings, Order], ReportProcess] = ReportProcess
    _jobs: dict[str, _Job] = field(default_factory=dict, repr=False)
    _threads: dict[str, threading.Thread] = field(default_factory=dict, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def order(self, person: Person, order: ReportOrder) -> ReportJobView:
        """Begin to run a report.

        Raises:
            NotFound, NotAllowed, Unacceptable: as `Catalogue.demand` does.
            WrongState: the person has one under way, or as many as may run at once are.
        """
        with self._turn:
            job = self._accepted(person, order)
            thread = threading.Thread(target=self._carry_out, args=(job,), name=f"report {order.report}", daemon=True)
            self._keep(job, thread)
        thread.start()
        return job.view()

    def look(self, person: Person, job_id: str) -> ReportJobView:
        """Return how far a report of the person's is; asked every second, so it leaves no entry. Raises NotFound."""
        job = self._jobs.get(job_id)
        if job is None or not job.is_of(person):
            raise self.ledger.refusal_recorded(person, ReportViewed, _unknown())
        return job.view()

    def stop(self, person: Person, job_id: str) -> ReportJobView:
        """Stop a report of the person's.

        Raises:
            NotFound: the person has none of this id.
            WrongState: it has ended.
        """
        with self.ledger.act(person, ReportStopped, object_id=job_id[:36]) as act:
            job = self._jobs.get(job_id)
            if job is None or not job.is_of(person):
                raise _unknown()
            act.note(report=job.order.report)
            if job.state != "running":
                raise WrongState("report.ended", "This report has ended already.", "Look at the list of runs.")
        # Its last seconds are waited for elsewhere: they need the service, and so does everybody else.
        threading.Thread(target=job.stop, daemon=True).start()
        return job.view()

    def of(self, person: Person) -> tuple[ReportJobView, ...]:
        """Return the person's jobs that are under way, newest first."""
        mine = [each for each in self._jobs.values() if each.is_of(person)]
        return tuple(each.view() for each in reversed(mine) if each.state == "running")

    def close(self) -> None:
        """End whatever is under way, as the service ends: there is nobody left to answer it."""
        for job_id, job in list(self._jobs.items()):
            if job.state == "running":
                job.stop(grace=1.0)
                self._threads[job_id].join(timeout=GRACE_SECONDS)

    def _accepted(self, person: Person, order: ReportOrder) -> _Job:
        with self.ledger.act(person, ReportAsked) as act:
            act.note(report=one_line(order.report, 64), language=order.language)
            self.catalogue.demand(person, order)
            self._demand_room(person)
            job = _Job(new_id(), order, person, act.now)
            act.about(object_id=job.id)
            act.note(asked_sha256=sha256_hex(canonical_json(order.parameters)))
        return job

    def _demand_room(self, person: Person) -> None:
        running = [each for each in self._jobs.values() if each.state == "running"]
        if any(each.is_of(person) for each in running):
            raise WrongState("report.busy", "A report of yours is under way.", "Wait until it ends, or stop it.")
        if len(running) >= AT_ONCE:
            reason = f"At most {AT_ONCE} reports run at once."
            raise WrongState("report.busy", reason, "Wait until one of them has ended.")

    def _keep(self, job: _Job, thread: threading.Thread) -> None:
        self._jobs[job.id], self._threads[job.id] = job, thread
        over = [each.id for each in self._jobs.values() if each.state != "running"]
        for job_id in over[: max(0, len(self._jobs) - _REMEMBERED)]:
            del self._jobs[job_id], self._threads[job_id]

    def _carry_out(self, job: _Job) -> None:
        """Run it to its end, whatever that is, and say so where the process could not."""
        left = False
        try:
            with own_session(self.ledger, job.person) as secret:
                left = self._ran(job, secret)
        except (LeadbookError, OSError) as error:
            _log.error("report %s: %s", job.order.report, type(error).__name__)
            job.message = job.message or str(error)
        finally:
            job.process = None
            self._end(job)
            if not left:
                job.message = _STOPPED if job.stopping.is_set() else job.message or _ENDED
            job.state = "done" if left else "stopped" if job.stopping.is_set() else "failed"

    def _ran(self, job: _Job, secret: str) -> bool:
        asked = Order(job.order.report, job.order.parameters, secret, job.order.language, self.catalogue.notebooks)
        job.process = self.process(self.settings, asked)
        if job.stopping.is_set():
            job.process.stop()
        left = False
        for told in job.process.lines():
            job.hear(told)
            left = left or "left" in told
        return left

    def _end(self, job: _Job) -> None:
        """Record the end of a run whose process was killed before it could."""
        with self.ledger.reading() as connection:
            run = run_by_id(connection, job.run_id) if job.run_id else None
        if run is None or run.state != "running":
            return
        try:
            self.desk.end(job.person, run.id, ReportFinished(status="failed", files={}))
        except LeadbookError as error:
            _log.error("the end of run %s is not recorded: %s", run.id, type(error).__name__)


def _unknown() -> NotFound:
    return NotFound("report.unknown", "There is no such report of yours under way.", "Look at the list of runs.")
