"""Reviews of access, roles that two people change, and what administrators see."""

import pytest

from gallery.rules.who import WhoRules
from gallery.service.housekeeping import keep_house
from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House

WHY = "Still works in this unit, as its head confirmed."
RULES = WhoRules.load().duties.access


def _account(house: House, reader: str, username: str) -> dict[str, object]:
    accounts = house.ask("GET", "/accounts", reader).json()["accounts"]
    return next(each for each in accounts if each["username"] == username)


@pytest.mark.proves("H-07")
def test_compliance_confirms_or_ends_each_accounts_roles(house: House) -> None:
    """A confirmed account is due again after the interval; one that is ended is signed out at once."""
    compliance, analyst = house.somebody(Role.COMPLIANCE), house.somebody(Role.ANALYST)
    clerk = house.somebody(Role.RECORDS_CLERK)

    kept = house.ask("POST", f"/accounts/{analyst}/review", compliance, json={"confirmed": True, "reason": WHY})
    ended = house.ask("POST", f"/accounts/{clerk}/review", compliance, json={"confirmed": False, "reason": WHY})
    own = house.ask("POST", f"/accounts/{compliance}/review", compliance, json={"confirmed": True, "reason": WHY})

    assert kept.json()["review_due"] == str(house.clock.now.date() + RULES.every)
    assert (ended.json()["state"], house.ask("GET", "/me", clerk).status_code) == ("disabled", 401)
    assert (own.status_code, own.json()["rule"]) == (403, "H-02")


@pytest.mark.proves("H-07")
def test_a_late_review_is_shown_and_then_closes_the_account(house: House) -> None:
    """Used every day all the same; after the days of grace nobody has said that it may stay."""
    compliance, analyst = house.somebody(Role.COMPLIANCE), house.somebody(Role.ANALYST)
    due = house.clock.now + RULES.every
    while house.clock.now.date() <= due.date():
        house.clock.forward(days=60.5)
        for each in (compliance, analyst, ADMIN):
            house.sign_in(each)
    house.ask(
        "POST",
        f"/accounts/{compliance}/review",
        house.somebody(Role.COMPLIANCE, username="second"),
        json={"confirmed": True, "reason": WHY},
    )

    late = _account(house, compliance, analyst)
    keep_house(house.parts)
    still = _account(house, compliance, analyst)
    house.clock.forward(days=31)
    for each in (compliance, analyst, ADMIN):
        house.sign_in(each)
    keep_house(house.parts)

    assert (late["review_overdue"], still["state"]) == (True, "active")
    assert _account(house, compliance, analyst)["state"] == "disabled"
    assert _account(house, compliance, compliance)["state"] == "active"
    assert _account(house, compliance, ADMIN)["state"] == "active", "the only administrator stays"


@pytest.mark.proves("H-02")
def test_other_roles_need_a_second_person(house: House) -> None:
    """Proposed by an administrator, decided by compliance; from the next request on, and signed out before."""
    compliance, analyst = house.somebody(Role.COMPLIANCE), house.somebody(Role.ANALYST)
    asked = {"roles": ["records_clerk"], "reason": WHY}

    change = house.ask("POST", f"/accounts/{analyst}/roles", ADMIN, json=asked).json()
    before = house.ask("GET", "/me", analyst).json()["roles"]
    alone = house.ask("POST", f"/role-changes/{change['id']}/decision", ADMIN, json={"approved": True, "reason": WHY})
    decided = house.ask(
        "POST", f"/role-changes/{change['id']}/decision", compliance, json={"approved": True, "reason": WHY}
    )
    out = house.ask("GET", "/me", analyst).status_code
    house.sign_in(analyst)

    assert (before, alone.status_code, out) == (["analyst"], 403, 401)
    assert decided.json()["approved"] is True
    assert house.ask("GET", "/me", analyst).json()["roles"] == ["records_clerk"]


@pytest.mark.proves("H-02")
@pytest.mark.parametrize(
    ("username", "roles", "status"),
    [("analyst", ["analyst", "administrator"], 422), ("analyst", ["analyst"], 422), (ADMIN, ["analyst"], 403)],
)
def test_roles_that_may_not_be_are_not_even_proposed(
    house: House, username: str, roles: list[str], status: int
) -> None:
    """Incompatible ones, those of now, and one's own."""
    house.somebody(Role.ANALYST)

    answer = house.ask("POST", f"/accounts/{username}/roles", ADMIN, json={"roles": roles, "reason": WHY})

    assert answer.status_code == status


@pytest.mark.proves("M-03")
def test_an_administrator_sees_the_installation_and_ends_a_session(house: House) -> None:
    """Keys by name and never by content; a session ended there is over at once."""
    analyst = house.somebody(Role.ANALYST)

    view = house.ask("GET", "/administration", ADMIN).json()
    session = next(each for each in view["sessions"] if each["username"] == analyst)
    own = next(each for each in view["sessions"] if each["own"])
    ended = house.ask("POST", f"/sessions/{session['id']}/ending", ADMIN)
    refused = house.ask("POST", f"/sessions/{own['id']}/ending", ADMIN)

    assert {"master.key", "signing.key", "identity.key", "wrongdoing.key"} <= {each["name"] for each in view["keys"]}
    assert all(each["private"] for each in view["keys"])
    assert view["accounts_by_state"]["active"] == 2
    assert view["backup_made_at"] is None
    assert (ended.is_success, refused.status_code) == (True, 403)
    assert house.ask("GET", "/me", analyst).json()["rule"] == "session.ended"
