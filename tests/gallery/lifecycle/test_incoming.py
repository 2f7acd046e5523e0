"""Facts that come in change the states of a person's pictures inside the same act, and the next search goes by them."""

from typing import Any

import pytest

from gallery.records.standings import outcomes_of
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CHARGE = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}
ENDED = {"disposition": "withdrawn", "happened": "2026-11-10"}


@pytest.fixture
def clerk(house: House) -> str:
    """A records clerk of the demonstration's service, with one eligible picture in the gallery."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).json()["searchable"]
    return clerk


def _post(house: House, clerk: str, path: str, **body: Any) -> Any:
    return house.ask("POST", path, clerk, json=body)


def _state(house: House, clerk: str) -> dict[str, Any]:
    answer: dict[str, Any] = house.ask("GET", "/people/S-1/standing", clerk).json()["pictures"][0]
    return answer


def _eligible(house: House, clerk: str) -> int:
    counted: int = house.ask("GET", "/status", clerk).json()["eligible"]
    return counted


@pytest.mark.proves("B-08", "F-22")
def test_a_withdrawn_charge_leaves_search_the_same_second(house: House, clerk: str) -> None:
    """One act: the outcome, the new state with its reasons, and what the next search may compare."""
    before = _eligible(house, clerk)

    answer = _post(house, clerk, "/court-outcomes", charge=CHARGE, outcome=ENDED)

    state = _state(house, clerk)
    event = next(each.event for each in house.entries() if each.event.act == "court_outcome_recorded")
    assert (before, answer.json()["changed"], _eligible(house, clerk)) == (1, 1, 0)
    assert (state["state"], state["rule"], state["due_on"]) == ("ineligible", "F-22.withdrawn", "2026-12-10")
    assert [each["rule"] for each in state["before"]] == ["F-21.open_charge"]
    assert (event.result, event.details["changed"], event.details["now_ineligible"]) == ("done", 1, 1)


@pytest.mark.proves("F-20")
def test_the_same_outcome_again_changes_nothing_and_a_wrong_one_is_replaced(house: House, clerk: str) -> None:
    """A feed may come twice; an error is corrected by an outcome that replaces it, and both stay on file."""
    first = _post(house, clerk, "/court-outcomes", charge=CHARGE, outcome=ENDED)
    again = _post(house, clerk, "/court-outcomes", charge=CHARGE, outcome=ENDED)
    with house.parts.ledger.reading() as connection:
        charge_id = _state(house, clerk)["readings"][0]["charge_id"]
        kept = outcomes_of(connection, charge_id)
    right = {"disposition": "convicted", "happened": "2026-11-10", "sentence_done": "2026-11-10"}

    corrected = _post(house, clerk, "/court-outcomes", charge=CHARGE, outcome=right, replaces=kept[0].id)

    assert [first.json()["changed"], again.json()["changed"], corrected.json()["changed"]] == [1, 0, 1]
    assert len(kept) == 1
    assert (_state(house, clerk)["state"], _state(house, clerk)["rule"]) == ("eligible", "F-31.conviction")


@pytest.mark.proves("F-09")
def test_the_court_finds_the_picture_by_number_whatever_the_person_is_called(house: House, clerk: str) -> None:
    """No name is asked for: number, event and offence lead to the charge; another number is nobody's."""
    unknown = _post(house, clerk, "/court-outcomes", charge={**CHARGE, "subject_number": "S-9"}, outcome=ENDED)
    wrong = _post(house, clerk, "/court-outcomes", charge={**CHARGE, "offence_id": "murder"}, outcome=ENDED)
    found = _post(house, clerk, "/court-outcomes", charge=CHARGE, outcome=ENDED)
    assert [unknown.status_code, wrong.status_code, found.status_code] == [404, 404, 200]
    assert {unknown.json()["rule"], wrong.json()["rule"]} == {"F-09"}


@pytest.mark.proves("F-25")
def test_an_election_to_a_contravention_makes_destruction_due(house: House, clerk: str) -> None:
    """At once, whatever the profile."""
    _post(house, clerk, "/elections", charge=CHARGE, election="contravention")
    assert _state(house, clerk)["state"] == "due_for_destruction"


