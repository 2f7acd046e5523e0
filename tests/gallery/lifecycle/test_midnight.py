"""A picture leaves search at midnight by the service's calendar, without any run, also when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import MODEL, picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

TORONTO = ZoneInfo("America/Toronto")
CHARGE = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}
YEARS = (
    (date(2025, 12, 20), date(2026, 12, 20)),
    (date(2026, 3, 14), date(2027, 3, 14)),  # clocks go forward at two this night
    (date(2026, 3, 15), date(2027, 3, 15)),
    (date(2026, 11, 7), date(2027, 11, 7)),  # clocks go back
    (date(2026, 11, 8), date(2027, 11, 8)),
    (date(2028, 2, 29), date(2029, 2, 28)),  # a year after a leap day
)
"""Days of an absolute discharge, and the first day on which its year is over."""


@pytest.mark.proves("B-08", "F-43")
def test_the_next_search_after_midnight_omits_the_picture(house: House) -> None:
    """One second before the period ends it may be compared, at midnight it may not; nothing was reckoned between."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(charge_date="2023-01-05"), picture()).is_success
    found = []
    for happened, end in YEARS:
        _discharged(house, clerk, happened, end - timedelta(days=10))
        midnight = datetime.combine(end, time(), TORONTO).astimezone(UTC)
        before, after = _compared(house, midnight - timedelta(seconds=1)), _compared(house, midnight)
        found.append((end, before, after))

    assert found == [(end, 1, 0) for _, end in YEARS]
    reckoned = [each.event.act for each in house.entries() if each.event.act == "eligibility_changed"]
    assert reckoned == []


def _discharged(house: House, clerk: str, happened: date, today: date) -> None:
    """Record an absolute discharge, days before its year is over."""
    house.clock.now = datetime.combine(today, time(17), UTC)
    house.sign_in(clerk)
    outcome = {"disposition": "absolute_discharge", "happened": happened.isoformat()}
    answer = house.ask("POST", "/court-outcomes", clerk, json={"charge": CHARGE, "outcome": outcome})
    assert answer.status_code == 200, answer.text


def _compared(house: House, moment: datetime) -> int:
    """How many references a search at this moment may compare."""
    house.clock.now = moment
    today = house.parts.rules.who.local_day(house.parts.ledger.now(), "demo")
    with house.parts.ledger.reading() as connection:
        return len(house.parts.casework.standings.of(connection, "demo", MODEL, today).eligible)
