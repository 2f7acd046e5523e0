"""How an examiner looks at a pair in the comparison viewer, and what of it stands in the log."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from audits.segments import read


def look_closely(page: Page, letter: str) -> None:
    """Turn both pictures, invert one, place a pin by keyboard, lay the probe over the candidate for a moment."""
    page.get_by_test_id(f"letter-{letter}").click()
    page.get_by_role("heading", name=f"Candidate {letter} of").wait_for()
    page.get_by_test_id("edge-candidate").filter(has_text="gamma").wait_for()
    page.get_by_test_id("pin-component").select_option("nose")
    page.get_by_test_id("stage-candidate").focus()
    for key in ("+", "r", "i", "p", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.get_by_test_id("edge-candidate").filter(has_text="turned 5° · inverted").wait_for()
    page.get_by_test_id("adjunct").check()
    page.get_by_test_id("view-overlay").check()
    page.get_by_test_id("adjunct").uncheck()
    page.get_by_test_id("reset").click()


def pin_is_locked(page: Page) -> None:
    """After the lock the pin is still listed, and nobody can remove it."""
    pins = page.get_by_test_id("pins")
    pins.locator("summary").click()
    expect(page.get_by_test_id("pin-1")).to_contain_text("Nose, candidate")
    expect(pins.get_by_role("button", name="Remove")).to_have_count(0)
    pins.locator("summary").click()


def print_is_kept_from_paper(page: Page, audit: Path) -> None:
    """The list carries its mark on the screen; printed, the mark is all there is, and the attempt is in the log."""
    mark = page.get_by_test_id("list-mark")
    expect(mark).to_contain_text(re.compile(r"^Investigative lead only.* examiner1 · 20\d\d-\d\d-\d\d .* UTC · E-\w+"))
    page.emulate_media(media="print")
    expect(page.locator(".lb-columns--review")).to_be_hidden()
    expect(mark).to_be_visible()
    expect(page.get_by_text("A list of candidates is not printed")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")
    page.wait_for_function("() => !document.querySelector('.lb-columns--review').hidden")
    for _ in range(50):
        if any(entry.event.details.get("kind") == "list_print" for entry in read(audit)):
            return
        page.wait_for_timeout(100)
    raise AssertionError("no print of a list in the log")


def views_in_log(audit: Path) -> list[str]:
    """Every view that the log tells of, in order."""
    entries = (entry.event for entry in read(audit) if entry.event.act == "view_adjusted")
    return [str(line) for event in entries for line in tuple(event.details["views"])]  # type: ignore[arg-type]  # a list of lines
