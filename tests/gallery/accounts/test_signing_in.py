"""Signing in, its limits, and what a refusal tells."""

import pytest

from gallery.accounts.passwords import Passwords
from kernel_lib.vocabulary import Role
from tests.gallery.house import CHEAP, House


def test_a_right_password_opens_a_session_and_makes_the_account_active(house: House) -> None:
    """The first sign-in of an invited account makes it active; both are recorded."""
    answer = house.sign_in("admin")

    assert answer.status_code == 200
    assert answer.json()["account"]["state"] == "active"
    assert house.told()[-2:] == [("account_changed", "done"), ("signed_in", "done")]


def test_unknown_names_and_wrong_passwords_get_the_same_answer(house: House) -> None:
    """Nothing in a refusal says whether the name exists, not even after many tries."""
    answers = [(house.sign_in("admin", "wrong").json(), house.sign_in("nobody", "wrong").json()) for _ in range(8)]

    for known, unknown in answers:
        assert {**known, "reference": 0} == {**unknown, "reference": 0}
    assert answers[0][0]["rule"] == "signin.wrong"
    assert answers[-1][0]["rule"] == "signin.locked"


def test_a_password_is_checked_even_for_nobody() -> None:
    """The same costly work is done for a name that nobody has."""
    passwords = Passwords(CHEAP)

    assert not passwords.fits(None, "anything")
    assert passwords.fits(passwords.hash("right"), "right")
    assert not passwords.fits("not a hash", "right")


def test_a_locked_account_refuses_the_right_password_until_its_time_is_over(house: House) -> None:
    """Five wrong passwords lock for fifteen minutes; the lock and the opening are recorded."""
    for _ in range(5):
        house.sign_in("admin", "wrong")

    locked = house.sign_in("admin")
    house.clock.forward(minutes=15)
    opened = house.sign_in("admin")

    assert (locked.status_code, locked.json()["rule"]) == (403, "signin.locked")
    assert opened.status_code == 200
    changes = [each.event.details.get("state") for each in house.entries() if each.event.act == "account_changed"]
    assert changes == ["invited", "locked", "active"]


def test_a_right_password_begins_the_count_anew(house: House) -> None:
    """Four wrong, one right, four wrong: still open."""
    for _ in range(2):
        for _ in range(4):
            house.sign_in("admin", "wrong")
        assert house.sign_in("admin").status_code == 200


def test_a_refused_sign_in_is_recorded_without_password_or_unknown_name(house: House) -> None:
    """The log holds the account's id where there is one, and no secret."""
    house.sign_in("admin", "secret-one")
    house.sign_in("some.body", "secret-two")

    log = "".join(path.read_text() for path in house.settings.audit_dir.rglob("*.jsonl"))
    assert house.told()[-2:] == [("sign_in_refused", "refused")] * 2
    assert house.entries()[-1].event.actor_id is None
    assert not any(word in log for word in ("secret-one", "secret-two", "some.body"))


def test_names_are_lower_case_wherever_they_are_typed(house: House) -> None:
    """A capital letter at sign-in is no other person."""
    assert house.sign_in("ADMIN", house.passwords["admin"]).status_code == 200


@pytest.mark.parametrize("fault", ["disabled"])
def test_a_disabled_account_cannot_sign_in(house: House, fault: str) -> None:
    """A disabled account is refused with what to do."""
    name = house.somebody(Role.ANALYST)
    _set_state(house, name, fault)

    answer = house.sign_in(name)

    assert (answer.status_code, answer.json()["rule"]) == (403, "signin.disabled")


def test_only_the_password_tells_that_an_account_is_disabled(house: House) -> None:
    """To everybody else a disabled account is a name that nobody has, its lock included."""
    name = house.somebody(Role.ANALYST)
    _set_state(house, name, "disabled")

    answers = [(house.sign_in(name, "wrong").json(), house.sign_in("nobody", "wrong").json()) for _ in range(6)]

    for disabled, unknown in answers:
        assert {**disabled, "reference": 0} == {**unknown, "reference": 0}
    assert answers[-1][0]["rule"] == "signin.locked"
    assert house.sign_in(name).json()["rule"] == "signin.locked"


def _set_state(house: House, username: str, state: str) -> None:
    from sqlalchemy import update

    from gallery.records.who import accounts

    with house.parts.ledger.unrecorded() as connection:
        connection.execute(update(accounts).where(accounts.c.username == username).values(state=state))
