"""Two people of compliance who write an assessment, as tests need them."""

from typing import Any

from kernel_lib.vocabulary import Role
from tests.gallery.house import House

ANSWER = "Written for this test in more than twenty characters."
RISK = {
    "flow_step": "Search of a probe",
    "principle": "MFIPPA s. 31, use",
    "cause": "A person searches without a case.",
    "affected": "everybody whose picture is held",
    "likelihood": "unlikely",
    "impact": "serious",
    "control": "A-01",
    "residual": "An approver who does not look.",
    "owner": "the programme owner",
    "due": "2027-01-31",
}
REPRESENTED = {
    "rows": [{"group": "women", "people": 30, "of": 100, "population_share": 0.5, "source": "Study of 2026-10, p. 4"}]
}


def first(house: House) -> str:
    """Sign in who writes."""
    return house.somebody(Role.COMPLIANCE, username="writes")


def second(house: House) -> str:
    """Sign in who accepts."""
    return house.somebody(Role.COMPLIANCE, username="accepts")


def ask(house: House, method: str, path: str, who: str, **request: Any) -> Any:
    """Send a request that is answered; return its JSON."""
    answer = house.ask(method, f"/assessment{path}", who, **request)
    assert answer.is_success, answer.text
    return answer.json()


def answer_all(house: House) -> dict[str, Any]:
    """Answer every question, with evidence where it is needed."""
    writer = first(house)
    for question in ask(house, "GET", "", writer)["questions"]:
        evidence = ["board minutes 2026-11-02"] if question["evidence_needed"] else []
        told = {"text": ANSWER, "evidence": evidence}
        ask(house, "POST", f"/answers/{question['id']}", writer, json=told)
    ask(house, "POST", "/representation", writer, json=REPRESENTED)
    held: dict[str, Any] = ask(house, "POST", "/risks", writer, json=RISK)
    return held
