"""Is a booking record complete, and may a photograph be held for it?"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gallery.enrolment.record import complete
from gallery.rules import enrolment as enrolment_rules
from gallery.rules.enrolment import EnrolmentRules
from gallery.rules.reading import RuleFile, read_toml
from gallery.rules.who import WhoRules
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.gallery import BookingRecord
from tests.gallery.enrolment.bookings import record

RULES = EnrolmentRules.load()
SERVICES = WhoRules.load().services


def further(offence: str, day: str = "2026-10-01", **more: Any) -> dict[str, Any]:
    """Return a further charge of the record's event."""
    return {"offence_id": offence, "charge_date": day, **more}


TODAY = date(2026, 11, 24)


def test_a_complete_record_is_taken_as_it_is() -> None:
    """Nothing is added and nothing guessed."""
    held = complete(BookingRecord(**record()), RULES, "demo", SERVICES, TODAY)

    assert (held.subject_number, held.charges[0].charged_on) == ("S-1", date(2026, 10, 1))
    assert held.ica_authority == "2(1)(a)"


@pytest.mark.proves("F-01")
@pytest.mark.parametrize("field", RULES.required)
def test_each_missing_field_refuses_the_picture(field: str) -> None:
    """Authority, offence, charge date, event, service, officer, pose: none may be missing (F-01)."""
    missing = None if field in ("charge_date", "captured_at") else ""

    refusal = _refusal(**{field: missing})

    assert refusal.refusal.rule == "F-01"
    assert set(refusal.refusal.fields) == {field}


@pytest.mark.parametrize(
    ("changed", "rule", "field"),
    [
        ({"ica_authority": "2(1)(z)"}, "F-01", "ica_authority"),
        ({"offence_id": "unheard_of"}, "F-01", "offence_id"),
        ({"service": "other"}, "F-01", "service"),
        ({"charge_date": "2026-11-25"}, "F-01", "charge_date"),
        ({"captured_at": "2026-11-25"}, "F-01", "captured_at"),
        ({"birth_year": 2026, "age_at_offence": None}, "F-01", "birth_year"),
        ({"demonstration": True}, "F-01", "demonstration"),
        ({"offence_id": "demonstration"}, "F-01", "demonstration"),
        ({"further_charges": [further("robbery")]}, "F-01", "further_charges"),
        ({"further_charges": [further("unheard_of")]}, "F-01", "further_charges"),
        ({"further_charges": [further("murder", day="2026-11-25")]}, "F-01", "further_charges"),
        ({"further_charges": [further("demonstration")]}, "F-01", "demonstration"),
        ({"offence_id": "causing_disturbance"}, "F-02", "offence_id"),
        ({"offence_id": "immigration"}, "F-02", "offence_id"),
        ({"offence_id": "theft_under", "election": "contravention"}, "F-02", "offence_id"),
        ({"offence_id": "theft_under", "election": "cannabis_ticket"}, "F-02", "offence_id"),
        ({"offence_id": "trespass_night", "further_charges": [further("unlawful_assembly")]}, "F-02", "offence_id"),
        ({"pose": "upside_down"}, "F-08", "pose"),
    ],
)
def test_what_the_rules_do_not_know_or_allow_is_refused(changed: dict[str, Any], rule: str, field: str) -> None:
    """Each refusal names its rule and its field."""
    refusal = _refusal(**changed).refusal

    assert refusal.rule == rule
    assert set(refusal.fields) == {field}


@pytest.mark.proves("F-01")
@pytest.mark.parametrize("field", ["subject_number", "fps_number", "booking_event", "capturing_officer"])
@pytest.mark.parametrize("character", ["\x00", "\n", "\x1b", "\u202e", "\u200b", "\u2066", "\u00ad"])
def test_a_character_that_cannot_be_shown_refuses_the_picture(field: str, character: str) -> None:
    """Neither NUL, nor control characters, nor overrides of the direction of writing are part of a number or a name."""
    refusal = _refusal(**{field: f"A{character}1"}).refusal

    assert (refusal.rule, set(refusal.fields)) == ("F-01", {field})


@pytest.mark.proves("F-01")
def test_a_refusal_says_beside_each_field_what_is_wrong_with_it() -> None:
    """The clerk reads why, not only where; fields with one reason share it."""
    wrong = _refusal(offence_id="unheard_of", charge_date="2026-11-25").refusal
    missing = _refusal(pose="", capturing_officer="").refusal

    assert "charge date (A charge is not laid in the future)" in wrong.reason
    assert "offence id (This offence is not in the dated list)" in wrong.reason
    assert missing.reason == "The record is incomplete: capturing officer, pose (This is missing)."


def test_accents_and_apostrophes_are_part_of_a_name() -> None:
    """An officer is called as they are called, and a number may hold a space or a dash."""
    named = record(capturing_officer="Zoë O’Brien-D'Aoust", subject_number="É 12-3/4")

    held = complete(BookingRecord(**named), RULES, "demo", SERVICES, TODAY)

    assert (held.capturing_officer, held.subject_number) == ("Zoë O’Brien-D'Aoust", "É 12-3/4")


