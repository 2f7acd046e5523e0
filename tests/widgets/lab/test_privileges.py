"""Analysts' code runs as another user where that is possible, and the lab says plainly where it is not."""

import os
import pwd
from pathlib import Path

import pytest

from kernel_lib.client import Client
from kernel_lib.errors import ServiceUnreachable, SettingsError, SignInRequired
from tests.widgets.dashboards.fake_service import PASSWORD, FakeService
from widgets.lab.privileges import decide
from widgets.lab.relay import Relay


def test_a_user_that_does_not_exist_is_refused_when_asked_for() -> None:
    """The lab does not quietly run as somebody else than was asked for."""
    with pytest.raises(SettingsError, match="create it first"):
        decide("no-such-user-here")


def test_the_lab_says_that_it_is_not_kept_apart() -> None:
    """Without the user it runs all the same, and says what that means."""
    separation = decide(None)

    assert separation.user is None or separation.user.pw_name == "leadbook-analyst"
    assert separation.words


def test_a_named_user_is_used_by_root_and_refused_to_others() -> None:
    """Only root can become another user."""
    if os.getuid() == 0:
        assert decide("nobody").user == pwd.getpwnam("nobody")
    else:
        with pytest.raises(SettingsError, match="expected to be root"):
            decide("root")


def test_the_relay_hands_on_what_the_service_answers(short_socket_dir: Path) -> None:
    """Through it a person signs in and is known; a wrong secret is refused as before."""
    with FakeService(short_socket_dir / "service.sock") as service:
        relay = Relay(short_socket_dir / "relay.sock", service.socket, os.getuid(), os.getgid())
        relay.start()
        with Client(short_socket_dir / "relay.sock") as nobody:
            granted = nobody.sign_in("ana", PASSWORD)
        with Client(short_socket_dir / "relay.sock", granted.session) as analyst:
            person = analyst.resolve()
        with Client(short_socket_dir / "relay.sock", "forged") as forger, pytest.raises(SignInRequired):
            forger.resolve()
        relay.close()

    assert person.username == "ana"


def test_the_relays_socket_is_for_its_user_only(short_socket_dir: Path) -> None:
    """Nobody else on the machine can reach the service by it; without a service it answers nothing."""
    relay = Relay(short_socket_dir / "r.sock", short_socket_dir / "none.sock", os.getuid(), os.getgid())
    relay.start()
    with Client(short_socket_dir / "r.sock", "any") as person, pytest.raises(ServiceUnreachable):
        person.resolve()
    relay.close()

    assert (short_socket_dir / "r.sock").stat().st_mode & 0o777 == 0o600
