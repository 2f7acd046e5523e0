"""A report is run on its page, proposed by one person and released by another, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser

NARROW = {"width": 375, "height": 720}
WIDE = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.mark.proves("J-01", "H-02", "W-24", "D-05")
def test_a_report_is_run_proposed_and_released_by_two_people(site: Site) -> None:
    """By keyboard; progress is told; who ran it is refused by its rule; the second person opens it and releases it."""
    visitor = site.somebody("compliance")
    page = visitor.open("/reports")
    page.get_by_role("button", name="Differences between groups").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Last day of the period").fill("2026-11-23")
    visitor.show("report-order")
    page.get_by_role("button", name="Run this report").press("Enter")
    page.get_by_role("progressbar", name="Progress of the report").wait_for()
    visitor.show("report-progress")
    page.get_by_text("The report is ready.").wait_for()
    expect(page.locator("main")).to_contain_text("Checks that it passed")
    _confirm(page, "Propose for release", "Propose this report")
    page.get_by_text("A second person, who neither ran nor proposed it").wait_for()
    _confirm(page, "Release", "Release this report")
    page.get_by_text("H-02").first.wait_for()
    visitor.show("report-refused")
    _fits(page, NARROW)
    visitor.context.close()
    _release(site)


def _release(site: Site) -> None:
    visitor = site.somebody("higher")
    page = visitor.open("/reports")
    page.get_by_role("group", name="Runs of reports").get_by_role("button").first.click()
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="Open the report (HTML, new tab)").click()
    expect(opened.value.locator("h1")).to_have_text("Differences between groups")
    _confirm(page, "Release", "Release this report")
    page.get_by_text("From now on nobody can change it.").wait_for()
    visitor.show("report-released")
    visitor.context.close()


def _confirm(page: Page, first: str, final: str) -> None:
    page.get_by_role("button", name=first, exact=True).click()
    page.get_by_role("button", name=final, exact=True).click()


def _fits(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a size, as Playwright reads one
    assert page.evaluate(WIDE) <= 0
