"""Items 15 to 17 of the auditors' list: each question returns exactly the planted cases."""

import pytest

from tests.audits.questions.conftest import Asked

pytestmark = pytest.mark.proves("I-05")


@pytest.mark.proves("E-05", "E-09", "E-11")
def test_item_15_leads_that_lack_something(asked: Asked) -> None:
    """What each lacks; expiry on the day after its last; thirty days are not over thirty; none that was withdrawn."""
    found = asked("leads_unsupported", "lead_id", "corroborated", "checked", "ended", "expired")
    a_day_less = asked("leads_unsupported", "lead_id", days=29)

    assert set(found) == {
        ("lead-15-fact", False, True, True, False),
        ("lead-15-check", True, False, True, False),
        ("lead-15-outcome", True, True, False, True),
        ("lead-15-in-time", True, True, False, False),
        ("lead-15-old", False, False, False, False),
    }
    assert set(a_day_less) - {each[:1] for each in found} == {("lead-15-young",)}


@pytest.mark.proves("E-06")
def test_item_16_lineups_after_leads(asked: Asked) -> None:
    """Every lineup and photo array, once, and whether a link came before it; a fact that is no link is none."""
    found = asked("lineups_and_links", "lead_id", "kind", "link_before")

    assert sorted(found) == [
        ("lead-16-after", "lineup", True),
        ("lead-16-array", "photo array", False),
        ("lead-16-before", "lineup", False),
        ("lead-16-no-link", "lineup", False),
    ]


@pytest.mark.proves("E-17", "E-20")
def test_item_17_charges_warrants_and_disclosure(asked: Asked) -> None:
    """The day of the lead counts, the day before does not; a disclosure that was refused is none."""
    found = asked("charges_and_disclosure", "case_id", "warrant", "charged", "step_on", "disclosed_on", "days")
    without = asked("charges_and_disclosure", "case_id", open="yes")

    assert found == [
        ("case-17-open", True, False, "2026-07-06", None, None),
        ("case-17-disclosed", False, True, "2026-07-10", "2026-07-30", 20),
    ]
    assert without == [("case-17-open",)]
