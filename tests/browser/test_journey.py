"""From an empty request to a read lead, in a real browser, as four people would do it."""

import json
import re
from pathlib import Path

import pytest

from gallery.demonstration.feed import subjects_by_picture
from gallery.records.database import Database
from gallery.records.examinations import examinations_of
from kernel_lib.vocabulary import ExaminationState
from tests.browser.acting import (
    answer_case,
    answer_source,
    choose_face,
    conclude,
    dispose_of_all,
    edit_probe,
    go_on,
    letter_showing,
    lock_notes,
    offer_picture,
)
from tests.browser.following import close_case, follow, follow_up
from tests.browser.looking import look_closely, pin_is_locked, print_is_kept_from_paper, views_in_log
from tests.browser.overseeing import answer_scrolls_in_its_place, figure_opens_its_question, page_follows_the_log
from tests.browser.site import Site

pytestmark = pytest.mark.browser

PEOPLE = ("investigator", "approver")
Waiting = dict[str, set[str]]


@pytest.mark.timeout(600)
@pytest.mark.proves("E-05", "E-08", "E-14", "E-17", "C-11")
def test_a_request_becomes_a_lead_that_its_investigator_reads(site: Site) -> None:
    """Request, approval, two examinations apart, acknowledgement, lead, follow-up, pack; every page accessible."""
    before = {username: waiting_for(site, username) for username in PEOPLE}
    request(site)
    request_id = approve(site, before)
    examine(site, "examiner1", "first", f"/review?examination={request_id}")
    examine_blind(site, request_id)
    page = read_lead(site, before)
    follow_up(site, page)
    close_case(site)


def request(site: Site) -> None:
    """The investigator opens a request, offers the crowd scene, chooses a face, reads the plan and submits."""
    visitor = site.somebody("investigator")
    page = visitor.page
    visitor.show("home")
    page.get_by_role("link", name="New request").click()
    answer_case(page, "2026-000901")
    answer_source(page)
    offer_picture(page, site.data_dir / "demonstration" / "probes" / "scene-composed.jpg")
    choose_face(page, 3)
    visitor.show("search")
    go_on(page)
    page.get_by_role("heading", name="5 Check").wait_for()
    visitor.show("check")
    go_on(page)
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_test_id("request-state").wait_for()

    assert page.get_by_test_id("request-state").get_attribute("data-state") == "submitted"
    visitor.context.close()


def approve(site: Site, before: Waiting) -> str:
    """The approver finds the request waiting, answers three questions and approves in two steps; returns its id."""
    visitor = site.somebody("approver")
    page = visitor.page
    waiting = came(site, "approver", before)
    follow(page, "Decide", waiting)
    page.get_by_role("heading", name="Your decision").wait_for()
    for question in ("Why is a face", "Why is it prop", "Which other"):
        page.get_by_label(question).fill("Witnesses could not name the person and the recording is the only trace.")
    page.get_by_role("button", name="Approve", exact=True).click()
    visitor.show("approvals")
    page.get_by_role("button", name="Approve this request").click()
    page.get_by_test_id("request-state").wait_for()

    assert page.get_by_test_id("request-state").get_attribute("data-state") == "approved"
    visitor.context.close()
    return waiting.partition("=")[2]


def examine(site: Site, username: str, place: str, waiting: str) -> None:
    """An examiner locks notes on the probe alone, then compares, concludes and locks."""
    visitor = site.somebody(username)
    page = visitor.page
    follow(page, "Examine", waiting)
    page.get_by_test_id("checklist").wait_for()
    assert page.get_by_test_id(re.compile("^letter-")).count() == 0
    if place == "first":
        edit_probe(page)
    visitor.show(f"analysis-{place}")
    lock_notes(page)
    page.get_by_role("button", name="Open the candidates").click()
    page.get_by_test_id("disposed").wait_for()
    before_lock(page.locator(".lb-columns--review").inner_text())
    chosen = letter_showing(page, pictures_of_mate(site))
    assert chosen is not None
    dispose_of_all(page, chosen)
    look_closely(page, chosen)
    visitor.show("review" if place == "first" else "verification")
    if place == "first":
        print_is_kept_from_paper(page, site.data_dir / "audit")
    conclude(page, chosen)
    visitor.show(f"reveal-{place}")
    pin_is_locked(page)
    assert any(line.startswith(f"overlay {chosen}/1 ") for line in views_in_log(site.data_dir / "audit"))
    assert re.search(r"similarity 0\.\d\d", page.locator("main").inner_text())
    assert page.get_by_role("heading", name="What editing the probe changed").is_visible()
    visitor.context.close()


def before_lock(words: str) -> None:
    """Nothing beside the mark of who looks when tells rank, similarity, subject or date before the lock (C-05)."""
    assert not re.search(r"similarity \d|rank \d|D-\d{4}|20\d\d-\d\d-\d\d", words, re.IGNORECASE)


def examine_blind(site: Site, request_id: str) -> None:
    """Whoever the service chose as second examiner finds an examination waiting, like any other."""
    found = next(filter(None, (second_waiting(site, request_id) for _ in range(100))), None)
    assert found is not None, "expected an examination waiting for a second examiner, got none"
    chosen, page = found
    examine(site, chosen, "second", page)


