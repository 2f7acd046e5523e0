"""One's own password, accounts that an administrator closes or recovers, and accounts that nobody uses."""

import httpx
import pytest

from gallery.service.housekeeping import keep_house
from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House

WHY = "The person left the service at the end of the month."
NEW = "a long sentence of my own"


def _change(house: House, username: str, old: str, new: str = NEW) -> httpx.Response:
    return house.ask("POST", "/me/password", username, json={"old": old, "new": new})


def test_a_new_password_opens_and_the_old_one_does_not(house: House) -> None:
    """One's other sessions end, this one goes on, and the log holds neither password."""
    analyst = house.somebody(Role.ANALYST)
    elsewhere = house.sessions[analyst]
    house.sign_in(analyst)

    answer = _change(house, analyst, house.passwords[analyst])

    assert answer.is_success
    assert house.ask("GET", "/me", secret=elsewhere).json()["rule"] == "session.ended"
    assert house.ask("GET", "/me", analyst).is_success
    assert house.sign_in(analyst).status_code == 401
    assert house.sign_in(analyst, NEW).is_success
    written = "".join(str(each.event) for each in house.entries())
    assert NEW not in written
    assert house.passwords[analyst] not in written


@pytest.mark.parametrize(("new", "field"), [("short", "new"), ("", "new")])
def test_a_password_that_is_too_short_is_refused(house: House, new: str, field: str) -> None:
    """At its field; the old one stays."""
    analyst = house.somebody(Role.ANALYST)

    answer = _change(house, analyst, house.passwords[analyst], new)

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert house.sign_in(analyst).is_success


def test_the_old_password_is_no_new_one(house: House) -> None:
    """Changing it to itself changes nothing."""
    analyst = house.somebody(Role.ANALYST)

    answer = _change(house, analyst, house.passwords[analyst], house.passwords[analyst])

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["new"])


def test_a_session_left_open_is_no_way_to_guess_a_password(house: House) -> None:
    """After five wrong old passwords the account is locked and signed out."""
    analyst = house.somebody(Role.ANALYST)

    answers = [_change(house, analyst, "wrong") for _ in range(6)]

    assert [each.status_code for each in answers] == [403] * 5 + [401]
    assert house.sign_in(analyst).json()["rule"] == "signin.locked"


def test_a_disabled_account_is_signed_out_at_once(house: House) -> None:
    """By an administrator, with a reason of which the log keeps the hash."""
    analyst = house.somebody(Role.ANALYST)

    answer = house.ask("POST", f"/accounts/{analyst}/disabling", ADMIN, json={"reason": WHY})

    assert answer.json()["state"] == "disabled"
    assert house.ask("GET", "/me", analyst).status_code == 401
    assert house.sign_in(analyst).status_code == 403
    told = [each.event for each in house.entries() if each.event.act == "account_changed"][-1]
    assert told.details["sessions_ended"] == 1
    assert WHY not in str(told)


def test_a_recovered_account_opens_with_its_new_first_password_only(house: House) -> None:
    """Also one that was disabled; its old password is gone."""
    analyst = house.somebody(Role.ANALYST)
    house.ask("POST", f"/accounts/{analyst}/disabling", ADMIN, json={"reason": WHY})

    made = house.ask("POST", f"/accounts/{analyst}/recovery", ADMIN, json={"reason": WHY}).json()

    assert made["account"]["state"] == "invited"
    assert house.sign_in(analyst).status_code == 401
    assert house.sign_in(analyst, made["password"]).is_success


@pytest.mark.parametrize("act", ["disabling", "recovery"])
@pytest.mark.parametrize(
    ("username", "reason", "status", "rule"),
    [
        ("analyst", "No.", 422, "I-02"),
        ("nobody", WHY, 404, "accounts.unknown"),
        (ADMIN, WHY, 403, "H-02"),
    ],
)
def test_what_may_not_be_changed_is_refused(
    house: House, act: str, username: str, reason: str, status: int, rule: str
) -> None:
    """Without a reason, for nobody, or for oneself."""
    house.somebody(Role.ANALYST)

    answer = house.ask("POST", f"/accounts/{username}/{act}", ADMIN, json={"reason": reason})

    assert (answer.status_code, answer.json()["rule"]) == (status, rule)


def test_an_account_is_disabled_once(house: House) -> None:
    """A second time is refused."""
    analyst = house.somebody(Role.ANALYST)
    path = f"/accounts/{analyst}/disabling"

    answers = [house.ask("POST", path, ADMIN, json={"reason": WHY}) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 409]


@pytest.mark.proves("H-07")
def test_an_account_that_nobody_uses_is_disabled_after_ninety_days(house: House) -> None:
    """By the service itself, on the ninetieth day since its last use; one that is used stays (H-07)."""
    analyst, auditor = house.somebody(Role.ANALYST), house.somebody(Role.AUDITOR)
    house.clock.forward(days=89)
    house.sign_in(ADMIN)
    house.sign_in(auditor)
    assert keep_house(house.parts)
    before = house.sign_in(analyst).status_code
    house.clock.forward(days=89, hours=23)
    house.sign_in(ADMIN)
    house.sign_in(auditor)
    house.clock.forward(hours=1)

    assert keep_house(house.parts)

    house.sign_in(ADMIN)
    states = {each["username"]: each["state"] for each in _review(house)}
    assert before == 200
    assert states == {ADMIN: "active", analyst: "disabled", auditor: "active"}
    told = [each.event for each in house.entries() if each.event.rule == "H-07"]
    assert [(each.act, each.actor_id, each.details["state"]) for each in told] == [
        ("account_changed", "system", "disabled")
    ]


@pytest.mark.proves("H-07")
def test_an_account_that_was_never_used_counts_from_when_it_was_made(house: House) -> None:
    """An invitation does not stay open for ever."""
    body = {"username": "never", "display_name": "Never", "service": "demo", "roles": ["analyst"]}
    house.ask("POST", "/accounts", ADMIN, json=body)
    house.clock.forward(days=90)
    house.sign_in(ADMIN)

    assert keep_house(house.parts)

    (never,) = [each for each in _review(house) if each["username"] == "never"]
    assert (never["state"], never["last_used_at"]) == ("disabled", None)


def test_the_last_administrator_is_never_locked_out_by_time(house: House) -> None:
    """Otherwise nobody could open any account again."""
    house.sign_in(ADMIN)
    house.clock.forward(days=400)

    assert keep_house(house.parts)

    assert house.sign_in(ADMIN).is_success


@pytest.mark.proves("H-07")
def test_access_is_reviewed_in_one_list(house: House) -> None:
    """Compliance and auditors see each account's roles and when it was last used; others do not (H-07)."""
    house.somebody(Role.ANALYST)

    seen = {role: house.ask("GET", "/accounts", house.somebody(role)) for role in (Role.COMPLIANCE, Role.AUDITOR)}
    others = house.ask("GET", "/accounts", "analyst")

    for answer in seen.values():
        assert answer.json()["idle_days"] == 90
        (analyst,) = [each for each in answer.json()["accounts"] if each["username"] == "analyst"]
        assert analyst["last_used_at"] is not None
        assert "password" not in str(answer.json())
    assert others.status_code == 403


def _review(house: House) -> list[dict[str, object]]:
    accounts: list[dict[str, object]] = house.ask("GET", "/accounts", ADMIN).json()["accounts"]
    return accounts
