"""The records desk in a browser: a clerk finds a person, reads every reason, and sees an effect before recording."""

import re

import pytest
from playwright.sync_api import Page, expect

from gallery.demonstration.photographs import Photographs
from tests.browser.site import Site, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.proves("F-20", "F-22")
def test_a_clerk_reads_the_reasons_and_sees_what_a_mark_would_do(site: Site) -> None:
    """Desk, person, form and preview are accessible; nothing is recorded on the way."""
    visitor = site.somebody("clerk")
    page = visitor.open("/records")
    page.get_by_role("heading", name="What must be brought").wait_for()
    visitor.show("records-desk")
    page.get_by_role("button", name="Try another clock").click()
    page.get_by_label(re.compile("^Which clock")).select_option(label="An open charge counts for: 24 months")
    page.get_by_label(re.compile("^Length to try")).fill("1 month")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("heading", name="What it would do today").wait_for()
    visitor.show("records-what-if")

    _what_came_in(visitor, page)

    number = _somebody(site)
    page.get_by_label("Subject number").fill(number)
    page.get_by_role("button", name="Show the person").click()
    page.get_by_role("heading", name=f"Person {number}").wait_for()
    expect(page.locator("main")).to_contain_text("with no charge that could end")
    visitor.show("records-person")

    page.get_by_role("button", name="Record a death").click()
    page.get_by_label("Day of death").fill("2026-01-15")
    page.get_by_role("button", name="Show the effect").click()
    page.get_by_role("button", name="Record it").wait_for()

    expect(page.locator("main")).to_contain_text("No picture goes into another state.")
    visitor.show("records-effect")
    assert site.client("clerk").lifecycle.person(number).died_on is None
    visitor.context.close()


def _what_came_in(visitor: Visitor, page: Page) -> None:
    """Look at both lists by keyboard, and come back to the desk."""
    page.get_by_role("button", name="Back to the desk").click()
    page.get_by_role("button", name="Pictures to take again").click()
    page.get_by_role("heading", name="Pictures to take again (F-07)").wait_for()
    page.get_by_text("No picture is to be taken again.").wait_for()
    visitor.show("records-recaptures")
    page.get_by_role("button", name="Back to the desk").click()
    page.get_by_role("button", name="What became of the feeds").click()
    page.get_by_role("group", name="Feeds").get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("table", name="Refused lines by rule").wait_for()
    visitor.show("records-feeds")
    page.get_by_role("button", name="Back to the desk").click()


def _somebody(site: Site) -> str:
    """A subject number of the demonstration, as its feed gives it."""
    return str(next(each.subject for each in Photographs.listed().used_as("reference")))
