"""What follows a lead, as an investigator and an approver do it in the browser."""

import re

from playwright.sync_api import Page

from tests.browser.site import Site

FACT = "The shop's own access records show the person's card at the side door that night."
PRINTED = "window.print = () => console.log(`printed ${document.querySelectorAll('.lb-lead--marked').length}`);"


def follow(page: Page, act: str, target: str) -> None:
    """Click the link of this act that leads to this page, and not a like one of another story."""
    page.get_by_role("link", name=re.compile(act)).and_(page.locator(f"a[href='{target}']")).click()


def follow_up(site: Site, lead: str) -> None:
    """A fact, a check, reliance, a draft paragraph, a recorded print; own requests; the case with its pack."""
    visitor = site.somebody("investigator")
    page = visitor.page
    page.add_init_script(PRINTED)
    follow(page, "Read the lead", lead)
    page.get_by_role("heading", name="What is done and what is next").wait_for()
    refused(page)
    record_fact(page)
    answer_check(page)
    visitor.show("follow-up")
    page.get_by_role("button", name="Rely on this lead").click()
    page.get_by_role("button", name="Record a step").wait_for()
    page.get_by_role("button", name="Draft a warrant paragraph").click()
    page.get_by_role("heading", name="Draft paragraph for an information to obtain").wait_for()
    with page.expect_console_message(lambda message: message.text.startswith("printed")) as printed:
        page.get_by_role("button", name="Print this lead").click()
    assert printed.value.text == "printed 1"
    assert re.search(r"investigator · 20\d\d-.* UTC · search ", page.locator(".lb-copy-mark").inner_text())
    visitor.show("relied-on")
    page = visitor.open("/requests")
    page.get_by_role("heading", name="Your requests").wait_for()
    visitor.show("requests")
    visitor.context.close()


def refused(page: Page) -> None:
    """Nothing rests on a lead alone: the refusal says so (E-05)."""
    page.get_by_role("button", name="Rely on this lead").click()
    page.get_by_text("No independent fact is recorded.").first.wait_for()


def record_fact(page: Page) -> None:
    """Record an independent fact from its form."""
    page.get_by_role("button", name="Record a fact").click()
    page.get_by_label("Kind of fact").select_option(index=1)
    page.get_by_label("Found on").fill("2026-01-05")
    page.get_by_label("What it is, where from, by whom").fill(FACT)
    page.get_by_label("It was gathered without use of the search result").check()
    page.get_by_role("button", name="Record the fact").click()
    page.get_by_role("heading", name="Found without the search").wait_for()


def answer_check(page: Page) -> None:
    """Answer one check."""
    page.get_by_role("button", name="Answer a check").click()
    page.get_by_label("What was looked into").select_option(index=1)
    page.get_by_label("It fits").check()
    page.get_by_label("Looked into on").fill("2026-01-05")
    page.get_by_role("button", name="Record the check").click()
    page.get_by_text("4 of 5 checks are open.").wait_for()


def close_case(site: Site) -> None:
    """An approver opens the case by its number, records a disclosure, builds and fetches the pack."""
    visitor = site.somebody("approver")
    page = visitor.open("/case")
    page.get_by_label("Occurrence number").fill("2026-000901")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_role("heading", name="Case 2026-000901").wait_for()
    visitor.show("case")
    page.get_by_label("To whom").select_option(label="Defence counsel")
    page.get_by_label("When").fill("2026-01-06")
    page.get_by_label(re.compile("^How")).select_option(label="Disclosure pack")
    page.get_by_role("button", name="Record the disclosure").click()
    page.locator("td", has_text="Defence counsel").first.wait_for()
    page.get_by_role("button", name="Build a pack").click()
    link = page.get_by_role("link", name=re.compile("Download")).first
    link.wait_for(timeout=120_000)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".zip")
    assert download.value.path().read_bytes().startswith(b"PK")
    visitor.show("case-disclosed")
    visitor.context.close()
