"""What `leadbook model` prints: models by their state, and a report in counts."""

from gallery.command.models import in_words, listed
from tests.widgets.pages.test_controls_models import HELD, OTHER, REPORT


def test_the_list_tells_which_model_is_in_use_and_which_may_not_be_used_for_cases() -> None:
    """One line a model, then one a report."""
    held = HELD.model_copy(update={"models": (HELD.models[0], OTHER.model_copy(update={"casework": False}))})

    assert list(listed(held)) == [
        "first  in use: templates of 40 of 40 eligible pictures",
        "second  registered, not for casework: templates of 39 of 40 eligible pictures",
        "report 1: first@01 to second@02",
    ]


def test_a_report_is_told_in_counts_with_small_ones_left_out() -> None:
    """Both ways to compare lists, the leads, the scales, accuracy, and what the figures do not say."""
    lines = list(in_words(REPORT))

    assert lines[6] == (
        "by place alone (the first 20): 12 lists change, 30 do not; few entries enter, few leave, 400 stay"
    )
    assert lines[7].startswith("candidates that became leads: 9 stay at their place, few move up the list")
    assert "best similarity, quartiles: 0.400 / 0.500 / 0.600 in use, 0.500 / 0.600 / 0.700 other" in lines
    assert "demonstration by first@01: 3 of 60 searches miss the person" in lines
    assert lines[-1] == REPORT.statements[-1]
