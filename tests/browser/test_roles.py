"""Journeys of the roles beside casework: records clerk, compliance, whoever decides, administrator; by keyboard too."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from gallery.demonstration.photographs import Photographs
from kernel_lib.settings import Settings
from kernel_lib.wire.casework import ApprovalDecision
from kernel_lib.wire.examination import AnalysisNotes
from kernel_lib.wire.identities import IdentityDoubt
from tests.browser.site import Site
from tests.browser.stories import requested

pytestmark = pytest.mark.browser

WHY = "Demonstration: written down for the purpose of showing the step."
PAGES = {
    "clerk": ("/", "/records", "/destruction", "/applications"),
    "compliance": ("/controls", "/known-tasks", "/audit", "/partners", "/case", "/administration", "/assessment"),
    "examiner1": ("/review", "/array"),
}
NAMED = """name => {
  const at = document.activeElement;
  const label = at.labels && at.labels[0] ? at.labels[0].innerText : "";
  return (at.getAttribute("aria-label") || label || at.innerText || "").trim().startsWith(name);
}"""
WIDE = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.mark.proves("C-09")
def test_a_records_clerk_answers_a_doubt_about_identities_by_keyboard(site: Site) -> None:
    """An examiner's doubt waits on the clerk's home page; answered with the keyboard alone it is gone from it."""
    numbers = _doubt(site)
    visitor = site.somebody("clerk")
    page = visitor.page
    page.get_by_role("heading", name="Identities to be looked at").wait_for()
    expect(page.locator("main")).to_contain_text(", ".join(numbers))
    visitor.show("tickets")

    _tab_to(page, "What you found and did")
    page.keyboard.type("Both records were checked at their source; the numbers belong to two people.")
    _tab_to(page, "Answer")
    page.keyboard.press("Enter")

    page.get_by_text("No doubt waits for you.").wait_for()
    visitor.context.close()


@pytest.mark.proves("M-11", "B-13")
def test_searching_is_stopped_by_one_and_goes_on_by_two_and_bounds_change_by_two(site: Site) -> None:
    """Compliance stops and proposes to go on; an administrator agrees and turns other bounds down; all accessible."""
    visitor = site.somebody("compliance")
    page = visitor.open("/controls")
    page.get_by_role("button", name="Stop searching").click()
    page.get_by_label(re.compile("^Stop searching for")).select_option(label="Everybody")
    page.get_by_label(re.compile("^Reason")).fill(WHY)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Stop searching now").click()
    page.get_by_text("Searching is stopped.").first.wait_for()
    visitor.show("controls")
    _first_of(page, "Stops of searching").click()
    page.get_by_label(re.compile("^Why searching may go on")).fill(WHY)
    page.get_by_role("button", name="Propose to go on").click()
    page.get_by_role("button", name="Propose that searching goes on").click()
    page.get_by_text("Searching stays stopped until another person agrees.").first.wait_for()
    page.get_by_role("button", name="Change of the face model (F-11)").click()
    page.get_by_role("heading", name="Change of the face model (F-11)").wait_for()
    page.get_by_text("No report was filed yet.").wait_for()
    visitor.show("controls-models")
    page.get_by_role("button", name="Back to the controls").click()
    _propose_bounds(page)
    visitor.context.close()
    _agree(site)


@pytest.mark.proves("D-11", "W-06", "W-26", "H-09")
def test_a_known_task_is_proposed_by_one_and_registered_by_another(site: Site) -> None:
    """Source, authority, picture; the other person sees picture and answer, but no reviewer; then it can be retired."""
    visitor = site.somebody("compliance")
    page = visitor.open("/known-tasks")
    page.get_by_role("button", name="Propose a known task").click()
    page.get_by_label(re.compile("^Where the picture comes from")).select_option(index=3)
    page.get_by_label(re.compile("^Written authority")).fill("Photograph D-0002-2.jpg, freely licensed for this use.")
    page.get_by_role("radio", name="A person in the gallery").check()
    page.get_by_label("Subject number").fill("D-0002")
    page.get_by_role("button", name="Go on").click()
    shown = Photographs.listed().named("D-0002-2.jpg")
    page.get_by_test_id("picture-input").set_input_files(Settings.from_env().photographs_dir / shown.file)
    page.get_by_text("The picture is taken in.").wait_for()
    visitor.show("known-task")
    visitor.context.close()
    _register_by_keyboard(site)
    visitor = site.somebody("compliance")
    page = visitor.open("/known-tasks")
    page.get_by_text("it is given out").first.wait_for()
    page.get_by_role("heading", name="Results by reviewer").wait_for()
    visitor.show("known-tasks")
    visitor.context.close()


@pytest.mark.proves("H-10", "M-06")
def test_a_member_reports_and_compliance_reads_it_and_opens_a_breach(site: Site) -> None:
    """From the home page to the box; the breach is opened, and its factors, letters and missing steps are there."""
    visitor = site.somebody("investigator")
    page = visitor.page
    page.get_by_role("button", name="Report wrongdoing, or look for an answer").click()
    page.get_by_label(re.compile("^What you saw")).fill("A picture of a neighbour was searched without any case.")
    page.get_by_role("button", name="File the report").click()
    page.get_by_text("Filed. Your code, told once").wait_for()
    page.get_by_role("button", name="My second factor at signing in").click()
    page.get_by_role("button", name="Set one up").click()
    page.get_by_role("img", name="QR code").wait_for()
    visitor.show("wrongdoing")
    visitor.context.close()
    visitor = site.somebody("compliance")
    page = visitor.open("/administration")
    page.get_by_role("button", name="Reports of wrongdoing (H-10)").click()
    _first_of(page, "Reports").click()
    page.get_by_text("A picture of a neighbour was searched without any case.").wait_for()
    page.get_by_role("button", name="Back to administration").click()
    page.get_by_role("button", name="Breaches of privacy (M-06)").click()
    page.get_by_role("button", name="Open a breach").click()
    page.get_by_label(re.compile("^What happened")).select_option(index=1)
    page.get_by_label(re.compile("^Happened on")).fill(datetime.now(UTC).date().isoformat())
    page.get_by_role("radio", name="Somebody reported it").check()
    page.get_by_label(re.compile("^What is known")).fill(WHY)
    page.get_by_role("button", name="Open it").click()
    page.get_by_text("Still missing: containment, assessment.").wait_for()
    visitor.show("administration")
    visitor.context.close()


@pytest.mark.parametrize("username", PAGES)
def test_no_page_scrolls_sideways_at_small_screens_and_large_zoom(site: Site, username: str) -> None:
    """1366 × 768, and the same screen at 200 %: the page keeps its width, and axe-core finds nothing."""
    visitor = site.somebody(username)
    for path in PAGES[username]:
        page = visitor.open(path)
        page.wait_for_selector("body[data-ready=yes]")
        page.wait_for_function("() => !document.querySelector('main .lb-loading:not([hidden])')")
        for width, height in ((1366, 768), (683, 384)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(WIDE) <= 0, (path, width)
        visitor.show(f"zoomed {path}")
    visitor.context.close()


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    for _ in range(80):
        if page.evaluate(NAMED, name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name!r} is not reached by Tab")


def _first_of(page: Page, listing: str) -> Locator:
    """The button that opens the first row of a list."""
    return page.get_by_role("group", name=listing).get_by_role("button").first


def _doubt(site: Site) -> tuple[str, ...]:
    """As an examiner: say that two candidates of one list may be one person."""
    examiner = site.client("examiner1")
    request_id = requested(site, "another-photograph.jpg")
    answers = ApprovalDecision(approved=True, necessity=WHY, proportionality=WHY, other_means=WHY)
    site.client("approver").requests.decide(request_id, answers)
    view = examiner.examinations.start(request_id)
    notes = AnalysisNotes(visible={row.id: True for row in view.components}, suitable=True, limits="")
    examiner.examinations.lock_analysis(view.id, notes)
    letters = examiner.examinations.open_candidates(view.id).letters
    doubt = IdentityDoubt(letters=tuple(each.letter for each in letters[:2]), note="These two may be one person.")
    examiner.identities.doubt(view.id, doubt)
    [ticket] = [each for each in site.client("clerk").identities.tickets() if each.answered_at is None]
    return ticket.subject_numbers


def _propose_bounds(page: Page) -> None:
    page.get_by_role("button", name="Propose other bounds").click()
    page.get_by_label(re.compile("^Similarity from")).fill("0.35")
    page.get_by_label(re.compile("^Longest list")).fill("12")
    page.get_by_label(re.compile("^Reason")).fill(WHY)
    page.get_by_label(re.compile("^Error rates by group")).fill("everybody; 40; 0.02; 0.01; 0.05; 0.06")
    page.get_by_role("button", name="Propose", exact=True).click()
    page.get_by_role("button", name="Send this proposal").click()
    page.get_by_text("The bounds in force stay until another person approves.").first.wait_for()


def _agree(site: Site) -> None:
    visitor = site.somebody("admin")
    page = visitor.open("/controls")
    _first_of(page, "Stops of searching").click()
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_role("button", name="Let searching go on").click()
    page.get_by_text("Searching goes on.").first.wait_for()
    _first_of(page, "Bounds of searches").click()
    page.get_by_label(re.compile("^Reason of your decision")).fill(WHY)
    page.get_by_role("button", name="Turn down", exact=True).click()
    page.get_by_role("button", name="Turn these bounds down").click()
    page.get_by_text("Turned down.").first.wait_for()
    visitor.context.close()


def _register_by_keyboard(site: Site) -> None:
    visitor = site.somebody("higher")
    page = visitor.open("/known-tasks")
    page.get_by_text("it waits for a second person").first.wait_for()
    assert page.get_by_role("heading", name="Results by reviewer").count() == 0
    _first_of(page, "Known tasks").focus()
    page.keyboard.press("Enter")
    page.get_by_alt_text("Picture of the known task").wait_for()
    _tab_to(page, "Reason")
    page.keyboard.type(WHY)
    _tab_to(page, "Register")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Register this task").wait_for()
    _tab_to(page, "Register this task")
    page.keyboard.press("Enter")
    page.get_by_text("Registered. It goes out from now on.").wait_for()
    visitor.context.close()
