"""How an examiner looks at a pair in the comparison viewer, and what of it stands in the log."""

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


def views_in_log(audit: Path) -> list[str]:
    """Every view that the log tells of, in order."""
    entries = (entry.event for entry in read(audit) if entry.event.act == "view_adjusted")
    return [str(line) for event in entries for line in tuple(event.details["views"])]  # type: ignore[arg-type]  # a list of lines
