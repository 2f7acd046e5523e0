"""Each item of section 5 of the requirements has one main question, which says what its answer means."""

import re
from pathlib import Path

import pytest

from audits.questions import questions

ITEMS = range(1, 26)
TESTS = Path(__file__).parents[2]


@pytest.mark.proves("I-05")
def test_every_item_has_one_main_question() -> None:
    """Twenty-five items, each the main item of exactly one file; the file names its item among what it answers."""
    main = {each.item: each for each in questions() if each.item}

    assert sorted(each.item for each in questions() if each.item) == list(ITEMS)
    for item in ITEMS:
        assert re.search(rf"section 5, items?[^;]*\b{item}\b", main[item].answers), main[item].name


def test_every_question_says_what_a_row_means_and_does_not_mean() -> None:
    """In whole sentences, none of which judges a person."""
    for each in questions():
        assert each.means.startswith(("Each row", "The")), each.name
        assert each.means.endswith("."), each.name
        assert each.means_not.endswith("."), each.name
        assert len(each.means_not) > 20, each.name


def test_every_question_has_a_seeded_case() -> None:
    """Some test asks it by name: a new question comes with what it must find."""
    told = "".join(path.read_text() for path in TESTS.rglob("test_*.py"))

    assert [each.name for each in questions() if f'"{each.name}"' not in told] == []
