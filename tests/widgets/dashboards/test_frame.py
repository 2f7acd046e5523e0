"""The frame of every page in a real browser: landmarks, states of the connection, and no request to anywhere else."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.widgets.dashboards.conftest import Running
from tests.widgets.dashboards.fake_service import PASSWORD

pytestmark = pytest.mark.browser
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window of its own."""
    with chromium.new_context() as context:
        yield context.new_page()


def _sign_in(page: Page, server: Running, path: str = "/search") -> None:
    page.goto(f"{server.url}/sign-in?next={path}")
    page.get_by_label("User name").fill("ines")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("body[data-ready]")


def test_the_sign_in_has_no_violations_and_says_what_was_wrong(server: Running, page: Page) -> None:
    """Before and after a refusal, by axe-core's rules for WCAG 2 A and AA and good practice."""
    page.goto(f"{server.url}/sign-in")
    before = Axe().run(page, options=_RULES)
    page.get_by_label("User name").fill("ines")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Do this next.")
    after = Axe().run(page, options=_RULES)

    assert before.violations_count == 0, before.generate_report()
    assert after.violations_count == 0, after.generate_report()
    expect(page.get_by_label("Password")).to_be_focused()


def test_a_page_has_its_landmarks_its_caution_and_no_violations(server: Running, page: Page) -> None:
    """Skip link, navigation by role, the standing caution, the work area inside main, the status at the foot."""
    _sign_in(page, server)
    found = Axe().run(page, options=_RULES)

    assert found.violations_count == 0, found.generate_report()
    expect(page.locator("main .jupyter-widgets").first).to_be_visible()
    expect(page.get_by_role("link", name="Search")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Approvals")).to_have_count(0)
    expect(page.get_by_role("complementary")).to_contain_text("not an identification")
    expect(page.get_by_role("contentinfo")).to_contain_text("gallery 1,234 pictures, 1,200 eligible")
    expect(page).to_have_title("Search · Leadbook")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the work area")).to_be_focused()


def test_a_page_asks_no_other_host_for_anything(server: Running, page: Page) -> None:
    """No font, no script, no style from outside, and the policy has nothing to complain of."""
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    _sign_in(page, server)
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
    assert complaints == []


def test_leaving_a_page_ends_its_kernel(server: Running, page: Page, wait_until: Callable[..., None]) -> None:
    """The browser's own beacon, as it is sent on the way to another page."""
    _sign_in(page, server)
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    assert list(server.private.glob(f"kernel-{kernel}.json"))

    page.get_by_role("link", name="Home").click()
    page.wait_for_selector("body[data-ready]")

    wait_until(lambda: not list(server.private.glob(f"kernel-{kernel}*")))


def test_a_lost_connection_is_said_and_taken_back(server: Running, page: Page) -> None:
    """Nothing typed is lost, and the sentence goes when the connection is there again."""
    _sign_in(page, server)
    page.context.set_offline(True)
    page.evaluate("beat()")
    expect(page.get_by_role("alert")).to_contain_text("Nothing you typed is lost")
    page.context.set_offline(False)
    page.evaluate("beat()")

    expect(page.get_by_role("alert")).to_be_empty()


def test_an_ended_session_leads_to_the_sign_in(server: Running, page: Page) -> None:
    """The page stays readable, and says how to come back to it."""
    _sign_in(page, server)
    page.context.clear_cookies()
    page.evaluate("beat()")

    expect(page.get_by_role("alert")).to_contain_text("Your session has ended")
    expect(page.get_by_role("alert").get_by_role("link", name="Sign in")).to_have_attribute(
        "href", re.compile(r"/sign-in\?next=/search$")
    )


def test_a_kernel_that_has_stopped_is_said(server: Running, page: Page) -> None:
    """The page does not pretend to work."""
    _sign_in(page, server)
    page.evaluate("""() => {
        const kernel = JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId;
        return fetch(`/voila/api/shutdown/${kernel}`, { method: 'POST' });
    }""")

    expect(page.get_by_role("alert")).to_contain_text("has stopped on the server")


def test_a_page_that_cannot_start_says_so_in_its_frame(server: Running, page: Page) -> None:
    """The frame is there, the sentence stands in the work area, and there is a way to try again."""
    _sign_in(page, server, "/leads")

    expect(page.get_by_role("alert").filter(has_text="could not start")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_visible()
    expect(page.locator("#lb-starting")).to_be_hidden()


def test_signing_out_leads_back_to_the_form(server: Running, page: Page) -> None:
    """And going back in the history shows nothing of the page."""
    _sign_in(page, server)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.go_back()

    expect(page.get_by_label("User name")).to_be_visible()
