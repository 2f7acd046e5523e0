"""The product's clocks against a second reading of the statutes that shares no code with it."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from gallery.eligibility.standing import state_of
from gallery.rules.eligibility import EligibilityRules
from tests.gallery.eligibility.histories import a_day, a_history, a_telling_day, facts_of
from tests.gallery.eligibility.oracle import add, expected

HISTORIES = 100_000
PROFILES = ("plain", "york", "toronto", "waterloo", "durham")


@pytest.fixture(scope="module")
def rules() -> EligibilityRules:
    """The rules as shipped."""
    return EligibilityRules.load()


@pytest.fixture(scope="module")
def including_youth(rules: EligibilityRules) -> EligibilityRules:
    """The same with youth pictures of the demonstration's service included."""
    return replace(rules, youth=replace(rules.youth, included_services=frozenset({"demo"})))


@pytest.mark.proves("F-20", "F-22", "F-23", "F-24", "F-42", "F-44", "F-45")
def test_a_hundred_thousand_histories_get_the_state_that_a_second_reading_gives(
    rules: EligibilityRules, including_youth: EligibilityRules
) -> None:
    """Adults and youths, five profiles, leap years, ends of months, days on which the clock changes."""
    # York destroys a person's pictures together; with nothing elsewhere that makes no difference here.
    random = Random(20261124)  # noqa: S311  # a repeatable choice of histories, not a secret
    for number in range(HISTORIES):
        told = a_history(random, random.choice((1, 1, 1, 1, 2, 3)))
        profile, captured = random.choice(PROFILES), a_day(random)
        today = a_telling_day(random, told, captured)
        died = today - timedelta(days=random.randrange(-50, 50)) if random.random() < 0.05 else None
        included = random.random() < 0.5
        chosen = including_youth if included else rules
        got = state_of(facts_of(told, profile, captured, died=died), chosen, today)
        wanted = expected(told, profile, captured, today, died, included)
        assert got.state == wanted, (number, today, profile, included, captured, died, told, got)


def test_the_second_reading_counts_months_as_a_calendar_does() -> None:
    """The oracle itself, on days that anybody can check on paper."""
    assert add(date(2024, 12, 31), (0, 2, 0)) == date(2025, 2, 28)
    assert add(date(2024, 2, 29), (1, 0, 0)) == date(2025, 2, 28)
    assert add(date(2024, 2, 29), (4, 0, 0)) == date(2028, 2, 29)
    assert add(date(2025, 10, 31), (0, 1, 3)) == date(2025, 12, 3)
