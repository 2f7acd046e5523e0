"""Where nothing is due, the desk is told the next day on which something will be."""

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CHARGE = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}


@pytest.mark.proves("F-33")
def test_the_next_day_is_told_where_one_is_set(house: House) -> None:
    """While the charge is open no day is set; a stayed charge sets one a year on."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), picture())
    before = house.ask("GET", "/destruction-due", clerk).json()
    stayed = {"disposition": "stayed", "happened": "2026-10-02"}
    assert house.ask("POST", "/court-outcomes", clerk, json={"charge": CHARGE, "outcome": stayed}).is_success
    waiting = house.ask("GET", "/destruction-due", clerk).json()

    assert (before["due"], before["next_due_on"]) == (0, None)
    assert (waiting["due"], waiting["next_due_on"]) == (0, "2027-10-02")
