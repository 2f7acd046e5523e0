"""What became of the lines of a feed, as the report's table says it."""

import pytest

from kernel_lib.reports.enrolling import Offered, Result, Row
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.words.spoken import VARIABLE

ROWS = (
    Row(1, Result.ENROLLED, searchable=False, rule="F-30", state=EligibilityState.DUE),
    Row(2, Result.ENROLLED, searchable=False, rule="F-40", state=EligibilityState.INELIGIBLE),
    Row(3, Result.ENROLLED, searchable=True, rule="F-21.open_charge", state=EligibilityState.ELIGIBLE),
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("due for destruction", "not searchable", "eligible")),
        ("fr", ("à détruire", "non cherchable", "admissible")),
    ],
)
def test_the_table_says_each_state_and_its_rule(
    monkeypatch: pytest.MonkeyPatch, language: str, told: tuple[str, ...]
) -> None:
    """A picture that is due for destruction is not passed off as searchable, in either language."""
    monkeypatch.setenv(VARIABLE, language)

    html = Offered("0" * 64, ROWS).table().html

    assert all(each in html for each in (*told, "F-30", "F-40", "F-21.open_charge"))
