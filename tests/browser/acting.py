"""What people do on the pages, step by step; shared by the journeys."""

import re
from pathlib import Path

from playwright.sync_api import Page

GROUND = (
    "The camera above the till shows this person taking the cash box at ten past four and leaving by the side door."
)
HASHES = """async () => {
  const examination = new URLSearchParams(location.search).get("examination");
  const found = {};
  for (const tile of document.querySelectorAll('[data-testid^="letter-"]')) {
    const letter = tile.dataset.testid.slice(-1);
    found[letter] = [];
    for (let number = 1; number < 9; number++) {
      const reply = await fetch(`/leadbook/pictures/examinations/${examination}/candidates/${letter}/${number}`);
      if (!reply.ok) break;
      const digest = await crypto.subtle.digest("SHA-256", await reply.arrayBuffer());
      found[letter].push([...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, "0")).join(""));
    }
  }
  return found;
}"""


def go_on(page: Page) -> None:
    """Save this step and go to the next."""
    page.get_by_role("button", name="Save and go on").click()


def answer_case(page: Page, occurrence: str) -> None:
    """Fill in the first step."""
    page.get_by_role("heading", name="1 Case").wait_for()
    page.get_by_label("Occurrence number").fill(occurrence)
    offences = page.get_by_label("Offence under investigation")
    offences.select_option(label=offences.locator("option", has_text="emonstration").first.inner_text())
    page.get_by_label("What the depicted person is to the event").select_option(index=1)
    page.get_by_label("What the search is for").select_option(index=1)
    page.get_by_role("radio", name="No", exact=True).check()
    go_on(page)


def answer_source(page: Page) -> None:
    """Fill in the second step."""
    page.get_by_role("heading", name="2 Source and ground").wait_for()
    page.get_by_label("Kind of source").select_option(index=1)
    page.get_by_label("Who gave the picture").fill("Shop owner")
    page.get_by_label("Obtained on").fill("2026-11-20")
    page.get_by_label("Where it was taken").fill("Oakville")
    page.get_by_label("Authority to have it").select_option(index=1)
    page.get_by_label("Ground for the search").fill(GROUND)
    for declared in ("I declare", "I undertake"):
        page.get_by_role("checkbox", name=declared).check()
    go_on(page)


def offer_picture(page: Page, picture: Path) -> None:
    """Choose a file and wait for its faces."""
    page.get_by_role("heading", name="3 Picture").wait_for()
    page.get_by_test_id("picture-input").set_input_files(picture)
    page.get_by_role("heading", name="4 Face").wait_for()


def choose_face(page: Page, number: int) -> None:
    """Choose a face, say why, and go on."""
    page.get_by_test_id(f"face-{number}").click()
    page.get_by_label("Why this face").fill("This is the person at the till, as the ground says.")


def edit_probe(page: Page) -> None:
    """Make two steps with the probe editor by keyboard and number, and drop the second again."""
    editor = page.locator(".lb-editor")
    editor.get_by_label("Step", exact=True).select_option(label="Gamma")
    editor.get_by_label("Gamma, above 1 is lighter", exact=True).fill("1.2")
    editor.get_by_role("button", name="Make this step").press("Enter")
    editor.get_by_role("listitem").filter(has_text="Gamma 1.20").wait_for()
    editor.get_by_label("Step", exact=True).select_option(label="Rotate a little")
    editor.get_by_role("slider").press("ArrowRight")
    editor.get_by_role("button", name="Make this step").click()
    editor.get_by_role("listitem").filter(has_text="Rotate clockwise by 0.1 degrees").wait_for()
    editor.get_by_role("button", name="Drop the last step").click()
    editor.get_by_role("listitem").nth(1).wait_for(state="detached")
    page.wait_for_function("() => document.querySelector('.lb-editor-picture').naturalWidth > 32")


def lock_notes(page: Page) -> None:
    """Note every component of the probe as visible, and lock."""
    page.get_by_test_id("checklist").wait_for()
    page.get_by_test_id("checklist-all").click()
    page.get_by_role("radio", name="Suitable", exact=True).check()
    page.get_by_label("Limits of the probe").fill("Small and slightly blurred.")
    reason = page.get_by_label("Why this probe is searched although of low quality")
    if reason.is_visible():
        reason.fill("Nose, mouth and the outline of the face can be compared.")
    page.get_by_role("button", name="Lock my notes", exact=True).click()
    page.get_by_role("button", name="Lock my notes on the probe").click()


def letter_showing(page: Page, hashes: set[str]) -> str | None:
    """Return the letter one of whose pictures has one of these hashes: it stands in for an examiner's eyes."""
    seen: dict[str, list[str]] = page.evaluate(HASHES)
    return next((letter for letter, found in seen.items() if hashes & set(found)), None)


def dispose_of_all(page: Page, chosen: str | None) -> None:
    """Say of every candidate whether it is excluded."""
    tiles = page.get_by_test_id(re.compile("^letter-"))
    count = tiles.count()
    for place in range(count):
        tile = tiles.nth(place)
        letter = str(tile.get_attribute("data-testid"))[-1]
        tile.click()
        page.get_by_role("heading", name=f"Candidate {letter}", exact=True).wait_for()
        page.get_by_role("radio", name="Not excluded" if letter == chosen else "Excluded", exact=True).check()
        page.get_by_text(f"disposed {place + 1} of {count}").wait_for()


def conclude(page: Page, chosen: str | None) -> None:
    """Choose the value, give reasons, and lock."""
    about = f"Candidate {chosen}" if chosen else "None of these (N)"
    page.get_by_label("The conclusion is about").select_option(label=about)
    if chosen:
        page.get_by_test_id("skin-similar").wait_for()
        page.get_by_test_id("checklist-all").click()
    value = "Some support for the same" if chosen else "Some support for different"
    page.get_by_role("radio", name=value).check()
    page.get_by_label("Reasons").fill("Nose root, ears and brow line agree in what can be seen.")
    page.get_by_role("button", name="Lock my conclusion").click()
    page.get_by_role("button", name="Lock the conclusion").click()
    page.get_by_role("heading", name="What the lock reveals").wait_for()
