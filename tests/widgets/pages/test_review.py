"""An examination stage by stage."""

import pytest

from kernel_lib.vocabulary import WorkKind
from tests.widgets.examination_fakes import an_examination
from tests.widgets.fakes import an_item, work
from tests.widgets.pages.reviewing import NOTED, NOTES, OPEN, review_page
from tests.widgets.press import button, press, tell, words_in


def test_without_an_address_the_waiting_examinations_are_listed() -> None:
    """Nothing in the list tells a first from a second examination (D-09)."""
    item = an_item(page="/review?examination=e1").model_copy(update={"kind": WorkKind.EXAMINE})
    page, _ = review_page(query={}, work=work(mine=(item, an_item())))

    text = words_in(page.body)
    assert text.count("Request R-0001") == 1
    assert "/review?examination=e1" in text


def test_a_request_is_taken_by_its_address() -> None:
    """And the examination is opened."""
    page, client = review_page(query={"request": "r1"}, requests__examine=an_examination())

    assert client.last("requests.examine") == ("r1",)
    assert "E-0001" in page.heading.value


def test_before_the_lock_only_the_probe_is_shown() -> None:
    """The questions are about the probe alone (D-02)."""
    page, _ = review_page(an_examination())

    assert page.viewer.letters == []
    assert page.analysis.checklist.choices[0]["title"] == "Visible"
    button(page.body, "Lock my notes")


def test_notes_are_locked_in_two_steps() -> None:
    """The first says what becomes visible, and nothing is sent by it."""
    page, client = review_page(an_examination(), examinations__lock_analysis=NOTED)
    page.analysis.checklist.values = {"skin": "yes", "eyes": "no", "nose": "yes"}
    page.analysis.suitable.value = True
    page.analysis.limits.value = "Blur."

    press(page.body, "Lock my notes")
    said, before = words_in(page.body), client.names()
    press(page.body, "Lock my notes on the probe")

    assert "After the lock the candidates can be opened" in said
    assert set(before) == {"examinations.start", "examinations.save_draft"}
    assert client.last("examinations.lock_analysis") == ("e1", NOTES)
    button(page.body, "Open the candidates")


def test_incomplete_notes_are_named() -> None:
    """A component without an answer, and suitability."""
    page, client = review_page(an_examination())

    press(page.body, "Lock my notes")

    assert [name for name, _ in page.banner.fields] == ["visible", "suitable"]
    assert client.names() == ["examinations.start"]


def test_an_unsuitable_probe_says_why() -> None:
    """A rejection needs its reason (A-19)."""
    page, _ = review_page(an_examination())
    page.analysis.checklist.values = {"skin": "no", "eyes": "no", "nose": "no"}
    page.analysis.suitable.value = False

    press(page.body, "Lock my notes")

    assert [name for name, _ in page.banner.fields] == ["limits"]


def test_candidates_open_after_the_lock() -> None:
    """They are asked for, not sent along."""
    page, client = review_page(NOTED, examinations__open_candidates=OPEN)

    press(page.body, "Open the candidates")

    assert client.last("examinations.open_candidates") == ("e1",)
    assert [each["letter"] for each in page.viewer.letters] == ["A", "B", "C"]


@pytest.mark.proves("C-11")
def test_a_print_of_the_list_is_recorded_and_its_mark_stands_on_the_screen() -> None:
    """However the browser was asked to print."""
    page, client = review_page(OPEN.model_copy(update={"mark": "Investigative lead only. examiner1"}))
    client.answers["examinations.record_print"] = None

    tell(page.conduct, event="printing")

    assert client.last("examinations.record_print") == (OPEN.id,)
    assert "Investigative lead only. examiner1" in words_in(page.body)
