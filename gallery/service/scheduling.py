"""The clock of the schedule: APScheduler wakes it at the hours of its jobs, at the start for what was missed, and every
quarter of an hour for what failed or could not be recorded."""

import logging
from types import TracebackType

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]  # has no stubs
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]  # as above

from gallery.reporting.schedule import Schedule
from gallery.rules.figures import Timed
from kernel_lib.errors import LogUnavailable

_log = logging.getLogger("leadbook.service")


class Scheduling:
    """A context in which the jobs of a schedule run at their hours, one at a time, in a thread of their own."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._clock = BackgroundScheduler(
            timezone=schedule.zone,
            executors={"default": {"type": "threadpool", "max_workers": 1}},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def __enter__(self) -> "Scheduling":
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._clock.add_job(self._run, id="at the start")
        for timed in self._schedule.rules.figures.jobs:
            self._clock.add_job(self._run, self._trigger(timed), id=timed.name)
        again = CronTrigger(minute="7,22,37,52", timezone=self._schedule.zone)
        self._clock.add_job(self._run, again, id="what is still due")
        self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clock.shutdown(wait=True)

    def _trigger(self, timed: Timed) -> CronTrigger:
        day = "1" if timed.every == "month" else "*"
        return CronTrigger(day=day, hour=timed.hour, minute=0, timezone=self._schedule.zone)

    def _run(self) -> None:
        try:
            self._schedule.run_due()
        except LogUnavailable:
            _log.error("schedule put off: the log cannot be written")
