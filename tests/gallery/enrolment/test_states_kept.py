"""No picture is without its computed state (F-20)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from gallery.records.held import eligibility, pictures
from gallery.service.housekeeping import keep_house
from kernel_lib.vocabulary import EligibilityState, Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

FEED: tuple[dict[str, Any], ...] = (
    {"subject_number": "S-1", "booking_event": "E-1"},
    {"subject_number": "S-1", "booking_event": "E-2", "charge_date": "2015-10-01"},
    {"subject_number": "S-2", "booking_event": "E-3", "charge_date": "2010-10-01", "age_at_offence": None},
    {"subject_number": "S-3", "booking_event": "E-4", "pose": "left_profile"},
    {"subject_number": "S-4", "booking_event": "E-5", "offence_id": "demonstration", "demonstration": True},
)


@pytest.mark.proves("F-20")
def test_no_picture_is_without_a_state_at_any_time(house: House) -> None:
    """After enrolment, after each round of reviews, after a restart: rule, version, inputs and review day (F-20)."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    for shade, changed in enumerate(FEED, 20):
        assert house.enrol(clerk, record(**changed), picture(shade=shade)).status_code == 200
    seen = [_states(house)]

    for days in (100, 3650):
        house.clock.forward(days=days)
        assert keep_house(house.parts)
        seen.append(_states(house))
    house.close()
    house.open()

    assert _states(house) == seen[-1]
    assert len(seen[0]) == len(FEED)
    assert {len(each) for each in seen} == {len(seen[0])}
    assert {"eligible", "ineligible"} == set(seen[0].values())
    assert seen[2] != seen[0]


def _states(house: House) -> dict[str, str]:
    """The state of each picture, once it is known that each has exactly one with all that F-20 asks for."""
    with house.parts.ledger.reading() as connection:
        held = connection.execute(select(pictures.c.id)).scalars().all()
        rows = connection.execute(select(eligibility).where(eligibility.c.current)).mappings().all()
    assert sorted(row["picture_id"] for row in rows) == sorted(held)
    for row in rows:
        assert row["rule"]
        assert row["rule_version"]
        assert {"profile", "charges", "elsewhere", "holds", "captured_on"} <= set(row["inputs"])
        assert row["next_review"] >= house.clock().date() - timedelta(days=1)
        assert row["computed_at"] <= house.clock()
        assert row["state"] in set(EligibilityState)
    return {row["picture_id"]: row["state"] for row in rows}
