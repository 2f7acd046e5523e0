"""Each item of section 5 of the requirements has one main question, which says what its answer means."""

import re
from pathlib import Path

import pytest

from audits.events import ACTS
from audits.questions import Question, questions

ITEMS = range(1, 26)
TESTS = Path(__file__).parents[2]
GALLERY = TESTS.parent / "gallery"


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


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_every_act_that_a_question_reads_is_one_of_the_log(asked: Question) -> None:
    """No question waits for an act that nobody can do."""
    named = re.findall(r"\bact (?:=|<>) '(\w+)'", asked.sql)
    for listed in re.findall(r"\bact (?:not )?in \(([^)]*)\)", asked.sql):
        named += re.findall(r"'(\w+)'", listed)

    assert [act for act in named if act not in ACTS] == []


def test_every_detail_that_a_question_reads_is_told_by_an_act() -> None:
    """The name stands in the program that writes entries, as a keyword or as a text."""
    told = "".join(path.read_text() for path in GALLERY.rglob("*.py"))
    names = {name for found in re.findall(r"(\w+)=|\"(\w+)\"|(\w+): ", told) for name in found}
    read = {key for each in questions() for key in re.findall(r"details ->>? '(\w+)'", each.sql)}

    assert len(read) > 40
    assert sorted(read - names) == []
