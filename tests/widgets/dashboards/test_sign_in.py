"""Signing in and out."""

from collections.abc import Callable

import pytest

from tests.widgets.dashboards.conftest import Running
from tests.widgets.dashboards.fake_service import PASSWORD


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server: Running) -> None:
    """HttpOnly, SameSite=Strict, and a value that the service made."""
    with server.client() as nobody:
        answer = nobody.post("/sign-in", data={"username": "ines", "password": PASSWORD})

    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert cookie.split("=", 1)[1].split(";")[0] in server.service.sessions


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/search", "/search"), ("//evil.example", "/"), ("https://evil.example/", "/"), ("/sign-out", "/"), ("", "/")],
)
def test_the_way_back_leads_to_a_page_of_ours_only(server: Running, wanted: str, led_to: str) -> None:
    """The page that was asked for opens after signing in; anything else is the home page."""
    with server.client() as nobody:
        answer = nobody.post("/sign-in", data={"username": "ines", "password": PASSWORD, "next": wanted})

    assert answer.headers["location"] == led_to


def test_a_wrong_password_is_answered_with_rule_and_next_step(server: Running) -> None:
    """What was refused, what to do, the entry in the log; the name stays typed, the password does not."""
    with server.client() as nobody:
        answer = nobody.post("/sign-in", data={"username": "ines", "password": "wrong<>guess"})

    assert answer.status_code == 401
    assert "Refused by sign_in.wrong." in answer.text
    assert "Do this next." in answer.text
    assert "entry 41" in answer.text
    assert 'value="ines"' in answer.text
    assert "guess" not in answer.text


def test_a_locked_account_is_told_so(server: Running) -> None:
    """The lock-out has its own words."""
    server.service.locked.add("adm")
    with server.client() as nobody:
        answer = nobody.post("/sign-in", data={"username": "adm", "password": PASSWORD})

    assert answer.status_code == 403
    assert "account.locked" in answer.text


@pytest.mark.parametrize("form", [{}, {"username": "ines"}, {"username": "<b>", "password": "x" * 300}])
def test_an_incomplete_form_is_refused_at_its_fields(server: Running, form: dict[str, str]) -> None:
    """Nothing is asked of the service, and nothing typed comes back as markup."""
    before = len(server.service.asked)
    with server.client() as nobody:
        answer = nobody.post("/sign-in", data=form)

    assert answer.status_code == 422
    assert "Type your password." in answer.text
    assert "<b>" not in answer.text
    assert len(server.service.asked) == before


def test_signing_out_ends_session_and_kernels(server: Running, wait_until: Callable[..., None]) -> None:
    """The service is told, the cookie goes, and the person's kernels end."""
    with server.sign_in("ines") as browser:
        secret = browser.cookies["leadbook_session"]
        kernel = server.open(browser)
        answer = browser.post("/sign-out")

    assert answer.headers["location"] == "/sign-in"
    assert secret not in server.service.sessions
    wait_until(lambda: not list(server.private.glob(f"kernel-{kernel}.json")))


def test_signing_in_again_ends_the_session_before(server: Running) -> None:
    """One browser holds one session at a time."""
    with server.sign_in("ines") as browser:
        before = browser.cookies["leadbook_session"]
        browser.post("/sign-in", data={"username": "amir", "password": PASSWORD})

    assert before not in server.service.sessions