def second_waiting(site: Site, request_id: str) -> tuple[str, str] | None:
    """Who is to examine second, and on which page; None until the service has chosen.

    Known tasks wait among casework and look the same, so only the records tell which one belongs to the request.
    """
    work = {name: waiting_for(site, name) for name in ("examiner2", "examiner3")}
    database = Database.open(site.data_dir / "gallery" / "records.sqlite")
    with database.reading() as connection:
        held = examinations_of(connection, request_id)
    database.close()
    pages = {f"/review?examination={each.id}" for each in held if each.state is ExaminationState.ANALYSIS}
    return next(((name, page) for name in work for page in work[name] & pages), None)


def read_lead(site: Site, before: Waiting) -> str:
    """The investigator sees only the limits, acknowledges them, and then reads the lead; returns its page."""
    visitor = site.somebody("investigator")
    page = visitor.page
    lead = came(site, "investigator", before)
    follow(page, "Acknowledge", lead)
    page.get_by_label("Your initials").wait_for()
    assert mate(site) not in page.content()
    visitor.show("limits")
    page.get_by_role("checkbox").check()
    page.get_by_label("Your initials").fill("DI")
    page.get_by_role("button", name="Acknowledge the limits").click()
    page.get_by_test_id("lead").wait_for()
    assert mate(site) in page.get_by_test_id("lead").inner_text()
    visitor.show("lead")
    visitor.context.close()
    return lead


def test_an_auditor_reads_the_log_and_asks_a_question(site: Site) -> None:
    """The state of the log stands on top, alerts and figures under it; a named question answers with a table."""
    visitor = site.somebody("auditor")
    page = visitor.open("/audit")
    page.get_by_test_id("log-state").wait_for()
    page.get_by_role("button", name="Verify now").click()
    page.get_by_text(re.compile("whole", re.IGNORECASE)).first.wait_for()
    page.get_by_test_id("open-fast_approvals").click()
    page.get_by_role("heading", name="Approvals decided quickly").wait_for()
    page.locator("#figure-by_offence > summary").click()
    page.locator("#figure-by_offence").get_by_role("link", name="See what is behind it").wait_for()
    with page.expect_download() as paper:
        page.get_by_role("button", name="Save as PDF").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_test_id("open-acts_by_person").click()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".lb-question table").first.wait_for()

    visitor.show("audit")
    assert page.locator(".lb-question table tr").count() > 3
    answer_scrolls_in_its_place(page)
    page_follows_the_log(page, site.data_dir / "audit")
    figure_opens_its_question(page)
    visitor.context.close()


def test_a_refused_request_says_which_fields_and_keeps_what_was_typed(site: Site) -> None:
    """A wrong occurrence number is refused with its rule; what was typed is still there."""
    visitor = site.somebody("investigator")
    page = visitor.page
    page.get_by_role("link", name="New request").click()
    answer_case(page, "12")
    answer_source(page)
    offer_picture(page, site.data_dir / "demonstration" / "probes" / "another-photograph.jpg")
    choose_face(page, 1)
    go_on(page)
    page.get_by_role("heading", name="5 Check").wait_for()

    words = page.locator("main").inner_text()

    assert "Give the occurrence number in the form 2026-000123." in words
    page.get_by_test_id("step-case").click()
    assert page.get_by_label("Occurrence number").input_value() == "12"
    visitor.context.close()


@pytest.mark.parametrize("path", ["/", "/search", "/approvals", "/review", "/leads", "/requests", "/case", "/audit"])
def test_a_page_sends_a_stranger_to_the_sign_in(site: Site, path: str) -> None:
    """Nobody sees a page without a session."""
    visitor = site.visitor()

    page = visitor.open(path)

    assert page.url.startswith(f"{site.base}/sign-in")
    visitor.context.close()


def test_the_sign_in_is_accessible_and_says_what_to_do_when_refused(site: Site) -> None:
    """A wrong password is refused in words that do not tell whether the name exists."""
    visitor = site.visitor()
    page = visitor.open("/sign-in")
    visitor.show("sign-in")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()

    assert "nobody" not in page.get_by_role("alert").inner_text()
    visitor.context.close()


def waiting_for(site: Site, username: str) -> set[str]:
    """The pages of the work that waits for this person."""
    return {item.page for item in site.client(username).work().mine}


def came(site: Site, username: str, before: Waiting) -> str:
    """The page of the one piece of work that came to this person since: other stories left theirs unfinished."""
    [page] = waiting_for(site, username) - before[username]
    return page


def mate(site: Site) -> str:
    """The subject number of the mate of the scene."""
    return str(probe_key(site)["mate"])


def pictures_of_mate(site: Site) -> set[str]:
    """The hashes under which pictures of the mate are sent."""
    known = subjects_by_picture(site.data_dir / "demonstration" / "feed")
    return {picture for picture, subject in known.items() if subject == mate(site)}


def probe_key(site: Site) -> dict[str, object]:
    """What the key of the demonstration says of the scene."""
    rows = json.loads((site.data_dir / "demonstration" / "probes" / "probes.json").read_text())
    return next(row for row in rows if row["file"] == Path("scene-composed.jpg").name)