@pytest.mark.proves("F-02")
def test_only_a_service_marked_as_demonstration_enrols_pictures_without_a_real_charge() -> None:
    """The demonstration's offence skips every clock, so a service of a real installation gets it refused."""
    asked = BookingRecord(**record(offence_id="demonstration", demonstration=True))
    real = {"demo": replace(SERVICES["demo"], demonstration=False)}

    shown = complete(asked, RULES, "demo", SERVICES, TODAY)
    with pytest.raises(Unacceptable) as caught:
        complete(asked, RULES, "demo", real, TODAY)

    assert shown.demonstration
    assert (caught.value.refusal.rule, set(caught.value.refusal.fields)) == ("F-02", {"demonstration"})


@pytest.mark.proves("F-40")
@pytest.mark.parametrize(
    "changed",
    [
        {"birth_year": 2015, "age_at_offence": 30},
        {"birth_year": 2009, "age_at_offence": 18},
        {"further_charges": [further("murder", age_at_offence=60)]},
    ],
)
def test_an_age_that_the_birth_year_makes_impossible_is_refused(changed: dict[str, Any]) -> None:
    """A child by the birth year is not searched as an adult by an age; an old offence may well be a lower age."""
    refusal = _refusal(**changed).refusal

    assert (refusal.rule, set(refusal.fields)) == ("F-40", {"birth_year", "age_at_offence"})
    assert complete(BookingRecord(**record(age_at_offence=19)), RULES, "demo", SERVICES, TODAY).charges[0].age == 19


@pytest.mark.proves("G-01")
def test_a_service_enrols_its_own_pictures_only() -> None:
    """A clerk of one service cannot fill another's gallery."""
    with pytest.raises(Unacceptable) as caught:
        complete(BookingRecord(**record(service="peel")), RULES, "demo", {**SERVICES, "peel": SERVICES["demo"]}, TODAY)

    assert caught.value.refusal.rule == "F-04"


@pytest.mark.parametrize("offence_id", sorted(RULES.offences - RULES.no_photograph - {"demonstration"}))
def test_every_other_offence_of_the_list_may_have_a_photograph(offence_id: str) -> None:
    """Indictable and hybrid offences are accepted, whether or not a search may be asked for them (F-02)."""
    held = complete(BookingRecord(**record(offence_id=offence_id)), RULES, "demo", SERVICES, TODAY)

    assert [each.offence_id for each in held.charges] == [offence_id]


@pytest.mark.proves("F-02")
def test_one_charge_with_a_ground_is_enough() -> None:
    """A summary offence beside a hybrid one, and a hybrid one that is tried summarily: each allows a photograph."""
    beside = record(offence_id="causing_disturbance", further_charges=[further("theft_under", election="summary")])

    held = complete(BookingRecord(**beside), RULES, "demo", SERVICES, TODAY)

    assert [(each.offence_id, each.election) for each in held.charges] == [
        ("causing_disturbance", None),
        ("theft_under", "summary"),
    ]


@pytest.mark.proves("F-03")
def test_a_renamed_statute_is_one_more_row_of_data() -> None:
    """Records cite the name of the day of their picture; with another row new records cite the new name."""
    cited = {day: _cited(RULES, day) for day in ("2000-01-05", "2024-08-18", "2024-08-19")}
    file = read_toml("statutes")
    names = [*file.data["statute"][3]["names"], {"since": date(2026, 9, 1), "name": "Act of Another Name"}]
    renamed = {"statute": [*file.data["statute"][:3], {"id": "foreign_interference", "names": names}]}
    files = read_toml("enrolment"), read_toml("offences"), read_toml("charges")

    changed = enrolment_rules.build(*files, RuleFile(**{**vars(file), "data": {**file.data, **renamed}}))

    assert "Official Secrets Act" in cited["2000-01-05"]
    assert "the Security of Information Act" in cited["2024-08-18"]
    assert "the Foreign Interference and Security of Information Act" in cited["2024-08-19"]
    assert "the Foreign Interference" in _cited(changed, "2026-08-31")
    assert _cited(changed, "2026-09-01").endswith("an offence under the Act of Another Name")


def test_a_paragraph_counts_on_the_days_on_which_it_is_in_force() -> None:
    """Section 83.3 of the Code came into force in December 2001."""
    refusal = _refusal(ica_authority="2(1)(d)", charge_date="2001-12-01", captured_at="2001-12-01", birth_year=1970)

    assert set(refusal.refusal.fields) == {"ica_authority"}


def test_offences_without_photographs_are_offences_of_the_list() -> None:
    """A misspelt id in the rules would let a picture in."""
    assert RULES.no_photograph <= RULES.offences


def _cited(rules: EnrolmentRules, day: str) -> str:
    old = record(charge_date=day, captured_at=day, age_at_offence=None)
    return complete(BookingRecord(**old), rules, "demo", SERVICES, TODAY).authority_cited


def _refusal(**changed: Any) -> Unacceptable:
    with pytest.raises(Unacceptable) as caught:
        complete(BookingRecord(**record(**changed)), RULES, "demo", SERVICES, TODAY)
    return caught.value
