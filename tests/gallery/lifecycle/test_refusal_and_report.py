"""Refusals to destroy, lateness that must be explained, and requests to the RCMP record keeper."""

from dataclasses import replace
from typing import Any

import pytest

from gallery.rules import Rules
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CHARGE = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}
REASONS = "The complainant's family asked in writing, and the file is under review by the Crown until the spring."


def _enrolled(house: House, **changed: Any) -> tuple[str, str, str]:
    clerk, officer = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.COMPLIANCE)
    enrolled = house.enrol(clerk, record(**changed), picture()).json()
    return clerk, officer, enrolled["picture_id"]


def _dismiss(house: House, clerk: str, day: str = "2026-10-02") -> None:
    ended = {"disposition": "dismissed", "happened": day}
    assert house.ask("POST", "/court-outcomes", clerk, json={"charge": CHARGE, "outcome": ended}).is_success


def _with_grounds(house: House) -> None:
    """Let robbery be an offence that the service leaves to a person."""
    rules = house.parts.rules.eligibility
    offence = rules.offences["robbery"]
    profile = replace(rules.profiles["plain"], grounds=frozenset({"designated"}))
    changed = replace(
        rules,
        offences={**rules.offences, "robbery": replace(offence, categories=frozenset({"designated"}))},
        profiles={**rules.profiles, "plain": profile},
    )
    everything: Rules = replace(house.parts.rules, eligibility=changed)
    for name in ("incoming", "standing", "refusals", "destruction"):
        object.__setattr__(getattr(house.parts, name), "rules", everything)


@pytest.mark.proves("F-26")
def test_a_refusal_to_destroy_needs_every_element_and_has_its_letter(house: House) -> None:
    """Ground, position, reasons, day of looking again: each missing one is named; the letter tells all of it."""
    _with_grounds(house)
    clerk, _, picture_id = _enrolled(house)
    _dismiss(house, clerk)
    whole = {"keep": True, "ground": "designated", "position": "Inspector, Records", "reasons": REASONS}
    whole["look_again_on"] = "2027-05-01"
    wrong = {"ground": "whim", "position": " ", "reasons": "Because.", "look_again_on": "2029-01-01"}
    path = f"/gallery-pictures/{picture_id}/retention"

    no_letter = house.ask("GET", f"{path}-letter/en", clerk)
    refused = {name: house.ask("POST", path, clerk, json={**whole, name: value}) for name, value in wrong.items()}
    decided = house.ask("POST", path, clerk, json=whole)
    english, french = (house.ask("GET", f"{path}-letter/{language}", clerk) for language in ("en", "fr"))
    state = house.ask("GET", "/people/S-1/standing", clerk).json()["pictures"][0]
    due = house.ask("GET", "/destruction-due", clerk).json()

    assert no_letter.status_code == 404
    for name, answer in refused.items():
        assert (answer.status_code, set(answer.json()["fields"])) == (422, {name})
    assert (decided.json()["state"], state["rule"], due["due"]) == ("ineligible", "F-26.kept", 0)
    assert english.content.startswith(b"%PDF")
    assert french.content.startswith(b"%PDF")
    told = next(
        each.event for each in house.entries() if each.event.act == "retention_decided" and each.event.result == "done"
    )
    assert (told.rule, told.details["keep"]) == ("F-26", True)


@pytest.mark.proves("F-26", "F-25")
def test_what_the_rules_do_not_leave_to_a_person_cannot_be_refused(house: House) -> None:
    """A mandatory destruction and an eligible picture have nothing to decide."""
    clerk, _, picture_id = _enrolled(house)
    asked = {"keep": True, "ground": "designated", "position": "Inspector", "reasons": REASONS}
    asked["look_again_on"] = "2027-05-01"
    eligible = house.ask("POST", f"/gallery-pictures/{picture_id}/retention", clerk, json=asked)
    house.ask("POST", "/elections", clerk, json={"charge": CHARGE, "election": "contravention"})
    mandatory = house.ask("POST", f"/gallery-pictures/{picture_id}/retention", clerk, json=asked)

    assert (eligible.status_code, mandatory.status_code) == (409, 409)


@pytest.mark.proves("F-34")
def test_late_destruction_stops_the_annual_report_until_it_is_explained(house: House) -> None:
    """Days late by rule; without an explanation nothing is released, and an explanation stands until its day only."""
    clerk, officer, _ = _enrolled(house, charge_date="2026-01-05", captured_at="2026-01-05")
    _dismiss(house, clerk, "2026-09-01")
    report = house.ask("GET", "/destruction-report", officer).json()
    desk = house.parts.destruction_report
    with house.parts.ledger.reading() as connection, pytest.raises(WrongState, match="late without an explanation"):
        desk.demand_explained(connection, "demo")
    given = {
        "rule": "F-22.dismissed",
        "until": "2026-12-10",
        "reason": "The run waits for the repaired disk array, ordered.",
    }
    short = house.ask("POST", "/destruction-report/explanations", officer, json={**given, "reason": "Soon."})
    other = house.ask("POST", "/destruction-report/explanations", officer, json={**given, "rule": "F-22.quashed"})
    explained = house.ask("POST", "/destruction-report/explanations", officer, json=given).json()
    with house.parts.ledger.reading() as connection:
        desk.demand_explained(connection, "demo")
        house.clock.forward(days=17)
        with pytest.raises(WrongState):
            desk.demand_explained(connection, "demo")

    line = report["lines"][0]
    # Due on 1 October, to be gone by 31 October, and it is 24 November.
    assert (line["rule"], line["due"], line["late"], line["days_late"]) == ("F-22.dismissed", 0, 1, 24)
    assert (report["unexplained"], explained["unexplained"]) == (["F-22.dismissed"], [])
    assert (short.status_code, other.status_code) == (422, 422)


@pytest.mark.proves("F-36")
def test_the_record_keeper_is_asked_chased_and_its_reply_kept(house: House) -> None:
    """With each destroyed lineage of somebody who has a number; the number is forgotten with the reply."""
    clerk, officer, _ = _enrolled(house, fps_number="FPS-88X31P")
    _dismiss(house, clerk)
    run = house.ask("POST", "/destruction-runs", clerk, json={}).json()["id"]
    for person in (clerk, officer):
        house.ask("GET", f"/destruction-runs/{run}/sample", person)
        house.ask("POST", f"/destruction-runs/{run}/release", person)
    house.parts.works.carry_on()
    asked = house.ask("GET", "/record-keeper-requests", clerk).json()["requests"][0]
    house.clock.forward(days=31)
    house.sessions.clear()
    overdue = house.ask("GET", "/record-keeper-requests", clerk).json()["requests"][0]
    path = f"/record-keeper-requests/{asked['id']}"
    chased = house.ask("POST", f"{path}/chasing", clerk).json()["requests"][0]
    early = house.ask("POST", f"{path}/reply", clerk, json={"reply": "destroyed", "replied_on": "2027-01-01"})
    done = house.ask("POST", f"{path}/reply", clerk, json={"reply": "destroyed", "replied_on": "2026-12-20"})
    again = house.ask("POST", f"{path}/chasing", clerk)

    assert (asked["fps_number"], asked["overdue"], asked["chase_on"]) == ("FPS-88X31P", False, "2026-12-24")
    assert (overdue["overdue"], chased["overdue"], chased["chased"]) == (True, False, 1)
    assert (early.status_code, again.status_code) == (422, 409)
    answered = done.json()["requests"][0]
    assert (answered["reply"], answered["fps_number"]) == ("destroyed", "")
