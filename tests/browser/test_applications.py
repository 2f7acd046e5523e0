"""Applications in a browser: a clerk records one, makes the report, withholds a line, and gets the copy as a PDF."""

import pytest
from playwright.sync_api import expect

from gallery.demonstration.photographs import Photographs
from tests.browser.site import Site

pytestmark = pytest.mark.browser

DAY = "2026-01-15"


@pytest.mark.proves("F-60", "F-61", "W-23")
def test_a_clerk_answers_a_person_who_asks_what_is_held(site: Site) -> None:
    """List, form, report, severance and letter are accessible; the letter is a file."""
    number = next(each.subject for each in Photographs.listed().used_as("reference"))
    visitor = site.somebody("clerk")
    page = visitor.open("/applications")
    page.get_by_role("button", name="Record an application").click()
    page.get_by_role("radio", name="Access").check()
    page.get_by_label("Subject number").fill(str(number))
    page.get_by_label("Who applies").select_option(label="The person")
    page.get_by_label("On which day it was received").fill(DAY)
    page.get_by_role("radio", name="French").check()
    page.get_by_label("How identity was checked").select_option(index=1)
    page.get_by_label("Day of that check").fill(DAY)
    visitor.show("applications-form")
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Record it").click()

    page.get_by_role("button", name="Make the access report").click()
    page.get_by_role("heading", name="Access report").wait_for()
    expect(page.locator("main")).to_contain_text("Pictures are held.")
    visitor.show("applications-report")
    page.get_by_role("button", name="Withhold or release an item").click()
    page.get_by_label("Item").select_option(label="event-1")
    page.get_by_label("Section").select_option(index=1)
    page.get_by_label("Reasons").fill("The booking is part of an investigation that is still under way.")
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("button", name="Release the copy").click()
    page.get_by_role("button", name="Release it now").click()
    letter = page.get_by_role("link", name="Severed copy of")
    letter.wait_for()
    visitor.show("applications-answered")

    answer = page.request.get(str(letter.evaluate("link => link.href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    visitor.context.close()
