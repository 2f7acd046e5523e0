"""What the audit dashboard does in a real browser: answers scroll in place, the page follows the log, figures open."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from audits.segments import read


def answer_scrolls_in_its_place(page: Page) -> None:
    """By keyboard too, its columns named all the while; also where the window is small or the page is enlarged."""
    size = page.viewport_size
    for width, height in ((1366, 768), (683, 384)):
        page.set_viewport_size({"width": width, "height": height})
        region = page.get_by_role("group", name="Acts by person")
        region.evaluate("node => { node.scrollTop = 0; node.scrollIntoView({ block: 'center' }); }")
        region.focus()
        page.keyboard.press("End")
        page.wait_for_function("node => node.scrollTop > 0", arg=region.element_handle())
        box, head = region.bounding_box(), region.locator("thead th").first.bounding_box()
        assert box is not None
        assert head is not None
        assert box["height"] <= max(0.6 * height, 1) + 2
        assert abs(head["y"] - box["y"]) < 3, "the names of the columns went out of sight"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    if size:
        page.set_viewport_size(size)
    expect(page.get_by_test_id("rows-told")).to_have_text(re.compile(r"^\d+ rows"))


def page_follows_the_log(page: Page, audit: Path) -> None:
    """It says from when its data are, stops and goes on at a button, and leaves no entry for asking."""
    line = page.get_by_test_id("as-of")
    expect(line).to_contain_text("State of the log as of")
    before = sum(1 for _ in read(audit))

    page.get_by_role("button", name="Stop refreshing").click()
    page.get_by_role("button", name="Refresh by itself again").click()
    expect(page.get_by_role("button", name="Stop refreshing")).to_be_visible()
    expect(line).not_to_contain_text(re.compile(r"\. 0 entries since"))

    assert sum(1 for _ in read(audit)) == before


def figure_opens_its_question(page: Page) -> None:
    """Each link of a figure names a question that is listed, with the days of the figure; one is followed."""
    links = page.locator(".lb-figures a[href^='?question=']")
    for address in links.evaluate_all("nodes => nodes.map(node => node.getAttribute('href'))"):
        named = re.match(r"\?question=(\w+)&first_day=[\d-]{10}&last_day=[\d-]{10}$", address)
        assert named, address
        assert page.locator(".lb-questions").get_by_test_id(f"open-{named[1]}").count() == 1, address
    page.locator("#figure-by_offence").get_by_role("link", name="See what is behind it").click()
    page.get_by_role("heading", name="Searches by offence").wait_for()
    first = page.locator(".lb-question input[type=date]").first
    expect(first).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
