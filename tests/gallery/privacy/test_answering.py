"""What people write into the assessment."""

from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.house import House
from tests.gallery.privacy.writing import ANSWER, RISK, ask, first, second


def refused(house: House, path: str, by: str, /, **body: Any) -> Any:
    """Send what is refused; return the refusal."""
    answer = house.ask("POST", f"/assessment{path}", by, json=body)
    assert not answer.is_success
    return answer.json()


@pytest.mark.proves("K-06")
def test_a_part_of_the_four_part_test_needs_evidence(house: House) -> None:
    """Without a document, a report or a hash to rest on it is not kept; with one it is (K-06)."""
    writer = first(house)

    told = refused(house, "/answers/necessity_need", writer, text=ANSWER)
    kept = ask(house, "POST", "/answers/necessity_need", writer, json={"text": ANSWER, "evidence": ["minutes, item 4"]})

    assert told["rule"] == "K-06"
    answered = next(each for each in kept["questions"] if each["id"] == "necessity_need")
    assert (answered["evidence"], answered["answered_by"]) == (["minutes, item 4"], "writes")
    needed = [each["id"] for each in kept["questions"] if each["evidence_needed"]]
    assert needed == ["necessity_need", "necessity_effect", "necessity_loss", "necessity_less"]


@pytest.mark.proves("K-04")
def test_a_risk_whose_control_no_test_proves_is_unproven(house: House) -> None:
    """A row without a control, or with one that no test names, says so; a proven one counts its tests (K-04)."""
    writer = first(house)

    ask(house, "POST", "/risks", writer, json={**RISK, "control": ""})
    ask(house, "POST", "/risks", writer, json={**RISK, "control": "Z-99"})
    rows = ask(house, "POST", "/risks", writer, json=RISK)["risks"]

    assert [each["proof"] for each in rows] == ["unproven", "unproven", "proven"]
    assert [each["tests"] > 0 for each in rows] == [False, False, True]
    assert set(RISK) <= set(rows[0])


@pytest.mark.proves("K-04")
def test_a_risk_is_accepted_by_another_person_and_again_when_it_is_written_anew(house: House) -> None:
    """Acceptance is a signature under one writing (K-04)."""
    writer, other = first(house), second(house)
    held = ask(house, "POST", "/risks", writer, json=RISK)["risks"][0]

    own = refused(house, f"/risks/{held['id']}/acceptance", writer)
    accepted = ask(house, "POST", f"/risks/{held['id']}/acceptance", other)["risks"][0]
    anew = ask(house, "POST", "/risks", writer, json={**RISK, "number": 1, "impact": "severe"})["risks"]

    assert own["rule"] == "K-04"
    assert accepted["accepted_by"] == "accepts"
    assert [(each["number"], each["impact"], each["accepted_by"]) for each in anew] == [(1, "severe", "")]
    assert refused(house, f"/risks/{held['id']}/acceptance", other)["rule"] == "K-01"


@pytest.mark.proves("K-09")
def test_whom_the_public_sent_is_listed_with_what_changed(house: House) -> None:
    """Who, when, what was said and what changed; a day that has not come is refused (K-09)."""
    writer = first(house)
    heard = {
        "held_on": "2026-10-07",
        "who": "Session in the library",
        "said": "Too many pictures.",
        "changed": "Fewer.",
    }

    kept = ask(house, "POST", "/engagements", writer, json=heard)["engagements"]

    assert [{key: each[key] for key in heard} for each in kept] == [heard]
    assert refused(house, "/engagements", writer, **{**heard, "held_on": "2031-01-01"})["rule"] == "K-09"


def test_what_is_written_stays_out_of_the_log(house: House) -> None:
    """The log holds a hash of the words, never the words."""
    ask(house, "POST", "/answers/background_need", first(house), json={"text": ANSWER})

    entry = house.entries()[-1]

    assert entry.event.act == "assessment_answered"
    assert len(str(entry.event.details["answer_sha256"])) == 64
    assert ANSWER not in str(entry.event.details)


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.EXAMINER, Role.AUDITOR, Role.ANALYST])
def test_only_compliance_writes(house: House, role: Role) -> None:
    """Whoever searches or audits writes nothing into the assessment."""
    answer = house.ask("POST", "/assessment/answers/background_need", house.somebody(role), json={"text": ANSWER})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "text", ["An answer [[withheld: keys | never closed", "[[withheld: | no reason is given]]", "a ]] b"]
)
def test_a_mark_that_is_not_whole_is_refused(house: House, text: str) -> None:
    """A mark left open would publish what it was to hide."""
    assert refused(house, "/answers/background_need", first(house), text=f"{ANSWER} {text}")["rule"] == "K-07"
