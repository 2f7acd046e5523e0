"""Senders whom nobody knows cannot fill the log."""

import pytest

from gallery.service.housekeeping import keep_house
from kernel_lib.vocabulary import Role
from tests.gallery.house import House


@pytest.mark.proves("I-03")
def test_made_up_cookies_make_one_entry_a_minute_and_are_counted(house: House) -> None:
    """Each is refused and told the entry that stands for it; the next entry says how many came between (I-03)."""
    before = len(house.entries())

    answers = [house.ask("GET", "/me", secret=f"lbs_forged{number}") for number in range(50)]
    house.clock.forward(minutes=1)
    house.ask("GET", "/me", secret="lbs_forged")

    assert {(each.status_code, each.json()["reference"]) for each in answers} == {(401, before + 1)}
    entries = house.entries()[before:]
    assert [each.event.details.get("refused_before") for each in entries] == [None, 49]
    assert {each.event.details["route"] for each in entries} == {"GET /me"}


@pytest.mark.proves("I-03")
def test_what_was_counted_is_recorded_when_nobody_comes_again(house: House) -> None:
    """Housekeeping tells the rest once its minute is over, and only once."""
    for _ in range(3):
        house.ask("GET", "/me", secret="lbs_forged")
    house.clock.forward(minutes=1)
    before = len(house.entries())

    assert (keep_house(house.parts), keep_house(house.parts)) == (True, True)

    (told,) = house.entries()[before:]
    assert (told.event.act, told.event.details["refused_before"]) == ("access_refused", 2)


@pytest.mark.proves("I-03")
def test_another_route_and_a_known_person_have_entries_of_their_own(house: House) -> None:
    """The place asked for stays in the log, and a person's refusals are never put together."""
    analyst = house.somebody(Role.ANALYST)
    before = len(house.entries())

    for path in ("/me", "/work", "/me"):
        house.ask("GET", path, secret="lbs_forged")
    for _ in range(3):
        house.ask("GET", "/controls", analyst)

    routes = [each.event.details["route"] for each in house.entries()[before:]]
    assert routes == ["GET /me", "GET /work", *["GET /controls"] * 3]


def test_paths_that_do_not_exist_are_counted_together(house: House) -> None:
    """Whatever is made up for a path, one entry stands for it."""
    before = len(house.entries())

    for number in range(20):
        assert house.ask("GET", f"/nothing/{number}").status_code == 404

    assert len(house.entries()) == before + 1