@pytest.mark.proves("F-29", "F-35")
def test_holds_and_seals_are_reasoned_dated_and_keep_a_picture_out_of_search(house: House, clerk: str) -> None:
    """Without a reason or a later day of review none is placed; a lifted hold gives the state before back."""
    mark = {
        "kind": "hold",
        "subject_number": "S-1",
        "booking_event": "E-1",
        "since": "2026-10-01",
        "ground": "litigation",
    }
    refused = _post(house, clerk, "/standing-marks", **mark, look_again_on="2026-10-01", note="")
    placed = _post(house, clerk, "/standing-marks", **mark, look_again_on="2027-10-01", note="Civil action, file 12.")
    held = _state(house, clerk)
    lifted = house.ask("POST", f"/standing-marks/{held['marks'][0]['id']}/lifting", clerk)
    again = house.ask("POST", f"/standing-marks/{held['marks'][0]['id']}/lifting", clerk)
    sealed = _post(
        house,
        clerk,
        "/standing-marks",
        **{**mark, "kind": "seal"},
        look_again_on="2027-10-01",
        note="Notice of the Board.",
    )

    assert (refused.status_code, set(refused.json()["fields"])) == (422, {"note", "look_again_on"})
    assert (placed.json()["changed"], held["state"], lifted.json()["changed"]) == (1, "held", 1)
    assert (again.status_code, sealed.json()["changed"], _state(house, clerk)["state"]) == (404, 1, "sealed")
    assert _eligible(house, clerk) == 0


@pytest.mark.proves("F-40", "F-41")
def test_an_age_under_eighteen_takes_the_picture_out_of_search(house: House, clerk: str) -> None:
    """The age at the offence comes from the records system, is kept with the charge, and stands in no log entry."""
    _post(house, clerk, "/ages", charge=CHARGE, age=16)
    event = next(each.event for each in house.entries() if each.event.act == "age_recorded")
    assert _state(house, clerk)["rule"] == "F-41.youth_excluded"
    assert 16 not in event.details.values()


def test_what_has_not_happened_yet_is_refused(house: House, clerk: str) -> None:
    """An outcome and a death of tomorrow: nothing is recorded, and the refusal is in the log."""
    outcome = _post(house, clerk, "/court-outcomes", charge=CHARGE, outcome={**ENDED, "happened": "2030-01-01"})
    death = _post(house, clerk, "/deaths", subject_number="S-1", died_on="2030-01-01")
    assert [outcome.status_code, death.status_code] == [422, 422]
    assert _state(house, clerk)["state"] == "eligible"


@pytest.mark.proves("F-22")
def test_days_of_an_outcome_that_are_not_in_their_order_are_refused(house: House, clerk: str) -> None:
    """No court decides before the charge was laid, and no clock runs from a day before the decision."""
    convicted, peace = {"disposition": "convicted"}, {"disposition": "peace_bond"}
    told: dict[str, dict[str, Any]] = {
        "happened": {**ENDED, "happened": "2020-01-01"},
        "sentence_done": {**ENDED, **convicted, "sentence_done": "2026-10-30"},
        "appeal_ended": {**ENDED, "appealed": True, "appeal_ended": "2026-11-09"},
        "appeal_until": {**ENDED, "appeal_until": "2026-11-09"},
        "order_expires": {**ENDED, **peace, "order_expires": "2026-11-09"},
    }

    answers = {each: _post(house, clerk, "/court-outcomes", charge=CHARGE, outcome=told[each]) for each in told}

    assert {each: set(answer.json()["fields"]) for each, answer in answers.items()} == {each: {each} for each in told}
    assert {(answer.status_code, answer.json()["rule"]) for answer in answers.values()} == {(422, "F-22")}
    assert _state(house, clerk)["rule"] == "F-21.open_charge"


@pytest.mark.proves("F-40")
def test_an_age_that_the_birth_year_makes_impossible_is_refused(house: House, clerk: str) -> None:
    """Born in 1970, nobody is sixty in 2026; the age before stays."""
    answer = _post(house, clerk, "/ages", charge=CHARGE, age=60)

    assert (answer.status_code, answer.json()["rule"], set(answer.json()["fields"])) == (422, "F-40", {"age"})
    assert _state(house, clerk)["readings"][0]["age"] == 36


@pytest.mark.proves("F-21")
def test_a_charge_left_open_is_on_the_chase_list(house: House, clerk: str) -> None:
    """Two years later the picture is out of search by itself and the desk is told what to bring."""
    house.clock.forward(days=800)
    house.sign_in(clerk)
    out_of_search = _eligible(house, clerk)
    house.close()
    house.open()
    house.sign_in(clerk)

    chased = house.ask("GET", "/chase-list/all", clerk).json()

    assert (out_of_search, chased["counts"]) == (0, {"disposition": 1})
    assert [(each["subject_number"], each["rule"]) for each in chased["lines"]] == [("S-1", "F-21.no_disposition")]
    assert [each["officer"] for each in chased["lines"]] == ["officer 7"]
    assert house.ask("GET", "/chase-list/age", clerk).json()["lines"] == []
