"""May a picture be searched?"""

from datetime import date, timedelta

import pytest

from gallery.enrolment.eligibility import Inputs, compute
from gallery.rules.enrolment import EligibilityRule
from kernel_lib.vocabulary import EligibilityState

RULE = EligibilityRule("F-20.default", "1", years_after_charge=10, demonstration_always=True, review_days=90)
ELIGIBLE, INELIGIBLE = EligibilityState.ELIGIBLE, EligibilityState.INELIGIBLE


@pytest.mark.parametrize(
    ("charged_on", "today", "expected"),
    [
        (date(2020, 5, 1), date(2020, 4, 30), INELIGIBLE),
        (date(2020, 5, 1), date(2020, 5, 1), ELIGIBLE),
        (date(2020, 5, 1), date(2030, 5, 1), ELIGIBLE),
        (date(2020, 5, 1), date(2030, 5, 2), INELIGIBLE),
        (date(2020, 2, 29), date(2030, 2, 28), ELIGIBLE),
        (date(2020, 2, 29), date(2030, 3, 1), INELIGIBLE),
    ],
)
def test_a_picture_is_eligible_from_the_charge_for_ten_years(
    charged_on: date, today: date, expected: EligibilityState
) -> None:
    """The first and the last day count; a leap day has its anniversary on the 28th."""
    computed = compute(RULE, Inputs(charged_on, demonstration=False), today)

    assert computed.state is expected
    assert (computed.rule, computed.rule_version) == ("F-20.default", "1")


def test_a_state_is_never_relied_on_past_the_last_eligible_day() -> None:
    """The review comes after ninety days, or on the last eligible day when that is sooner."""
    charged_on = date(2020, 5, 1)

    early = compute(RULE, Inputs(charged_on, demonstration=False), charged_on)
    late = compute(RULE, Inputs(charged_on, demonstration=False), date(2030, 4, 1))

    assert early.next_review == charged_on + timedelta(days=90)
    assert late.next_review == date(2030, 5, 1)


def test_a_demonstration_event_has_no_charge_that_runs_out() -> None:
    """Demonstration pictures stay eligible, and are reviewed all the same."""
    today = date(2060, 1, 1)

    computed = compute(RULE, Inputs(date(2020, 5, 1), demonstration=True), today)

    assert computed.state is ELIGIBLE
    assert computed.next_review == today + timedelta(days=90)


def test_inputs_come_back_from_the_records_as_they_were() -> None:
    """What is kept with a state is enough to compute it again."""
    inputs = Inputs(date(2020, 5, 1), demonstration=False)

    assert Inputs.of(inputs.kept()) == inputs
