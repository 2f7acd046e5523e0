"""Sessions, tickets and tokens."""

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House


def test_an_idle_session_ends_and_is_recorded_once(house: House) -> None:
    """After fifteen idle minutes the session has ended; later tries are refusals."""
    house.sign_in(ADMIN)
    house.clock.forward(minutes=15)
    before = len(house.entries())

    answers = [house.ask("GET", "/me", ADMIN) for _ in range(2)]

    assert [(answer.status_code, answer.json()["rule"]) for answer in answers] == [
        (401, "session.expired"),
        (401, "session.ended"),
    ]
    assert house.told(before)[0] == ("signed_out", "done")


def test_use_prolongs_a_session_up_to_its_longest_time(house: House) -> None:
    """A session in use lives on past its idle time, and ends after ten hours whatever is done."""
    house.sign_in(ADMIN)
    for _ in range(59):
        house.clock.forward(minutes=10)
        assert house.ask("GET", "/me", ADMIN).status_code == 200

    house.clock.forward(minutes=10)

    assert house.ask("GET", "/me", ADMIN).json()["rule"] == "session.expired"


def test_a_ticket_opens_once_and_for_a_minute(house: House) -> None:
    """A used, late or forged ticket is refused and recorded."""
    first, late = _ticket(house), _ticket(house)

    opened = house.ask("POST", "/tokens", json={"ticket": first})
    again = house.ask("POST", "/tokens", json={"ticket": first})
    house.clock.forward(seconds=60)
    too_late = house.ask("POST", "/tokens", json={"ticket": late})
    forged = house.ask("POST", "/tokens", json={"ticket": "lbk_forged"})

    assert opened.status_code == 200
    assert [each.status_code for each in (again, too_late, forged)] == [401, 401, 401]
    assert house.told()[-4:] == [("token_issued", "done"), *[("access_refused", "refused")] * 3]


def test_a_token_speaks_for_its_person_and_mints_nothing(house: House) -> None:
    """A kernel may ask who it is; it gets no ticket and ends no session."""
    token = _token(house)

    assert house.ask("GET", "/me", secret=token).json()["username"] == ADMIN
    assert house.ask("POST", "/sessions/tickets", secret=token, json={"page": "x"}).status_code == 403
    assert house.ask("DELETE", "/sessions", secret=token).status_code == 403


def test_a_token_ends_with_its_session(house: House) -> None:
    """Signing out revokes every token."""
    token = _token(house)

    house.ask("DELETE", "/sessions", ADMIN)

    assert house.ask("GET", "/me", secret=token).json()["rule"] == "session.ended"


def test_only_the_browser_prolongs_a_token(house: House) -> None:
    """A kernel that keeps asking does not keep itself alive."""
    token = _token(house)
    for _ in range(2):
        house.clock.forward(minutes=7)
        assert house.ask("GET", "/me", secret=token).status_code == 200

    house.clock.forward(minutes=1)

    assert house.ask("GET", "/me", secret=token).status_code == 401


def test_a_token_lives_on_while_the_browser_is_used(house: House) -> None:
    """Use of the session moves the token's end."""
    token = _token(house)
    house.clock.forward(minutes=10)
    house.ask("GET", "/me", ADMIN)
    house.clock.forward(minutes=10)

    assert house.ask("GET", "/me", secret=token).status_code == 200


@pytest.mark.parametrize("secret", ["", "lbs_forged", "lbt_forged", "lbk_forged", "Basic abc"])
def test_a_forged_secret_is_refused_and_recorded(house: House, secret: str) -> None:
    """Whatever is offered that was not given out opens nothing."""
    before = len(house.entries())

    answer = house.ask("GET", "/me", secret=secret)

    assert answer.status_code == 401
    assert house.told(before) == [("access_refused", "refused")]
    assert answer.json()["reference"] == before + 1


def test_no_secret_is_kept_anywhere(house: House) -> None:
    """Neither password, session, ticket nor token stands in any file of the installation."""
    ticket = _ticket(house)
    token = house.ask("POST", "/tokens", json={"ticket": ticket}).json()["token"]
    secrets = [house.passwords[ADMIN], house.sessions[ADMIN], ticket, token]

    held = b"".join(path.read_bytes() for path in house.settings.data_dir.rglob("*") if path.is_file())

    assert not any(secret.encode() in held for secret in secrets)


def test_sessions_that_ended_while_the_service_was_down_are_ended_at_its_start(house: House) -> None:
    """The log says of every session how it ended."""
    house.sign_in(ADMIN)
    house.close()
    house.clock.forward(hours=1)

    house.open()

    assert ("signed_out", "done") in house.told()[-2:]


def test_a_session_ends_with_its_account(house: House) -> None:
    """A disabled account's open session opens nothing."""
    from sqlalchemy import update

    from gallery.records.who import accounts

    name = house.somebody(Role.AUDITOR)
    with house.parts.ledger.unrecorded() as connection:
        connection.execute(update(accounts).where(accounts.c.username == name).values(state="disabled"))

    assert house.ask("GET", "/me", name).json()["rule"] == "session.account"


def _ticket(house: House) -> str:
    ticket: str = house.ask("POST", "/sessions/tickets", ADMIN, json={"page": "home"}).json()["ticket"]
    return ticket


def _token(house: House) -> str:
    token: str = house.ask("POST", "/tokens", json={"ticket": _ticket(house)}).json()["token"]
    return token


def test_wrong_passwords_do_not_end_an_open_session(house: House) -> None:
    """A locked name keeps others out, and its person at work."""
    house.sign_in(ADMIN)
    for _ in range(6):
        house.sign_in(ADMIN, "wrong")

    assert house.ask("GET", "/me", ADMIN).status_code == 200
