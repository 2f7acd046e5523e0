"""Evaluations of accuracy: a labelled set in, a document under its hash out."""

import json
from pathlib import Path
from typing import Any

import pytest

from gallery.evaluation.labelled import LABELS, PICTURES, lines_of
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.house import House

ROWS = [{"picture": f"{number}.png", "subject": f"P-{number // 2}"} for number in range(6)]


def _set(house: House, rows: list[dict[str, str]] | None = None, without_face: int = 0) -> Path:
    """Write a set of three people with two pictures each; of so many pictures no template can be made."""
    folder = house.settings.evaluation_dir / "made"
    (folder / PICTURES).mkdir(parents=True)
    for number in range(6):
        data = picture(faces=0 if number < without_face else 1, shade=40 + number)
        (folder / PICTURES / f"{number}.png").write_bytes(data)
    (folder / LABELS).write_text(lines_of(rows or ROWS))
    return folder


def _filed(house: House, username: str) -> Any:
    return house.ask("POST", "/evaluations", username, json={"evaluation_set": "made"})


@pytest.mark.proves("C-02", "L-02")
def test_an_evaluation_is_filed_with_a_row_for_every_length_and_told_to_the_log(house: House) -> None:
    """The log keeps hashes and counts, no score; the newest stands on file."""
    compliance = house.somebody(Role.COMPLIANCE)
    _set(house, without_face=1)

    filed = _filed(house, compliance).json()

    assert [each["length"] for each in filed["by_length"]] == list(range(2, 51))
    assert (filed["people"], filed["pictures"], filed["no_template"]) == (3, 6, 1)
    assert (filed["mated"], filed["non_mated"], filed["out_of_date"]) == (6, 6, [])
    entry = house.entries()[-1].event
    assert (entry.act, entry.details["sha256"], entry.details["without"]) == ("evaluation_filed", filed["sha256"], 1)
    held = house.ask("GET", "/evaluations", compliance).json()
    assert held["evaluations"] == [filed]
    assert filed["sha256"] in held["state"]


@pytest.mark.proves("L-04")
def test_pictures_without_a_template_raise_the_misses(house: House) -> None:
    """Both searches of a person with one such picture miss, even where everybody else of the set is listed."""
    compliance = house.somebody(Role.COMPLIANCE)
    _set(house, without_face=1)

    filed = _filed(house, compliance).json()

    assert all(each["investigation"]["count"] == 2 for each in filed["by_length"][1:])


def test_a_newer_evaluation_takes_the_place_of_an_older(house: House) -> None:
    """Both stay; the older one says that there is a newer one."""
    compliance = house.somebody(Role.COMPLIANCE)
    _set(house)
    first, second = _filed(house, compliance).json(), _filed(house, compliance).json()

    newest, older = house.ask("GET", "/evaluations", compliance).json()["evaluations"]

    assert (newest["sha256"], older["sha256"]) == (second["sha256"], first["sha256"])
    assert (newest["out_of_date"], older["out_of_date"]) == ([], ["a newer one is on file"])
    assert newest["set_sha256"] == older["set_sha256"]


def test_other_bounds_or_another_model_make_it_out_of_date(house: House) -> None:
    """What was measured is not what is deployed; with bounds the table of the change came from it (B-13)."""
    compliance, administrator = house.somebody(Role.COMPLIANCE), house.somebody(Role.ADMINISTRATOR)
    _set(house)
    sha256 = _filed(house, compliance).json()["sha256"]
    bounds = {"min_score": 0.5, "max_candidates": 10, "reason": "Fewer strangers on each list."}
    proposed = house.ask("POST", "/search-settings", compliance, json=bounds).json()
    decision = {"approved": True, "reason": "The table of the evaluation convinces me."}

    house.ask("POST", f"/search-settings/{proposed['id']}/decision", administrator, json=decision)

    held = house.ask("GET", "/evaluations", compliance).json()
    assert [each["source"] for each in proposed["effects"]] == [sha256]
    assert proposed["effects"][0]["group"] == "Everybody: no group labels on file"
    assert held["evaluations"][0]["out_of_date"] == ["the threshold or the list length changed"]
    assert "It is out of date: the threshold or the list length changed." in held["state"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "line 6: expected an object"),
        (json.dumps({"picture": "../0.png", "subject": "P-9"}), "line 6: expected the plain name"),
        (json.dumps({"picture": "5.png", "subject": "Some Body"}), "line 6: expected picture, subject and group"),
        (json.dumps({"picture": "5.png", "subject": "P-9", "name": "x"}), "line 6: expected picture, subject"),
        (json.dumps({"picture": "gone.png", "subject": "P-9"}), "line 6: expected a picture"),
        (json.dumps({"picture": "0.png", "subject": "P-9"}), "the same picture stands there twice"),
    ],
)
def test_a_set_that_is_not_as_its_format_says_is_refused_by_its_line(house: House, line: str, told: str) -> None:
    """Nothing is filed, and the refusal is in the log without what the line held."""
    compliance = house.somebody(Role.COMPLIANCE)
    folder = _set(house)
    lines = (folder / LABELS).read_text().splitlines()[:5]
    (folder / LABELS).write_text("\n".join([*lines, line]) + "\n")

    answer = _filed(house, compliance)

    assert (answer.status_code, answer.json()["rule"]) == (422, "C-02")
    assert told in answer.json()["reason"]
    assert house.told()[-1] == ("evaluation_filed", "refused")
    assert house.ask("GET", "/evaluations", compliance).json()["evaluations"] == []


@pytest.mark.parametrize("name", ["other", "../made", "MADE"])
def test_a_set_that_is_not_there_is_not_found(house: House, name: str) -> None:
    """And no path leads out of the folder of sets."""
    compliance = house.somebody(Role.COMPLIANCE)
    _set(house)

    answer = house.ask("POST", "/evaluations", compliance, json={"evaluation_set": name})

    assert answer.status_code == 404
