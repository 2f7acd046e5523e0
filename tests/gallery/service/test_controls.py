"""Control over the routes, as pages use it."""

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House

WHY = "The face model gave odd lists this morning."


@pytest.mark.proves("M-11")
def test_a_stop_is_on_every_page_at_once_and_ends_by_two_people(house: House) -> None:
    """The status that each page asks for tells it, without anybody's name, to whom it concerns (M-11)."""
    officer, searcher = house.somebody(Role.COMPLIANCE), house.somebody(Role.INVESTIGATOR)
    asked = {"scope": "person", "target": searcher, "reason": WHY}

    stop = house.ask("POST", "/stops", officer, json=asked).json()

    assert "Searching is stopped for you" in house.ask("GET", "/status", searcher).json()["stopped"][0]
    assert house.ask("GET", "/status", officer).json()["stopped"] == []
    path = f"/stops/{stop['id']}/resumption"
    assert house.ask("POST", path, officer, json={"reason": WHY}).is_success
    assert house.ask("POST", f"{path}/confirmation", officer).status_code == 403
    assert house.ask("POST", f"{path}/confirmation", ADMIN).is_success
    assert house.ask("GET", "/status", searcher).json()["stopped"] == []


@pytest.mark.proves("B-13")
def test_bounds_change_by_two_people_over_the_routes(house: House) -> None:
    """What was proposed by one and approved by another is in force (B-13)."""
    officer = house.somebody(Role.COMPLIANCE)
    rates = ("false_positive_before", "false_positive_after", "false_negative_before", "false_negative_after")
    effect = {"group": "All", "trials": 500, **dict.fromkeys(rates, 0.01)}
    body = {"min_score": 0.35, "max_candidates": 10, "reason": WHY, "effects": [effect]}
    proposed = house.ask("POST", "/search-settings", officer, json=body).json()
    path = f"/search-settings/{proposed['id']}/decision"

    alone = house.ask("POST", path, officer, json={"approved": True, "reason": WHY})
    both = house.ask("POST", path, ADMIN, json={"approved": True, "reason": WHY})

    assert (alone.status_code, both.status_code) == (403, 200)
    newest = house.ask("GET", "/controls", ADMIN).json()["settings"][0]
    assert (newest["in_force"], newest["min_score"]) == (True, 0.35)
