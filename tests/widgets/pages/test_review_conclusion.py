"""Dispositions and the conclusion: sent at once, locked in two steps, revealed in careful words."""

import pytest

from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import Disposition, Observation
from tests.widgets.examination_fakes import letters
from tests.widgets.pages.reviewing import DISPOSED, LOCKED, OPEN, review_page
from tests.widgets.press import press, tell, words_in
from widgets.pages.review_comparison import NONE


def test_a_disposition_goes_to_the_service_at_once() -> None:
    """By button or key, for the letter in view; showing another letter sends nothing."""
    page, client = review_page(OPEN, examinations__dispose=OPEN)

    page.viewer.current = "B"
    before = client.names().count("examinations.dispose")
    tell(page.viewer, event="key", key="e")

    examination, letter, given = client.last("examinations.dispose")
    assert before == 0
    assert (examination, letter, given.disposition) == ("e1", "B", Disposition.EXCLUDED)


def test_nothing_is_locked_while_a_candidate_is_open() -> None:
    """The letters without a disposition are named (C-04)."""
    page, client = review_page(OPEN)
    page.conclusion.letter.value = NONE
    page.conclusion.value.value = -1
    page.conclusion.reasons.value = "Nothing in common."

    press(page.body, "Lock my conclusion")

    assert page.banner.fields == [["letters", "This candidate is: Candidates without a disposition: A, B, C."]]
    assert "examinations.conclude" not in client.names()


def test_keys_choose_but_never_lock() -> None:
    """1 to 5 choose a value from the top, n none of these."""
    page, client = review_page(DISPOSED)

    tell(page.viewer, event="key", key="2")
    tell(page.viewer, event="key", key="n")

    assert page.conclusion.value.value == 1
    assert page.conclusion.letter.value == NONE
    assert set(client.names()) == {"examinations.start", "examinations.save_draft"}


def test_a_conclusion_is_locked_with_its_checklist() -> None:
    """Letter, value, every component with its explanation, reasons; in two steps."""
    page, client = review_page(DISPOSED, examinations__conclude=LOCKED)
    page.conclusion.letter.value = "B"
    page.conclusion.checklist.values = {"skin": "similar", "eyes": "not_visible", "nose": "dissimilar"}
    page.conclusion.checklist.reasons = {"nose": "artefact"}
    page.conclusion.value.value = 1
    page.conclusion.reasons.value = "Skin."

    press(page.body, "Lock my conclusion")
    said = words_in(page.body)
    press(page.body, "Lock the conclusion")

    _, offered = client.last("examinations.conclude")
    assert "become visible" in said
    assert (offered.letter, offered.value, len(offered.components)) == ("B", 1, 3)
    assert offered.components[2].observation is Observation.DISSIMILAR
    assert offered.components[2].note == "Image artefact"
    assert page.viewer.current == "B"


def test_none_of_these_needs_no_checklist() -> None:
    """An empty list of components is a normal conclusion."""
    page, client = review_page(DISPOSED, examinations__conclude=LOCKED)
    page.conclusion.letter.value = NONE
    page.conclusion.value.value = -2
    page.conclusion.reasons.value = "Different ears."

    press(page.body, "Lock my conclusion")
    press(page.body, "Lock the conclusion")

    _, offered = client.last("examinations.conclude")
    assert (offered.letter, offered.components) == (None, ())


def test_answers_survive_a_refused_lock() -> None:
    """What was typed stays for the next try."""
    page, _ = review_page(
        DISPOSED, examinations__conclude=WrongState("D-01", "A stage is open.", "Close it.", reference=2)
    )
    page.conclusion.letter.value = NONE
    page.conclusion.value.value = 0
    page.conclusion.reasons.value = "Typed."

    press(page.body, "Lock my conclusion")
    press(page.body, "Lock the conclusion")

    assert page.banner.rule == "D-01"
    assert page.conclusion.reasons.value == "Typed."


def test_an_excluded_candidate_cannot_be_concluded_on() -> None:
    """The choice holds what the dispositions leave."""
    given = tuple(each.model_copy(update={"disposition": Disposition.EXCLUDED}) for each in letters())
    page, _ = review_page(DISPOSED.model_copy(update={"letters": given}))

    assert [value for _, value in page.conclusion.letter.control.options] == ["", NONE]


def test_the_lock_reveals_in_careful_words() -> None:
    """Similarity with its sentence; never a share of a hundred (C-05, C-06)."""
    page, _ = review_page(LOCKED)

    text = words_in(page.body)
    assert "similarity 0.41" in text
    assert "Told by the evaluation." in text
    assert "%" not in text


def test_nothing_is_revealed_before_the_lock() -> None:
    """Neither similarity nor rank nor date stands in the page."""
    page, _ = review_page(DISPOSED)

    text = words_in(page.body)
    assert "similarity 0" not in text
    assert "2021" not in text


@pytest.mark.parametrize("key", ["e", "n", "1"])
def test_keys_do_nothing_on_a_locked_examination(key: str) -> None:
    """Whatever the browser sends."""
    page, client = review_page(LOCKED)

    tell(page.viewer, event="key", key=key)

    assert client.names() == ["examinations.start"]
