"""A second factor: from the secret on a device to the code at signing in."""

import base64
from dataclasses import replace
from datetime import timedelta

import cv2
import httpx
import numpy as np
import pytest

from gallery.accounts.totp import STEP_SECONDS, code_at, qr_svg, step_of
from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House

RFC_SECRET = b"12345678901234567890"


def _code(house: House, secret: bytes) -> str:
    return code_at(secret, int(house.clock.now.timestamp()) // STEP_SECONDS)


def _set_up(house: House, username: str) -> tuple[bytes, list[str]]:
    """Set a second factor up; return the secret and the recovery codes."""
    begun = house.ask("POST", "/me/second-factor", username).json()
    secret = base64.b32decode(begun["secret"])
    body = {"code": _code(house, secret)}
    confirmed = house.ask("POST", "/me/second-factor/confirmation", username, json=body)
    assert confirmed.is_success, confirmed.text
    return secret, confirmed.json()["recovery_codes"]


def _sign_in(house: House, username: str, code: str = "") -> httpx.Response:
    body = {"username": username, "password": house.passwords[username], "code": code}
    return house.client.request("POST", "/sessions", json=body)


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, of which six digits are the last ones."""
    assert code_at(RFC_SECRET, seconds // STEP_SECONDS) == code


def test_a_code_counts_for_a_step_before_and_after_and_once(house: House) -> None:
    """A device's clock may be half a minute off; a step that was used is over."""
    present = int(house.clock.now.timestamp()) // STEP_SECONDS
    codes = {away: code_at(RFC_SECRET, present + away) for away in (-2, -1, 0, 1, 2)}

    found = {away: step_of(RFC_SECRET, code, house.clock.now, 0) for away, code in codes.items()}

    assert found == {-2: None, -1: present - 1, 0: present, 1: present + 1, 2: None}
    assert step_of(RFC_SECRET, codes[0], house.clock.now, present) is None


def test_a_device_reads_the_picture() -> None:
    """The drawn squares are a QR code of the address."""
    text = "otpauth://totp/Leadbook:somebody?secret=ABC&issuer=Leadbook"
    drawn = qr_svg(text)
    size = int(drawn.split('viewBox="0 0 ')[1].split()[0])
    dark = np.full((size, size), 255, np.uint8)
    for square in drawn.split('d="')[1].split('"')[0].split("M")[1:]:
        x, y = map(int, square.split("h")[0].split())
        dark[y, x] = 0

    read, *_ = cv2.QRCodeDetector().detectAndDecode(cv2.resize(dark, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST))

    assert read == text


@pytest.mark.proves("M-03")
def test_with_a_second_factor_a_password_alone_opens_nothing(house: House) -> None:
    """The right password asks for the code; the code opens once; a wrong one counts as a wrong password does."""
    analyst = house.somebody(Role.ANALYST)
    secret, _ = _set_up(house, analyst)
    house.clock.forward(seconds=90)

    alone = _sign_in(house, analyst)
    right = _sign_in(house, analyst, _code(house, secret))
    again = _sign_in(house, analyst, _code(house, secret))

    assert (alone.status_code, alone.json()["rule"], list(alone.json()["fields"])) == (401, "signin.code", ["code"])
    assert right.is_success
    assert (again.status_code, again.json()["rule"]) == (401, "signin.wrong")
    for _ in range(5):
        last = _sign_in(house, analyst, "000000")
    assert last.json()["rule"] == "signin.locked"


@pytest.mark.proves("M-03")
def test_a_recovery_code_opens_once(house: House) -> None:
    """Without the device; the log says that one was used and how many are left, and holds none."""
    analyst = house.somebody(Role.ANALYST)
    secret, codes = _set_up(house, analyst)

    first, second = _sign_in(house, analyst, codes[0]), _sign_in(house, analyst, codes[0])

    assert (first.status_code, second.status_code) == (200, 401)
    assert house.ask("GET", "/me/second-factor", analyst).json()["recovery_codes_left"] == 9
    written = str([each.event for each in house.entries()])
    assert codes[0] not in written
    assert base64.b32encode(secret).decode() not in written


@pytest.mark.proves("M-03")
def test_the_secret_is_sealed_in_the_records(house: House) -> None:
    """A dump of the records opens no session."""
    secret, codes = _set_up(house, house.somebody(Role.ANALYST))

    with house.parts.ledger.reading() as connection:
        row = connection.exec_driver_sql("SELECT sealed, recovery FROM second_factors").one()
    assert secret not in bytes(row[0])
    assert codes[0] not in str(row[1])


@pytest.mark.proves("M-03")
def test_from_its_day_on_nothing_else_is_open_without_one(house: House) -> None:
    """Only one's session and setting it up; afterwards everything is again."""
    analyst = house.somebody(Role.ANALYST)
    rules = house.parts.rules.who.duties
    strict = replace(rules.second_factor, required_for_demonstration=True)
    object.__setattr__(house.parts.rules.who, "duties", replace(rules, second_factor=strict))
    before = house.ask("GET", "/work", analyst)
    house.clock.now = house.clock.now.replace(year=2027, month=3, day=1)
    house.sign_in(analyst)

    closed = house.ask("GET", "/work", analyst)
    me = house.ask("GET", "/me", analyst)
    _set_up(house, analyst)

    assert before.is_success
    assert (closed.status_code, closed.json()["rule"], me.status_code) == (403, "M-03", 200)
    assert house.ask("GET", "/work", analyst).is_success


def test_a_demonstration_is_not_asked_for_one_and_may_set_one_up(house: House) -> None:
    """Off by default there, and reachable."""
    analyst = house.somebody(Role.ANALYST)
    house.clock.now += timedelta(days=80)
    house.sign_in(analyst)

    view = house.ask("GET", "/me/second-factor", analyst).json()

    assert (view["required"], view["required_from"]) == (False, "2027-03-01")
    assert house.ask("POST", "/me/second-factor", analyst).is_success


@pytest.mark.proves("M-03")
def test_taking_it_away_needs_a_code_and_recovery_takes_it_too(house: House) -> None:
    """A session left open is no way around it; an administrator's recovery is the way back without the device."""
    analyst = house.somebody(Role.ANALYST)
    _, codes = _set_up(house, analyst)

    wrong = house.ask("POST", "/me/second-factor/removal", analyst, json={"code": "000000"})
    twice = house.ask("POST", "/me/second-factor", analyst)
    reason = {"reason": "The person lost the device and was seen in person."}
    made = house.ask("POST", f"/accounts/{analyst}/recovery", ADMIN, json=reason).json()
    house.passwords[analyst] = made["password"]

    assert (wrong.status_code, twice.status_code) == (403, 409)
    assert _sign_in(house, analyst).is_success
    house.sign_in(analyst)
    _, codes = _set_up(house, analyst)
    gone = house.ask("POST", "/me/second-factor/removal", analyst, json={"code": codes[3]}).json()
    assert gone["confirmed_at"] is None
