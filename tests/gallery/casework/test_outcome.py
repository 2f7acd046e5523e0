"""What two or three conclusions make together: the whole truth table (D-12, D-13)."""

from itertools import product

import pytest

from gallery.casework.outcome import Said, Verdict, outcome

LEAD_FROM = 1
SAYINGS = tuple(Said(None, value) for value in (-2, -1, 0)) + tuple(
    Said(subject, value) for subject in ("a", "b", "c") for value in (-2, -1, 0, 1, 2)
)


def _supports(said: Said) -> str | None:
    return said.subject_id if said.value >= LEAD_FROM else None


@pytest.mark.parametrize(("first", "second"), list(product(SAYINGS, repeat=2)))
def test_two_conclusions(first: Said, second: Said) -> None:
    """Both support the same: a lead. Neither supports anybody: no lead. Anything else: a conflict."""
    one, two = _supports(first), _supports(second)

    found = outcome((first, second), LEAD_FROM)

    if one and one == two:
        assert (found.verdict, found.subject_id) == (Verdict.LEAD, one)
    elif one is None and two is None:
        assert (found.verdict, found.subject_id) == (Verdict.NO_LEAD, None)
    else:
        assert (found.verdict, found.subject_id) == (Verdict.CONFLICT, None)


@pytest.mark.parametrize("third", SAYINGS)
@pytest.mark.parametrize(
    ("first", "second"),
    [(Said("a", 2), Said(None, -2)), (Said("a", 1), Said("b", 1)), (Said("a", 0), Said("a", 1))],
)
def test_a_third_conclusion_decides(first: Said, second: Said, third: Said) -> None:
    """Two of three that support one subject make a lead; anything else is no lead, never another conflict."""
    supported = [_supports(said) for said in (first, second, third)]
    agreed = next((name for name in "abc" if supported.count(name) >= 2), None)

    found = outcome((first, second, third), LEAD_FROM)

    assert found.subject_id == agreed
    assert found.verdict is (Verdict.LEAD if agreed else Verdict.NO_LEAD)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_other_numbers_of_conclusions_are_a_mistake(count: int) -> None:
    """One conclusion never makes a lead."""
    with pytest.raises(ValueError, match="expected two or three"):
        outcome((Said("a", 2),) * count, LEAD_FROM)
