"""A gallery taken over stays out of search until it is classified; a change of number never loses a person."""

from datetime import UTC, datetime

import pytest

from gallery.records.numbers import numbers_before
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CLERK, COMPLIANCE = Role.RECORDS_CLERK.value, Role.COMPLIANCE.value


def outcome(number: str, event: str, disposition: str) -> dict[str, object]:
    """Return the outcome of the robbery of an event."""
    charge = {"subject_number": number, "booking_event": event, "offence_id": "robbery"}
    return {"charge": charge, "outcome": {"disposition": disposition, "happened": "2026-11-02"}}


def eligible(house: House) -> int:
    """Return how many pictures may be searched."""
    count: int = house.ask("GET", "/status", CLERK).json()["eligible"]
    return count


@pytest.mark.proves("F-37")
def test_only_what_is_positively_eligible_is_let_in(house: House) -> None:
    """Unknown outcomes: none. After the court's decisions are in: the conviction, and neither acquittal nor unknown."""
    house.somebody(Role.RECORDS_CLERK)
    house.somebody(Role.COMPLIANCE)
    for place, number in enumerate(("S-1", "S-2", "S-3")):
        made = house.enrol(CLERK, record(subject_number=number, legacy=True), picture(shade=90 + place))
        assert made.is_success, made.json()
    before = eligible(house)
    unknown = house.ask("POST", "/cleanup", COMPLIANCE, json={}).json()
    after_unknown = eligible(house)
    house.ask("POST", "/court-outcomes", CLERK, json=outcome("S-1", "E-1", "convicted"))
    house.ask("POST", "/court-outcomes", CLERK, json=outcome("S-2", "E-1", "acquitted"))
    still_out = eligible(house)

    foreseen = house.ask("POST", "/cleanup/preview", COMPLIANCE, json={}).json()
    unchanged = eligible(house)
    first = house.ask("POST", "/cleanup", COMPLIANCE, json={"limit": 1}).json()
    house.crash()
    house.open()
    second = house.ask("POST", "/cleanup", COMPLIANCE, json={"after": first["after"]}).json()
    again = house.ask("POST", "/cleanup", COMPLIANCE, json={}).json()

    assert (before, after_unknown, still_out, unchanged) == (0, 0, 0, 0)
    assert (unknown["classes"], unknown["let_in"]) == ({"outcome_unknown": 3}, 0)
    assert (foreseen["events"], foreseen["let_in"], foreseen["waiting"]) == (3, 1, 3)
    assert (first["let_in"], second["let_in"], second["events"], again["let_in"]) == (1, 0, 2, 0)
    assert again["waiting"] == 2
    assert eligible(house) == 1
    told = [dict(each.event.details) for each in house.entries() if each.event.act == "legacy_classified"]
    assert [each["let_in"] for each in told] == [0, 1, 0, 0]
    assert house.ask("POST", "/cleanup", CLERK, json={}).status_code == 403


@pytest.mark.proves("F-37")
def test_an_evening_by_the_services_calendar_keeps_it_out_too(house: House) -> None:
    """Half past nine in the evening in Toronto is tomorrow by UTC; an event of the gallery's own takes nothing over."""
    house.clock.now = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    house.somebody(Role.RECORDS_CLERK)
    taken_over = house.enrol(CLERK, record(legacy=True), picture())
    out = eligible(house)
    house.enrol(CLERK, record(subject_number="S-2"), picture(shade=91))

    refused = house.enrol(CLERK, record(subject_number="S-2", legacy=True), picture(shade=92))

    assert taken_over.is_success
    assert (out, eligible(house)) == (0, 1)
    assert (refused.status_code, refused.json()["rule"]) == (422, "F-37")


@pytest.mark.proves("F-09")
def test_another_number_never_breaks_the_link_to_what_the_court_decides(house: House) -> None:
    """Facts and feeds under the old and the new number find the same person, and an acquittal ends the searching."""
    house.somebody(Role.RECORDS_CLERK)
    house.enrol(CLERK, record(), picture())
    house.enrol(CLERK, record(subject_number="S-2"), picture(shade=91))
    change = {"subject_number": "S-1", "new_number": "N-1"}

    done = house.ask("POST", "/subject-numbers", CLERK, json=change)
    again = house.ask("POST", "/subject-numbers", CLERK, json=change)
    taken = house.ask("POST", "/subject-numbers", CLERK, json={"subject_number": "S-2", "new_number": "S-1"})
    nobody = house.ask("POST", "/subject-numbers", CLERK, json={"subject_number": "S-9", "new_number": "N-9"})
    by_old = house.ask("GET", "/people/S-1/standing", CLERK).json()
    by_new = house.ask("GET", "/people/N-1/standing", CLERK).json()
    house.enrol(CLERK, record(booking_event="E-2"), picture(shade=92))
    acquitted = house.ask("POST", "/court-outcomes", CLERK, json=outcome("S-1", "E-1", "acquitted")).json()

    assert [each.status_code for each in (done, again, taken, nobody)] == [200, 200, 409, 404]
    assert by_old["pictures"] == by_new["pictures"]
    assert by_new["pictures"][0]["subject_number"] == "N-1"
    assert acquitted["changed"] == 1
    assert len(house.ask("GET", "/people/N-1/standing", CLERK).json()["pictures"]) == 2
    renumbered = [each.event for each in house.entries() if each.event.act == "subject_renumbered"]
    assert "N-1" not in str(renumbered)
    with house.parts.ledger.reading() as connection:
        assert numbers_before(connection, str(renumbered[0].object_id)) == ("S-1",)
