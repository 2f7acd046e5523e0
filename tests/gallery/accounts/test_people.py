"""Accounts and certificates."""

from itertools import combinations
from typing import Any

import pytest

from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House

CERTIFICATE = {
    "username": "examiner",
    "scope": "examination",
    "provider": "Police college",
    "passed": "2026-11-01",
    "expires": "2027-11-01",
    "mentor": "A mentor",
    "course": "One-to-many examination",
    "correct": 46,
    "questions": 50,
}


def test_only_an_empty_installation_is_given_its_first_administrator(house: House) -> None:
    """A second bootstrap is refused."""
    with pytest.raises(WrongState):
        house.parts.people.bootstrap("another")


def test_roles_that_do_not_go_together_are_refused(house: House) -> None:
    """Who administers or audits does nothing else; compliance does no casework; analysts do not examine (H-02)."""
    apart = {frozenset({first, second}) for first, second in combinations(Role, 2) if _clash(first, second)}

    for number, (first, second) in enumerate(combinations(Role, 2)):
        body = {"username": f"name{number}", "display_name": "n", "service": "demo", "roles": [first, second]}
        answer = house.ask("POST", "/accounts", ADMIN, json=body)

        expected = 422 if frozenset({first, second}) in apart else 200
        assert answer.status_code == expected, (first, second)
        if expected == 422:
            assert answer.json()["rule"] == "H-02"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "admin"}, "username"),
        ({"username": "Upper"}, "username"),
        ({"username": "../x"}, "username"),
        ({"service": "unknown"}, "service"),
        ({"roles": []}, "roles"),
        ({"roles": ["chief"]}, "roles.0"),
        ({"display_name": ""}, "display_name"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_its_field(house: House, change: dict[str, Any], field: str) -> None:
    """The answer names the field; nothing is made; one entry is written."""
    before = len(house.entries()) + 2
    body = {"username": "new", "display_name": "New", "service": "demo", "roles": ["analyst"], **change}

    answer = house.ask("POST", "/accounts", ADMIN, json=body)

    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert [result for _, result in house.told(before)] == ["refused"]
    assert house.ask("GET", "/accounts/new", ADMIN).status_code == 404


def test_compliance_records_training_and_the_account_shows_it(house: House) -> None:
    """A complete certificate is in force from the day on which it was passed until it expires (H-03)."""
    examiner, compliance = house.somebody(Role.EXAMINER), house.somebody(Role.COMPLIANCE)

    given = house.ask("POST", "/certificates", compliance, json=CERTIFICATE)
    shown = house.ask("GET", "/me", examiner).json()["certificates"]

    assert given.json()["in_force"]
    assert [each["in_force"] for each in shown] == [True]


def test_a_certificate_runs_out(house: House) -> None:
    """After its last day it no longer counts."""
    house.somebody(Role.EXAMINER)
    compliance = house.somebody(Role.COMPLIANCE)
    house.ask("POST", "/certificates", compliance, json=CERTIFICATE)
    house.clock.forward(days=365)

    house.sign_in("examiner")

    assert [each["in_force"] for each in house.ask("GET", "/me", "examiner").json()["certificates"]] == [False]


@pytest.mark.proves("H-03")
@pytest.mark.parametrize(
    ("change", "status", "rule"),
    [
        ({"mentor": ""}, 422, "H-03"),
        ({"passed": "2026-12-01"}, 422, "H-03"),
        ({"expires": "2026-11-01"}, 422, "H-03"),
        ({"provider": ""}, 422, "request.fields"),
        ({"course": " "}, 422, "H-03"),
        ({"correct": 39}, 422, "H-03"),
        ({"questions": 0}, 422, "H-03"),
        ({"scope": "review", "mentor": ""}, 422, "H-03"),
        ({"username": "nobody"}, 404, "accounts.unknown"),
        ({"username": "compliance"}, 403, "H-02"),
    ],
)
def test_training_that_does_not_hold_is_refused(house: House, change: dict[str, Any], status: int, rule: str) -> None:
    """A missing element, dates that cannot be, or one's own certificate (H-02, H-03)."""
    house.somebody(Role.EXAMINER)
    compliance = house.somebody(Role.COMPLIANCE)

    answer = house.ask("POST", "/certificates", compliance, json={**CERTIFICATE, **change})

    assert (answer.status_code, answer.json()["rule"]) == (status, rule)


def _clash(first: Role, second: Role) -> bool:
    alone = {Role.ADMINISTRATOR, Role.AUDITOR, Role.REPORTER}
    casework = {Role.INVESTIGATOR, Role.APPROVER, Role.HIGHER_APPROVER, Role.EXAMINER}
    both = {first, second}
    if both == {Role.ANALYST, Role.EXAMINER}:
        return True
    return bool(both & alone) or (Role.COMPLIANCE in both and bool(both & casework))
