"""The dashboards in French: switched on each page of each role, accessible, and nothing typed is lost by it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site, Visitor

pytestmark = pytest.mark.browser

PAGES = {
    "investigator": ("/", "/search", "/requests", "/leads", "/case"),
    "approver": ("/approvals",),
    "examiner1": ("/review",),
    "compliance": ("/controls", "/audit"),
}


def _ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_function("() => !document.querySelector('main .lb-loading:not([hidden])')")


def _switch(page: Page, language: str) -> None:
    """Press the switch and wait for the same page in the other language."""
    tag = {"English": "en-CA", "Français": "fr-CA"}[language]
    page.get_by_role("button", name=language, exact=True).click()
    page.wait_for_selector(f"html[lang={tag}]")
    _ready(page)


@pytest.mark.parametrize("username", PAGES)
def test_each_page_of_a_role_is_switched_to_french_and_back(site: Site, username: str) -> None:
    """The same address, French words, the language told to screen readers, no violations; English comes back."""
    visitor = site.somebody(username)
    for path in PAGES[username]:
        _shown_in_french(visitor, path)
    _switch(visitor.page, "English")

    expect(visitor.page.get_by_role("button", name="Sign out")).to_be_visible()
    visitor.context.close()


def _shown_in_french(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    _ready(page)
    _switch(page, "Français")

    assert page.url.removeprefix(visitor.base).split("?")[0] == path
    expect(page.get_by_role("button", name="Fermer la session")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_contain_text("admissibles")
    visitor.show(f"french {path}")


@pytest.mark.timeout(300)
def test_a_draft_survives_the_switch(site: Site) -> None:
    """What is saved of a request is there in French, on the same step, and again in English."""
    visitor = site.somebody("investigator")
    page = visitor.open("/search")
    page.get_by_role("heading", name="1 Case").wait_for()
    page.get_by_label("Occurrence number").fill("2026-000777")
    offences = page.get_by_label("Offence under investigation")
    offences.select_option(label=offences.locator("option", has_text="emonstration").first.inner_text())
    page.get_by_label("What the depicted person is to the event").select_option(index=1)
    page.get_by_label("What the search is for").select_option(index=1)
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="2 Source and ground").wait_for()

    _switch(page, "Français")

    page.get_by_test_id("step-case").click()
    page.get_by_role("heading", name="1 Dossier").wait_for()
    expect(page.get_by_label("Numéro d'incident")).to_have_value("2026-000777")
    assert "request=" in page.url
    visitor.show("french draft")
    _switch(page, "English")
    page.get_by_test_id("step-case").click()
    expect(page.get_by_label("Occurrence number")).to_have_value("2026-000777")
    visitor.context.close()
