"""Bars of a small table."""

from tests.widgets.fakes import an_answer
from widgets.parts.bars import LONGEST, bars


def test_bars_start_at_zero_and_carry_their_numbers() -> None:
    """The longest bar fills the row; each has its label and value beside it."""
    made = bars(an_answer())

    assert 'width="100.00"' in made
    assert 'width="50.00"' in made
    assert "2026-11-24" in made
    assert "searches by day" in made


def test_an_answer_without_numbers_has_no_chart() -> None:
    """Words are not drawn."""
    assert bars(an_answer().model_copy(update={"rows": (("a", "b"),)})) == ""
    assert bars(an_answer().model_copy(update={"rows": ()})) == ""


def test_a_long_answer_says_how_much_is_not_drawn() -> None:
    """Nothing is left out silently."""
    rows = tuple((str(at), at) for at in range(LONGEST + 3))

    assert "3 more rows" in bars(an_answer().model_copy(update={"rows": rows}))
