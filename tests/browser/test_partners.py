"""What comes from outside and what would go out, in a browser: refused in place, confirmed, in both languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from kernel_lib.errors import NotFound
from kernel_lib.wire.leaving import ExitAsked
from tests.browser.site import Site
from tests.browser.stories import requested

pytestmark = pytest.mark.browser

WHERE = "To the encrypted disk 7 of the records desk, kept by the superintendent."
TOLD = {
    "Which system": "Their system",
    "Which agency runs it": "Their service",
    "On what authority it was asked": "Asked by letter under the protocol of both services.",
    "Received on": "2026-01-20",
}
WIDE = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.mark.proves("G-08", "A-05")
def test_an_investigator_records_a_result_from_outside_by_keyboard(site: Site) -> None:
    """A prohibited source is refused at its field and nothing typed is lost; a lawful one is recorded as no lead."""
    requested(site, "another-photograph.jpg")
    visitor = site.somebody("investigator")
    page = visitor.open("/requests")
    page.get_by_label("Request", exact=True).select_option(index=1)
    page.get_by_role("button", name="Show the results from outside").press("Enter")
    page.get_by_text("No result from outside is recorded.").wait_for()
    for label, words in TOLD.items():
        page.get_by_label(label).fill(words)
    _record(page, "Pictures collected from the internet or social media")
    expect(page.locator(".lb-at-source .lb-field-error")).to_contain_text("is prohibited")
    expect(page.get_by_label("Which system")).to_have_value("Their system")
    visitor.show("external-refused")
    page.get_by_role("button", name="Not yet, go back").press("Enter")
    _record(page, "Booking pictures of another police service")
    page.get_by_role("cell", name="Their system").wait_for()
    expect(page.locator("main")).to_contain_text("It is no lead")
    page.set_viewport_size({"width": 800, "height": 800})
    assert page.evaluate(WIDE) <= 0
    visitor.show("external-recorded")
    visitor.context.close()


@pytest.mark.proves("G-10")
def test_an_exit_waits_on_the_home_page_of_both_desks_and_is_read_in_french(site: Site) -> None:
    """The line leads to what would go out, to where and until when; the page itself releases nothing."""
    try:
        site.client("clerk").exits.current()
    except NotFound:
        site.client("clerk").exits.propose(ExitAsked(service="demo", destination=WHERE))
    visitor = site.somebody("compliance")
    page = visitor.page
    page.get_by_role("link", name=re.compile("Exit of your service")).press("Enter")
    page.get_by_role("heading", name="Exit of your service").wait_for()
    expect(page.locator("main")).to_contain_text(WHERE)
    expect(page.locator("main")).to_contain_text("leadbook export --service demo --release")
    expect(page.locator("main")).to_contain_text("It is off in this installation.")
    visitor.show("exit")
    page.get_by_role("button", name="Français", exact=True).click()
    page.get_by_role("heading", name="Sortie de votre service").wait_for()
    page.set_viewport_size({"width": 800, "height": 800})
    assert page.evaluate(WIDE) <= 0
    visitor.show("exit-french")
    page.get_by_role("button", name="English", exact=True).click()
    page.get_by_role("heading", name="Exit of your service").wait_for()
    visitor.context.close()


def _record(page: Page, source: str) -> None:
    page.get_by_label("Where its gallery comes from").select_option(label=source)
    page.get_by_role("button", name="Look it over").press("Enter")
    page.get_by_role("button", name="Record it").press("Enter")
