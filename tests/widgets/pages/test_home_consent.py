"""One's own picture for checks of searches, on the home page."""

from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from kernel_lib.wire.staff import ConsentView
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account, work
from tests.widgets.press import everything, press, tell, words_in
from widgets.pages.home import HomePage

NONE = ConsentView(given=False, words_en="I give one picture.", words_fr="Je donne une image.")
HELD = ConsentView(given=True, since=NOW, words_en="I give one picture.", words_fr="Je donne une image.")


def _page(**answers: Any) -> tuple[HomePage, FakeClient]:
    given = {name.replace("__", "."): value for name, value in answers.items()}
    client = FakeClient({"work": work(), "resolve": an_account(Role.APPROVER), **given})
    page = HomePage(lambda: client, {})
    page.load()
    return page, client


@pytest.mark.proves("B-11")
def test_consent_is_asked_for_with_its_words_and_nothing_is_asked_before() -> None:
    """The words stand above the place for the picture; when it is taken in the page says since when."""
    page, client = _page(staff__consent=[NONE, HELD])
    before = "staff.consent" in client.names()
    press(page.body, "My picture for checks of searches")
    shown = words_in(page.consent.box)
    assert page.consent.intake in list(everything(page.consent.box))

    tell(page.consent.intake, event="received")

    assert not before
    assert page.consent.intake.address == "/leadbook/staff-consent"
    assert "I give one picture." in shown
    assert "You consented on" in words_in(page.consent.box)


@pytest.mark.proves("B-11")
def test_consent_is_ended_by_one_button() -> None:
    """Afterwards there is a place for a picture again."""
    page, client = _page(staff__consent=HELD, staff__end=NONE)
    press(page.body, "My picture for checks of searches")

    press(page.consent.box, "End my consent and destroy the picture")

    assert client.names()[-1] == "staff.end"
    assert "You gave no picture." in words_in(page.consent.box)


def test_a_refused_picture_is_told_in_the_banner() -> None:
    """With the service's own reason."""
    page, _ = _page(staff__consent=NONE)
    press(page.body, "My picture for checks of searches")
    reply = '{"rule": "B-11", "reason": "No face was found in the picture.", "next_step": "Take another."}'

    tell(page.consent.intake, event="refused", status=422, reply=reply)

    assert page.banner.reason == "No face was found in the picture."
