"""A later signed line about a held event says the same, fills in what was not known, or is refused."""

from typing import Any

import pytest

from gallery.enrolment.feeds import FromFeed
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CLERK = Role.RECORDS_CLERK.value
MURDER = {"offence_id": "murder", "charge_date": "2026-10-01", "age_at_offence": 36}


@pytest.fixture(autouse=True)
def held(house: House) -> None:
    """A records clerk, and one eligible picture of a robbery at the age of 36."""
    house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(CLERK, record(), picture()).json()["searchable"]


@pytest.mark.proves("F-01")
@pytest.mark.parametrize(
    ("changed", "rule", "told"),
    [
        ({"age_at_offence": 30}, "F-40", "Another age at the offence is held."),
        ({"charge_date": "2026-10-02"}, "F-01", "Held is 2026-10-01, given 2026-10-02."),
        ({"capturing_officer": "officer 8"}, "F-01", "Another officer is held for the pictures of that day."),
    ],
)
def test_a_line_that_contradicts_is_refused_with_its_field(
    house: House, changed: dict[str, Any], rule: str, told: str
) -> None:
    """The refusal says what differs and where to correct it; ages and officers are not told, and nothing changes."""
    answer = house.enrol(CLERK, record(**changed), picture(shade=91))

    refused = answer.json()
    assert (answer.status_code, refused["rule"], refused["fields"]) == (422, rule, {next(iter(changed)): told})
    assert told in refused["reason"]
    assert "records page" in refused["next_step"]
    assert [each["state"] for each in _pictures(house)] == ["eligible"]


@pytest.mark.proves("F-40", "F-41")
def test_a_line_that_says_youth_is_refused_and_takes_the_event_out_of_search(house: House) -> None:
    """The stricter holds from that moment, the doubt is on the clerk's list, and the same line again adds nothing."""
    youth = record(age_at_offence=15, birth_year=2011)

    answers = [house.enrol(CLERK, youth, picture(shade=shade)).status_code for shade in (91, 91, 92)]

    (state,) = _pictures(house)
    due = house.ask("GET", "/chase-list/all", CLERK).json()["marks"]
    assert answers == [422, 422, 422]
    assert (state["state"], len(state["marks"])) == ("ineligible", 1)
    assert [(each["subject_number"], each["ground"]) for each in due] == [("S-1", "age_contradicted")]
    assert [each.event.act for each in house.entries()].count("standing_marked") == 1


def test_a_resolved_doubt_is_not_raised_again_by_the_same_line(house: House) -> None:
    """The clerk looked and found the line wrong: it stays refused, and the pictures stay in search."""
    youth = record(age_at_offence=15, birth_year=2011)
    house.enrol(CLERK, youth, picture(shade=91))
    house.ask("POST", f"/standing-marks/{_pictures(house)[0]['marks'][0]['id']}/lifting", CLERK)

    again = house.enrol(CLERK, youth, picture(shade=91))

    assert (again.status_code, [each["state"] for each in _pictures(house)]) == (422, ["eligible"])


@pytest.mark.proves("F-25")
@pytest.mark.parametrize(
    ("further", "status", "state"), [([], 422, "due_for_destruction"), ([MURDER], 200, "eligible")]
)
def test_an_attorney_general_election_of_a_held_charge_is_kept_as_a_fact(
    house: House, further: list[dict[str, Any]], status: int, state: str
) -> None:
    """Whether or not the line itself may bring a picture, its charge supports what is held no more."""
    line = record(election="contravention", further_charges=further)

    answer = house.enrol(CLERK, line, picture(shade=91))

    shown = _pictures(house)
    robbery = next(each for each in shown[0]["readings"] if each["offence"] == "robbery")
    assert (answer.status_code, {each["state"] for each in shown}) == (status, {state})
    assert (robbery["election"], robbery["supports"]) == ("contravention", False)
    assert [each.event.act for each in house.entries()].count("election_recorded") == 1


def test_what_was_not_known_is_filled_in_and_another_day_may_have_another_officer(house: House) -> None:
    """An age that the first line lacked decides from then on; a wished picture is taken by whoever is there."""
    bare = record(subject_number="S-2", booking_event="E-2", age_at_offence=None)
    house.enrol(CLERK, bare, picture(shade=93))

    later = {**bare, "age_at_offence": 36, "captured_at": "2026-10-05", "capturing_officer": "officer 8"}
    answer = house.enrol(CLERK, later, picture(shade=94))

    assert answer.status_code == 200
    assert {each["state"] for each in _pictures(house, "S-2")} == {"eligible"}


def test_a_line_that_nobody_signed_raises_no_doubt(house: House) -> None:
    """Only what was signed counts, for a doubt as for a picture."""
    answer = house.offer(CLERK, record(age_at_offence=15, birth_year=2011), picture(shade=91), FromFeed("none", 1))

    assert (answer.status_code, [each["state"] for each in _pictures(house)]) == (404, ["eligible"])


def _pictures(house: House, number: str = "S-1") -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = house.ask("GET", f"/people/{number}/standing", CLERK).json()["pictures"]
    return shown
