"""Versions of the assessment: closed, accepted, compared."""

from typing import Any

import pytest

from tests.gallery.house import House
from tests.gallery.privacy.writing import ANSWER, answer_all, ask, first, second


@pytest.mark.proves("K-01", "K-02")
def test_an_open_question_keeps_the_assessment_from_being_final(house: House) -> None:
    """The refusal lists what is lacking, and every statutory element that is not filled (K-01, K-02)."""
    writer = first(house)

    answer = house.ask("POST", "/assessment/versions", writer)
    view = ask(house, "GET", "", writer)

    assert (answer.status_code, answer.json()["rule"]) == (422, "K-01")
    assert f"{len(view['lacking'])} parts are lacking" in answer.json()["reason"]
    assert sum(told.startswith("Unanswered: ") for told in view["lacking"]) == len(view["questions"]) == 30
    assert len(view["elements"]) == 10
    assert all(each["lacking"] and each["source"] for each in view["elements"])


@pytest.mark.proves("K-02", "K-05")
def test_when_all_is_answered_only_the_figures_are_lacking(house: House) -> None:
    """Every element is filled; equity still fails without its tables, whatever was written about it (K-02, K-05)."""
    held = answer_all(house)
    ask(house, "POST", f"/risks/{held['risks'][0]['id']}/acceptance", second(house))

    view = ask(house, "GET", "", first(house))

    assert [each["lacking"] for each in view["elements"]] == [[]] * 10
    assert view["lacking"] == ["Equity lacks the table of error rates by group: no evaluation on file establishes one"]
    assert view["equity"]["representation"][0]["exposure"] == 0.6


def test_a_table_with_more_people_than_there_are_is_refused(house: House) -> None:
    """A share above one is a slip of the pen."""
    row = {"group": "men", "people": 11, "of": 10, "population_share": 0.5, "source": "none"}

    assert house.ask("POST", "/assessment/representation", first(house), json={"rows": [row]}).status_code == 422


@pytest.mark.proves("K-07")
def test_what_is_withheld_never_leaves_in_the_public_edition(house: House) -> None:
    """The span is replaced by a number, its reason is listed, and nobody is named (K-07)."""
    marked = f"{ANSWER} Keys lie in [[withheld: security of keys | the safe of room 12]], as agreed."
    ask(house, "POST", "/answers/safeguards_physical", first(house), json={"text": marked})

    edition = house.ask("GET", "/assessment/public", first(house))

    told: dict[str, Any] = edition.json()
    assert b"room 12" not in edition.content
    assert told["withheld"] == [{"number": 1, "place": "safeguards", "reason": "security of keys"}]
    assert "Keys lie in [1], as agreed." in edition.text
    assert b'"writes"' not in edition.content
