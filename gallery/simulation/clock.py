"""The clock of a simulated year: it stands still between acts, and never goes back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")
_TICK = timedelta(milliseconds=3)


@dataclass
class SimulatedClock:
    """A moment in UTC; each look at it takes three milliseconds."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the moment."""
        self.now += _TICK
        return self.now

    def reach(self, moment: datetime) -> None:
        """Go on to a moment; one that has passed changes nothing."""
        self.now = max(self.now, moment)

    def wait(self, seconds: float) -> None:
        """Go on by so many seconds."""
        self.now += timedelta(seconds=seconds)

    @property
    def today(self) -> date:
        """The day by the services' calendar."""
        return self.now.astimezone(ZONE).date()


def at(day: date, hour: float) -> datetime:
    """Return an hour of a day of the services' calendar, in UTC."""
    whole = timedelta(hours=hour)
    return (datetime.combine(day, time(), ZONE) + whole).astimezone(UTC)


def is_workday(day: date) -> bool:
    """Say whether the desks are staffed: no Saturday, no Sunday, and none of the holidays below."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def workday(day: date, later: int = 0) -> date:
    """Return the workday that lies so many workdays after the first one from a day on."""
    while not is_workday(day) or later > 0:
        later -= is_workday(day)
        day += timedelta(days=1)
    return day


_HOLIDAYS = {(1, 1), (7, 1), (12, 25), (12, 26), (9, 7), (10, 12), (5, 18), (2, 16), (4, 3)}
