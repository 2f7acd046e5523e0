"""What the service does by itself: when each job is due, run once for it, and kept with what came of it (J-14)."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audits.events import JobRun, ScheduleViewed
from gallery.authority import Person
from gallery.ledger import Ledger, one_line
from gallery.records.jobs import FAILED, JobRan, keep_job_run, last_job_runs
from gallery.rules import Rules
from gallery.rules.figures import Timed
from kernel_lib.errors import LogUnavailable
from kernel_lib.wire.figures import JobView, ScheduleView

Work = Callable[[datetime], str]
"""Does a job that was due at a moment, and says what came of it."""

RETRY_AFTER = timedelta(hours=1)
"""How long a job that failed is left alone before it is tried again."""

_RESULT_LIMIT = 200
_log = logging.getLogger("leadbook.service")


@dataclass(frozen=True)
class Schedule:
    """The jobs of the rules with their work.

    What tells a day is caught up once, however often it was missed: only today can be told. What tells a month is made
    up for every month that was missed. A job that failed stays due, and is tried again each hour.
    """

    ledger: Ledger
    rules: Rules
    works: Mapping[str, Work]

    def run_due(self) -> tuple[str, ...]:
        """Run each job whose moment has come since it was last done; return the names of those that ran.

        A job seen for the first time waits for its next moment: nothing was missed before there was a service.

        Raises:
            LogUnavailable: the log cannot be written; what is due stays due.
        """
        now, ran = self.ledger.now(), []
        for timed in self.rules.figures.jobs:
            with self.ledger.reading() as connection:
                before = last_job_runs(connection).get(timed.name)
            if before is None:
                self._keep(JobRan(timed.name, last_due(timed, now, self.zone), now, "waits for its first moment"))
            elif not before.failed or now - before.ran_at >= RETRY_AFTER:
                ran += self._make_up(timed, before, now)
        return tuple(ran)

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

    def _make_up(self, timed: Timed, before: JobRan, now: datetime) -> list[str]:
        """Run a job for each moment that it missed, oldest first, up to one that fails; give its name for each run."""
        ran = []
        for due in missed(timed, before.due_at, now, self.zone):
            ran.append(timed.name)
            if not self._run(timed, due, before.due_at):
                break
            before = replace(before, due_at=due)
        return ran

    def _run(self, timed: Timed, due: datetime, done_until: datetime) -> bool:
        """Do the work outside any act, which it has its own; then record what came of it, and whether it was done."""
        result = "done"
        try:
            told = self.works[timed.name](due)
        except LogUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  # whatever ends one job is recorded, and stops no other
            result, told = "failed", f"{FAILED}{type(error).__name__}"
            _log.error("schedule, %s: %s", timed.name, type(error).__name__)
        told = one_line(told, _RESULT_LIMIT)
        is_done = result == "done"
        with self.ledger.act(None, JobRun) as act:
            act.note(job=timed.name, due_at=due.isoformat(), outcome=result, told=told)
            keep_job_run(act.connection, JobRan(timed.name, due if is_done else done_until, act.now, told))
        return is_done

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


def missed(timed: Timed, done_until: datetime, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the moments, oldest first, for which a job is to run now: each month's, or the last of some days."""
    last = last_due(timed, now, zone)
    if timed.every != "month" or last <= done_until:
        return [last] if last > done_until else []
    due = [next_due(timed, done_until, zone)]
    while due[-1] < last:
        due.append(next_due(timed, due[-1], zone))
    return due


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
