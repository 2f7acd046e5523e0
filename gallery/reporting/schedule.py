"""What the service does by itself: when each job is due, run once for it, and kept with what came of it (J-14)."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError

from audits.events import JobRun, ScheduleViewed
from gallery.authority import Person
from gallery.ledger import Ledger, one_line
from gallery.records.jobs import JobRan, keep_job_run, last_job_runs
from gallery.rules import Rules
from gallery.rules.figures import Timed
from kernel_lib.errors import LeadbookError, LogUnavailable
from kernel_lib.wire.figures import JobView, ScheduleView

Work = Callable[[datetime], str]
"""Does a job that was due at a moment, and says what came of it."""

_RESULT_LIMIT = 200
_log = logging.getLogger("leadbook.service")


@dataclass(frozen=True)
class Schedule:
    """The jobs of the rules with their work. A job that was missed is caught up once, however often it was missed."""

    ledger: Ledger
    rules: Rules
    works: Mapping[str, Work]

    def run_due(self) -> tuple[str, ...]:
        """Run each job whose moment has come since it ran last; return their names.

        A job seen for the first time waits for its next moment: nothing was missed before there was a service.

        Raises:
            LogUnavailable: the log cannot be written; what is due stays due.
        """
        now, done = self.ledger.now(), []
        for timed in self.rules.figures.jobs:
            due = last_due(timed, now, self.zone)
            with self.ledger.reading() as connection:
                before = last_job_runs(connection).get(timed.name)
            if before is None:
                self._keep(JobRan(timed.name, due, now, "waits for its first moment"))
            elif before.due_at < due:
                self._run(timed, due)
                done.append(timed.name)
        return tuple(done)

    def show(self, person: Person) -> ScheduleView:
        """Return every job with its last and next moment."""
        with self.ledger.act(person, ScheduleViewed) as act:
            last = last_job_runs(act.connection)
            jobs = tuple(self._view(timed, last.get(timed.name), act.now) for timed in self.rules.figures.jobs)
        return ScheduleView(account=self.rules.figures.account, jobs=jobs)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the service at home: hours of jobs are of its day."""
        return self.rules.who.home.time_zone

    def _run(self, timed: Timed, due: datetime) -> None:
        """Do the work outside any act, which it has its own; then record what came of it."""
        result = "done"
        try:
            told = self.works[timed.name](due)
        except LogUnavailable:
            raise
        except (LeadbookError, OperationalError, OSError) as error:
            result, told = "failed", f"failed: {type(error).__name__}"
            _log.error("schedule, %s: %s", timed.name, type(error).__name__)
        with self.ledger.act(None, JobRun) as act:
            act.note(job=timed.name, due_at=due.isoformat(), outcome=result, told=one_line(told, _RESULT_LIMIT))
            keep_job_run(act.connection, JobRan(timed.name, due, act.now, one_line(told, _RESULT_LIMIT)))

    def _keep(self, ran: JobRan) -> None:
        with self.ledger.unrecorded() as connection:
            keep_job_run(connection, ran)

    def _view(self, timed: Timed, last: JobRan | None, now: datetime) -> JobView:
        return JobView(
            name=timed.name,
            every=timed.every,
            next_at=next_due(timed, now, self.zone),
            last_at=last.ran_at if last else None,
            last_result=last.result if last else "",
        )


def last_due(timed: Timed, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the latest moment, not after `now`, at which a job is due by the local day."""
    local = now.astimezone(zone)
    moment = _on(timed, local)
    if moment > local:
        earlier = local.replace(day=1) if timed.every == "month" else local
        moment = _on(timed, earlier - timedelta(days=1))
    return moment


def next_due(timed: Timed, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment after `now` at which a job is due by the local day."""
    local = now.astimezone(zone)
    moment = _on(timed, local)
    if moment <= local:
        later = local.replace(day=28) + timedelta(days=4) if timed.every == "month" else local + timedelta(days=1)
        moment = _on(timed, later)
    return moment


def _on(timed: Timed, day: datetime) -> datetime:
    at = day.replace(hour=timed.hour, minute=0, second=0, microsecond=0, fold=0)
    return at.replace(day=1) if timed.every == "month" else at
