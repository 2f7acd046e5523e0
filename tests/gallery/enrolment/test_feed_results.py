"""What became of feeds and of wishes for another picture, as the records desk lists it (F-04, F-07)."""

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.enrolment.test_routing import flat
from tests.gallery.house import House

CLERK = Role.RECORDS_CLERK.value


@pytest.mark.proves("F-04")
def test_each_line_is_taken_or_refused_by_a_rule(house: House) -> None:
    """A refusal stands beside its line until the line is taken in; the log has both."""
    house.somebody(Role.RECORDS_CLERK)
    nothing = house.ask("GET", "/feeds/results", CLERK).json()
    house.enrol(CLERK, record(), picture())
    house.enrol(CLERK, record(subject_number="S-2", booking_event="E-2"), picture(faces=0))

    feeds = house.ask("GET", "/feeds/results", CLERK).json()["feeds"]

    assert nothing == {"feeds": []}
    refused = [rule for each in feeds for rule in each["refused"]]
    assert sum(each["taken"] for each in feeds) == 1
    assert [(each["rule"], each["count"]) for each in refused] == [("enrolment.no_face", 1)]
    assert all(each["lines"] == each["taken"] + each["waiting"] + len(each["refused"]) for each in feeds)
    assert house.entries()[-1].event.act == "feed_results_viewed"


@pytest.mark.proves("F-07")
def test_a_wish_for_another_picture_is_met_by_a_later_one(house: House) -> None:
    """It moves from what is wanted to what is done, with its reason in words and the moment."""
    house.somebody(Role.RECORDS_CLERK)
    house.enrol(CLERK, record(), flat())
    wanted = house.ask("GET", "/recapture-list", CLERK).json()
    house.clock.forward(minutes=5)
    house.enrol(CLERK, record(booking_event="E-2"), picture(shade=92))

    met = house.ask("GET", "/recapture-list", CLERK).json()

    assert (wanted["count"], len(wanted["lines"]), wanted["done"]) == (1, 1, [])
    assert wanted["lines"][0]["reasons"] != []
    assert (met["count"], met["lines"]) == (0, [])
    (done,) = met["done"]
    assert done["since"] < done["done_at"]
