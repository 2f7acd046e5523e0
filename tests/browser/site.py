"""A demonstration in a browser: who visits it, how they sign in, and what every page must keep."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from kernel_lib.client import Client

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PICTURED = (
    *("home", "search", "approvals", "analysis-first", "review", "reveal-first", "limits", "lead", "audit"),
    *("tickets", "controls", "known-tasks", "known-task", "report-released"),
)
LONG_PAGES = ("search", "approvals", "lead", "audit", "tickets", "controls", "known-tasks", "report-released")
BLUR = "img, svg image, canvas { filter: blur(18px) !important; }"


@dataclass
class Visitor:
    """Somebody in a browser of their own."""

    context: BrowserContext
    page: Page
    base: str
    screenshots: Path | None
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the dashboards."""
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self, username: str, password: str) -> Page:
        """Sign in and wait for the home page."""
        page = self.open("/sign-in")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Waiting for me").wait_for()
        return page

    def show(self, name: str) -> None:
        """Check accessibility, and take a screenshot where they are wanted: pictures of people are blurred in it."""
        violations = Axe().run(self.page, options={"runOnly": STANDARDS}).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]][:2]) for each in violations] == [], name
        assert self.troubles == []
        if self.screenshots is not None and name in PICTURED:
            style = self.page.add_style_tag(content=BLUR)
            self.page.evaluate("scrollTo(0, 0)")
            content = self.page.screenshot(full_page=name in LONG_PAGES)
            with Image.open(io.BytesIO(content)) as image:
                image.quantize(colors=96).save(self.screenshots / f"{name}.png", optimize=True)
            style.evaluate("node => node.remove()")


@dataclass
class Site:
    """A demonstration with dashboards, its visitors, and clients that work as its people beside the browser."""

    base: str
    passwords: dict[str, str]
    data_dir: Path
    client: Callable[[str], Client]
    _chromium: Browser
    _screenshots: Path | None

    def visitor(self) -> Visitor:
        """A browser of its own: nobody is signed in, and nothing is cached."""
        context = self._chromium.new_context(viewport={"width": 1366, "height": 768})
        context.set_default_timeout(30_000)
        visitor = Visitor(context, context.new_page(), self.base, self._screenshots)
        visitor.page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        visitor.page.on("request", lambda request: _keep_inside(visitor, request.url))
        return visitor

    def somebody(self, username: str) -> Visitor:
        """A visitor who is signed in and sees the home page."""
        visitor = self.visitor()
        visitor.sign_in(username, self.passwords[username])
        return visitor


def _keep_inside(visitor: Visitor, url: str) -> None:
    if re.match(r"(http|ws)://", url) and not re.match(r"(http|ws)://127\.0\.0\.1[:/]", url):
        visitor.troubles.append(f"a request left the machine: {url}")
