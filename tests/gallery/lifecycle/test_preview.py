"""What an act would change is told in numbers, and nothing stays of it but that it was asked."""

from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CHARGE = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}
OUTCOME = {"charge": CHARGE, "outcome": {"disposition": "withdrawn", "happened": "2026-11-10"}}
HOLD = {
    "kind": "hold",
    "subject_number": "S-1",
    "booking_event": "E-1",
    "since": "2026-10-01",
    "look_again_on": "2026-11-02",
    "ground": "litigation",
    "note": "Civil action, file 12.",
}


@pytest.fixture
def clerk(house: House) -> str:
    """A records clerk of the demonstration's service, with one eligible picture in the gallery."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).json()["searchable"]
    return clerk


def _preview(house: House, clerk: str, **asked: Any) -> Any:
    return house.ask("POST", "/held-facts/preview", clerk, json=asked)


def _standing(house: House, clerk: str) -> dict[str, Any]:
    answer: dict[str, Any] = house.ask("GET", "/people/S-1/standing", clerk).json()
    return answer


@pytest.mark.proves("F-20", "F-22")
def test_each_act_is_previewed_in_numbers_and_changes_nothing(house: House, clerk: str) -> None:
    """The preview gives the moves that the act then makes; until then the records are as they were."""
    before = _standing(house, clerk)
    foreseen = {
        name: _preview(house, clerk, **{name: asked}).json()["moves"]
        for name, asked in {
            "outcome": OUTCOME,
            "election": {"charge": CHARGE, "election": "contravention"},
            "age": {"charge": CHARGE, "age": 16},
            "death": {"subject_number": "S-1", "died_on": "2026-10-01"},
            "mark": HOLD,
        }.items()
    }
    untouched = _standing(house, clerk)

    done = house.ask("POST", "/court-outcomes", clerk, json=OUTCOME).json()["moves"]

    out = [{"before": "eligible", "after": "ineligible", "count": 1}]
    assert before == untouched
    assert (foreseen["outcome"], foreseen["age"], foreseen["death"], done) == (out, out, [], out)
    assert [each["after"] for each in foreseen["election"]] == ["due_for_destruction"]
    assert [each["after"] for each in foreseen["mark"]] == ["held"]
    [asked] = {each.event.details["of"] for each in house.entries() if each.event.details.get("of")} & {"age_recorded"}
    assert asked == "age_recorded"


@pytest.mark.proves("F-35")
def test_lifting_a_mark_is_previewed_and_a_mark_to_look_at_again_is_on_the_desk(house: House, clerk: str) -> None:
    """The hold's day of review has come: the desk names it, and says what lifting it would bring back."""
    house.ask("POST", "/standing-marks", clerk, json=HOLD)
    house.clock.forward(days=30)
    house.sign_in(clerk)
    desk = house.ask("GET", "/chase-list/all", clerk).json()
    [mark] = desk["marks"]

    foreseen = _preview(house, clerk, lift=mark["id"]).json()

    assert (mark["subject_number"], mark["look_again_on"], desk["desk"]["by_state"]) == (
        "S-1",
        "2026-11-02",
        {"held": 1},
    )
    assert foreseen["moves"] == [{"before": "held", "after": "eligible", "count": 1}]
    assert _standing(house, clerk)["pictures"][0]["marks"][0]["until"] is None


def test_a_preview_is_of_one_fact_and_refuses_what_the_act_would(house: House, clerk: str) -> None:
    """Two facts at once are none; nobody's charge is refused, and an outcome on file has the id that replaces it."""
    both = _preview(house, clerk, outcome=OUTCOME, lift="m")
    unknown = _preview(house, clerk, outcome={**OUTCOME, "charge": {**CHARGE, "subject_number": "S-9"}})
    house.ask("POST", "/court-outcomes", clerk, json=OUTCOME)
    [outcome] = _standing(house, clerk)["pictures"][0]["readings"][0]["outcomes"]
    right = {**OUTCOME, "outcome": {"disposition": "convicted", "happened": "2026-11-10"}, "replaces": outcome["id"]}

    foreseen = _preview(house, clerk, outcome=right).json()

    assert (both.status_code, unknown.status_code) == (422, 404)
    assert [each["after"] for each in foreseen["moves"]] == ["eligible"]
    assert outcome["disposition"] == "withdrawn"


@pytest.mark.proves("W-21")
def test_a_clerk_tries_another_clock_and_sees_what_would_leave_search(house: House, clerk: str) -> None:
    """The desk lists the clocks in force; a shorter one is tried in numbers, and the picture stays searchable."""
    clocks = {each["clock"]: each["length"] for each in house.ask("GET", "/chase-list/all", clerk).json()["clocks"]}
    told = house.ask("POST", "/rule-changes/preview", clerk, json={"clock": "open_charge", "length": "0 months"}).json()
    assert clocks["open_charge"] == "24 months"
    assert (told["leave_search"], told["before"], told["after"]) == (1, {"eligible": 1}, {"ineligible": 1})
    assert [each["subject_number"] for each in told["samples"]] == ["S-1"]
    assert _standing(house, clerk)["pictures"][0]["state"] == "eligible"
