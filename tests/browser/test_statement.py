"""The public statement in a browser: nothing is asked of elsewhere, and axe finds nothing."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from gallery.publication.files import files_of
from tests.gallery.house import House

pytestmark = pytest.mark.browser


@pytest.mark.proves("E-18")
def test_the_statement_is_accessible_in_both_languages(tmp_path: Path, chromium: Browser) -> None:
    """On a phone's width nothing is cut off, and each page leads to the other (E-18)."""
    house = House(tmp_path / "house")
    for name, content in files_of(house.parts.publishing._statements()).items():
        (tmp_path / name).write_bytes(content)
    house.close()
    asked: list[str] = []
    page = chromium.new_page(viewport={"width": 375, "height": 700})
    page.on("request", lambda request: asked.append(request.url))

    page.goto((tmp_path / "index.html").as_uri())
    found = [Axe().run(page).response["violations"]]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("link", name="Français").click()
    page.get_by_role("heading", name="Ce qu'il ne fait jamais").wait_for()
    found.append(Axe().run(page).response["violations"])
    page.close()

    assert found == [[], []]
    assert width <= 375
    assert all(url.startswith("file:") for url in asked)
