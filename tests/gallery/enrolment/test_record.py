"""Is a booking record complete, and may a photograph be held for it?"""

from datetime import date
from typing import Any

import pytest

from gallery.enrolment.record import complete
from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.gallery import BookingRecord
from tests.gallery.enrolment.bookings import record

RULES = EnrolmentRules.load()
TODAY = date(2026, 11, 24)


def test_a_complete_record_is_taken_as_it_is() -> None:
    """Nothing is added and nothing guessed."""
    held = complete(BookingRecord(**record()), RULES, "demo", {"demo"}, TODAY)

    assert (held.subject_number, held.charged_on, held.ica_authority) == ("S-1", date(2026, 10, 1), "2(1)(a)")


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
        ({"birth_year": 2026}, "F-01", "birth_year"),
        ({"demonstration": True}, "F-01", "demonstration"),
        ({"offence_id": "demonstration"}, "F-01", "demonstration"),
        ({"offence_id": "causing_disturbance"}, "F-02", "offence_id"),
        ({"pose": "upside_down"}, "F-08", "pose"),
    ],
)
def test_what_the_rules_do_not_know_or_allow_is_refused(changed: dict[str, Any], rule: str, field: str) -> None:
    """Each refusal names its rule and its field."""
    refusal = _refusal(**changed).refusal

    assert refusal.rule == rule
    assert set(refusal.fields) == {field}


@pytest.mark.proves("G-01")
def test_a_service_enrols_its_own_pictures_only() -> None:
    """A clerk of one service cannot fill another's gallery."""
    with pytest.raises(Unacceptable) as caught:
        complete(BookingRecord(**record(service="peel")), RULES, "demo", {"demo", "peel"}, TODAY)

    assert caught.value.refusal.rule == "F-04"


@pytest.mark.parametrize("offence_id", sorted(RULES.offences - RULES.no_photograph - {"demonstration"}))
def test_every_other_offence_of_the_list_may_have_a_photograph(offence_id: str) -> None:
    """Indictable and hybrid offences are accepted, whether or not a search may be asked for them (F-02)."""
    held = complete(BookingRecord(**record(offence_id=offence_id)), RULES, "demo", {"demo"}, TODAY)

    assert held.offence_id == offence_id


def test_offences_without_photographs_are_offences_of_the_list() -> None:
    """A misspelt id in the rules would let a picture in."""
    assert RULES.no_photograph <= RULES.offences


def _refusal(**changed: Any) -> Unacceptable:
    with pytest.raises(Unacceptable) as caught:
        complete(BookingRecord(**record(**changed)), RULES, "demo", {"demo"}, TODAY)
    return caught.value
