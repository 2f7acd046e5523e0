"""What the service does by itself: at its hour, once, and once for what was missed."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gallery.reporting.schedule import last_due, next_due
from gallery.reporting.system_session import system_session
from gallery.rules.figures import Timed
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import Role
from tests.gallery.house import House

ZONE = ZoneInfo("America/Toronto")
DAILY, MONTHLY = Timed("daily", "day", 3), Timed("monthly", "month", 5)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A service of its own, because the clock moves."""
    with closing(House(tmp_path)) as house:
        house.somebody(Role.COMPLIANCE)
        yield house


@pytest.mark.parametrize(
    ("timed", "now", "last", "following"),
    [
        (DAILY, "2026-11-24 02:59", "2026-11-23 03:00", "2026-11-24 03:00"),
        (DAILY, "2026-11-24 03:00", "2026-11-24 03:00", "2026-11-25 03:00"),
        (MONTHLY, "2026-03-01 04:59", "2026-02-01 05:00", "2026-03-01 05:00"),
        (MONTHLY, "2026-12-31 23:00", "2026-12-01 05:00", "2027-01-01 05:00"),
    ],
)
def test_moments_are_those_of_the_local_day(timed: Timed, now: str, last: str, following: str) -> None:
    """The last moment that has come and the next one, over the ends of months and years."""
    moment = datetime.fromisoformat(now).replace(tzinfo=ZONE)

    assert last_due(timed, moment, ZONE) == datetime.fromisoformat(last).replace(tzinfo=ZONE)
    assert next_due(timed, moment, ZONE) == datetime.fromisoformat(following).replace(tzinfo=ZONE)


@pytest.mark.proves("J-06", "J-14")
def test_a_missed_job_is_caught_up_once_after_a_restart(house: House) -> None:
    """Three days without a service: the gallery is told once, and the next start has nothing to do."""
    schedule = house.parts.reporting.schedule
    assert schedule.run_due() == ()
    house.close()
    house.clock.forward(days=3)
    house.open()

    done = house.parts.reporting.schedule.run_due()
    again = house.parts.reporting.schedule.run_due()

    daily = tuple(each.name for each in house.parts.rules.figures.jobs if each.every == "day")
    assert (done, again) == (daily, ())
    acts = [act for act, _ in house.told()]
    assert (acts.count("gallery_told"), acts.count("job_run")) == (1, len(daily))
    house.sign_in("compliance")
    jobs = {job["name"]: job for job in house.ask("GET", "/schedule", "compliance").json()["jobs"]}
    assert jobs["gallery_told"]["last_result"] == "0 pictures of 0 people"


@pytest.mark.proves("J-14")
def test_the_account_of_the_service_runs_reports_and_reaches_nothing_else(house: House) -> None:
    """Nobody can sign in to it; its session ends with the run, and both are entries."""
    with system_session(house.parts.ledger, house.parts.rules) as secret:
        figures = house.ask("GET", "/figures?first_day=2026-01-01&last_day=2026-01-31", secret=secret)
        others = [
            house.ask("GET", path, secret=secret).status_code for path in ("/log/recent", "/schedule", "/questions")
        ]
    after = house.ask("GET", "/me", secret=secret)

    assert figures.is_success
    assert others == [403, 403, 403]
    assert after.status_code == 401
    house.passwords["scheduled-reports"] = "!"
    assert house.sign_in("scheduled-reports", "!").status_code == 401
    assert [act for act, _ in house.told()].count("signed_out") >= 1


@pytest.mark.proves("J-14", "H-02")
def test_an_account_that_somebody_made_is_never_taken_for_the_service_s_own(house: House) -> None:
    """Whoever makes an account of that name with other duties gets no report run under it."""
    house.somebody(Role.COMPLIANCE, username="scheduled-reports")

    with (
        pytest.raises(WrongState, match="not the service's own"),
        system_session(house.parts.ledger, house.parts.rules),
    ):
        pass


def test_a_job_that_fails_is_kept_as_failed_and_stops_no_other(house: House) -> None:
    """Its kind of error stands in the schedule; the next one still runs."""
    schedule = house.parts.reporting.schedule
    schedule.run_due()
    house.clock.forward(days=1)

    def broken(_due: datetime) -> str:
        raise WrongState("test", "The folder is full.", "Make room.")

    done = replace(schedule, works={**schedule.works, "gallery_told": broken}).run_due()

    assert {"gallery_told", "checkpoint_published"} <= set(done)
    house.sign_in("compliance")
    jobs = {job["name"]: job["last_result"] for job in house.ask("GET", "/schedule", "compliance").json()["jobs"]}
    assert jobs["gallery_told"] == "failed: WrongState"
    assert jobs["checkpoint_published"].startswith("checkpoint ")


@pytest.mark.parametrize("error", [WrongState("test", "The folder is full.", "Make room."), ZeroDivisionError()])
def test_a_job_that_failed_stays_due_and_is_tried_again_after_an_hour(house: House, error: Exception) -> None:
    """Whatever it failed of; once it is done it is not run again for that day."""
    schedule = house.parts.reporting.schedule
    schedule.run_due()
    house.clock.forward(days=1)

    def broken(_due: datetime) -> str:
        raise error

    bad = replace(schedule, works={**schedule.works, "gallery_told": broken})
    assert "gallery_told" in bad.run_due()
    assert bad.run_due() == ()
    house.clock.forward(hours=1)
    assert bad.run_due() == ("gallery_told",)
    house.clock.forward(hours=1)

    assert schedule.run_due() == ("gallery_told",)
    assert schedule.run_due() == ()


def test_every_month_that_was_missed_gets_its_report_and_a_failure_holds_the_later_ones(house: House) -> None:
    """Oldest first, each with the moment for which it was due."""
    schedule = house.parts.reporting.schedule
    schedule.run_due()
    [monthly] = [each for each in house.parts.rules.figures.jobs if each.every == "month"]
    told: list[datetime] = []

    def work(due: datetime) -> str:
        told.append(due.astimezone(schedule.zone))
        if len(told) == 2:
            raise ZeroDivisionError
        return "made"

    patient = replace(schedule, works={name: work if name == monthly.name else lambda _: "" for name in schedule.works})
    first = next_due(monthly, house.parts.ledger.now(), schedule.zone)
    house.clock.forward(days=95)

    patient.run_due()
    house.clock.forward(hours=1)
    patient.run_due()

    second = next_due(monthly, first, schedule.zone)
    assert told == [first, second, second, next_due(monthly, second, schedule.zone)]
