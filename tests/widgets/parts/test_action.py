"""Acts of a page: what becomes of refusals, lost connections and faults."""

from collections.abc import Callable

import pytest

from kernel_lib.errors import LogUnavailable, ServiceUnreachable, SignInRequired, Unacceptable
from kernel_lib.wire.casework import RequestDraft
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.banner import Banner
from widgets.parts.conduct import Conduct

REFUSAL = Unacceptable("A-08", "The ground is too short.", "Say more.", fields={"ground": "Too short."}, reference=7)


@pytest.fixture
def banner() -> Banner:
    """A page's banner."""
    return Banner()


@pytest.fixture
def acts(banner: Banner) -> Acts:
    """Acts of a page with one field."""
    made = Acts(Conduct(), banner)
    made.know(field.text("ground", "Ground", required=True))
    return made


def _raising(error: Exception) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def test_a_button_is_disabled_while_it_works(acts: Acts) -> None:
    """A second press cannot start the act again."""
    seen: list[bool] = []
    button = acts.button("Go", lambda: seen.append(button.disabled))

    button.click()

    assert seen == [True]
    assert not button.disabled


def test_a_refusal_is_told_whole(acts: Acts, banner: Banner) -> None:
    """Rule, reason, next step, reference, and the message at its field."""
    through = acts.run(_raising(REFUSAL))

    assert not through
    assert (banner.kind, banner.rule, banner.reason, banner.next_step) == (
        "refusal",
        "A-08",
        "The ground is too short.",
        "Say more.",
    )
    assert (banner.recorded, banner.reference, banner.fields) == (True, "7", [["ground", "Too short."]])
    assert acts.fields["ground"].error == "Too short."


def test_what_was_typed_survives_a_refusal(acts: Acts) -> None:
    """An error never empties a field."""
    acts.fields["ground"].value = "typed"

    acts.run(_raising(REFUSAL))

    assert acts.fields["ground"].value == "typed"


def test_the_next_act_takes_old_messages_away(acts: Acts, banner: Banner) -> None:
    """A message stands only as long as it is true."""
    acts.run(_raising(REFUSAL))

    acts.run(lambda: None)

    assert banner.kind == ""
    assert acts.fields["ground"].error == ""


def test_an_ended_session_leads_to_the_sign_in(acts: Acts, banner: Banner) -> None:
    """The person is told to sign in again, and that what was saved is kept."""
    acts.run(_raising(SignInRequired("session.expired", "It ended.", "Sign in.")))

    assert banner.link == "/sign-in"
    assert "kept" in banner.reason


@pytest.mark.parametrize("error", [ServiceUnreachable("service: no answer"), LogUnavailable("log: no space")])
def test_a_silent_service_is_told_as_such(acts: Acts, banner: Banner, error: Exception) -> None:
    """Neither error shows its inner words."""
    acts.run(_raising(error))

    assert banner.heading == "No connection to the service"
    assert str(error) not in banner.reason


def test_a_message_too_long_for_the_wire_stands_at_its_field(acts: Acts, banner: Banner) -> None:
    """What cannot be sent is told before the service is asked."""
    acts.run(lambda: RequestDraft(ground="x" * 4001) and None)

    assert acts.fields["ground"].error
    assert banner.fields[0][0] == "ground"


def test_a_fault_of_the_page_is_told_and_raised(acts: Acts, banner: Banner) -> None:
    """A fault is not swallowed, and the page does not stay silent."""
    with pytest.raises(ZeroDivisionError):
        acts.run(_raising(ZeroDivisionError()))

    assert banner.heading == "This page has a fault"
