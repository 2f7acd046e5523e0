"""The comparison viewer in Chromium, on a page of its own with two synthetic pictures (D-03, D-04, D-18)."""

import io
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks.viewer_stand import Stand, stand
from kernel_lib.wire.views import Pin, ViewsUsed
from tests.browser.site import STANDARDS

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 1200, 900
SEEN = "([id]) => document.querySelector(`[data-testid=${id}]`).getBoundingClientRect().toJSON()"
TOGGLES = """() => new Promise((done) => {
  const over = document.querySelector("[data-testid=over] img");
  let count = 0;
  const watch = new MutationObserver(() => (count += 1));
  watch.observe(over, { attributes: true, attributeFilter: ["hidden"] });
  setTimeout(() => { watch.disconnect(); done(count); }, 2000);
})"""
BURST = """() => new Promise((done) => {
  const stage = document.querySelector("[data-testid=stage-probe]");
  let drawn = 0;
  const watch = new MutationObserver((records) => (drawn += records.length));
  watch.observe(stage, { attributes: true, attributeFilter: ["data-state"] });
  const turn = () => new WheelEvent("wheel", { ctrlKey: true, deltaY: -1, cancelable: true });
  for (let each = 0; each < 60; each++) stage.dispatchEvent(turn());
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(drawn))));
})"""


@pytest.fixture(scope="module")
def shown() -> Iterator[Stand]:
    """Two pictures of the same size, and a smaller one for the second candidate."""
    with stand(WIDTH, HEIGHT) as standing:
        yield standing


@pytest.fixture
def page(chromium: Browser, shown: Stand) -> Iterator[Page]:
    """The viewer with both pictures there."""
    yield from opened(chromium, shown)


def opened(
    chromium: Browser,
    shown: Stand,
    *,
    width: int = 1366,
    height: int = 768,
    motion: Literal["reduce", "no-preference"] = "no-preference",
) -> Iterator[Page]:
    """Open the viewer; nothing may go wrong on its page."""
    context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion=motion)
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(shown.address)
    for side in ("probe", "candidate"):
        page.get_by_test_id(f"edge-{side}").filter(has_text="gamma").wait_for()
    yield page
    context.close()
    assert troubles == []


def state(page: Page, side: str) -> tuple[str, ...]:
    """Zoom, x, y, turn, gamma, contrast and inversion of a stage, once its frame is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return tuple(str(page.get_by_test_id(f"stage-{side}").get_attribute("data-state")).split())


def press(page: Page, *keys: str, side: str = "probe") -> None:
    """Press keys on a stage."""
    page.get_by_test_id(f"stage-{side}").focus()
    for key in keys:
        page.keyboard.press(key)


def pins(page: Page) -> list[Pin]:
    """The pins as Python would read them."""
    return [Pin.model_validate(each) for each in page.evaluate("model.get('pins')")]


def sent_views(page: Page) -> ViewsUsed:
    """Every view that was told, as Python would read it."""
    return ViewsUsed(
        views=[
            view
            for message in page.evaluate("sent")
            if message["event"] == "views"
            for view in ViewsUsed.model_validate({"views": message["views"]}).views
        ]
    )


def leave(page: Page) -> None:
    """Leave the page as a browser does."""
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")


@pytest.mark.proves("D-18")
def test_both_stages_have_the_same_size_and_show_without_scrolling(page: Page) -> None:
    """At 1366 × 768 with every display control (5.4)."""
    probe, candidate = (page.evaluate(SEEN, [f"stage-{side}"]) for side in ("probe", "candidate"))
    low = max(page.evaluate(SEEN, [name])["bottom"] for name in ("pin-begin", "adjunct", "reset", "letter-A"))

    assert (probe["width"], probe["height"], probe["top"]) == (
        candidate["width"],
        candidate["height"],
        candidate["top"],
    )
    assert low < 768
    assert page.evaluate("document.documentElement.scrollTop") == 0


def test_at_double_size_nothing_is_lost(chromium: Browser, shown: Stand) -> None:
    """At 200 % nothing is cut off or needs scrolling in two directions, with help and adjunct views open."""
    for page in opened(chromium, shown, width=683, height=384):
        page.get_by_test_id("adjunct").check()
        page.get_by_test_id("view-overlay").check()
        page.get_by_test_id("keys").locator("summary").click()
        widest = page.evaluate(
            "Math.max(...[...document.querySelectorAll('button, input, select, dd, p')]"
            ".filter((each) => each.offsetParent && !each.closest('.lb-view-stage, .lb-visually-hidden'))"
            ".map((each) => each.getBoundingClientRect().right))"
        )

        assert widest <= 683
        assert page.evaluate("document.documentElement.scrollWidth") <= 683
        assert accessible(page) == []


@pytest.mark.proves("D-18")
def test_zoom_move_and_turn_go_together(page: Page) -> None:
    """What is done to one picture is done to the other, by keys and by pointer."""
    press(page, "+", "+", "r", "Shift+ArrowLeft")
    box = page.get_by_test_id("stage-candidate").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 120, steps=4)
    page.mouse.up()

    probe = state(page, "probe")
    assert probe == state(page, "candidate")
    assert float(probe[0]) == pytest.approx(1.25**2, abs=0.001)
    assert probe[3] == "5"
    assert float(probe[1]) == pytest.approx(-0.05 + 40 / box["width"], abs=0.01)


def test_pictures_that_were_brought_into_line_apart_stay_in_line(page: Page) -> None:
    """Apart, only one moves; together again, their places to each other are kept."""
    press(page, "l", side="candidate")
    press(page, "r", "r", "Shift+ArrowRight", side="candidate")
    page.get_by_test_id("scope").filter(has_text="Tools act on the candidate").wait_for()
    press(page, "l", side="candidate")
    before = float(state(page, "candidate")[1])
    press(page, "+")

    probe, candidate = state(page, "probe"), state(page, "candidate")
    assert (probe[3], candidate[3]) == ("0", "10")
    assert probe[0] == candidate[0] == "1.250"
    assert float(candidate[1]) == pytest.approx(1.25 * before, abs=0.002)


def test_z_goes_between_fit_and_one_to_one(page: Page) -> None:
    """From anywhere on the page; the edge says which it is."""
    page.keyboard.press("z")
    state(page, "probe")
    exact = page.get_by_test_id("edge-probe").inner_text()
    page.keyboard.press("z")

    assert exact.startswith("1:1 ·")
    assert state(page, "probe")[0] == "1.000"


def test_light_is_of_the_display_only_and_stands_at_the_edge(page: Page) -> None:
    """Gamma, contrast and inversion of one picture; the file stays as it is, and Space shows it as received."""
    press(page, "g", "g", "c", "i")
    state(page, "probe")
    edge = page.get_by_test_id("edge-probe")
    changed = edge.inner_text()
    filtered = page.locator("[data-testid=stage-probe] .lb-view-mount").first.evaluate("node => node.style.filter")
    press(page, "Space")
    state(page, "probe")

    assert changed.endswith("gamma 1.2 · contrast 1.1 · turned 0° · inverted")
    assert filtered.startswith("url(")
    assert edge.inner_text().endswith("gamma 1.0 · contrast 1.0 · turned 0° · light as received")
    assert page.locator("[data-testid=stage-probe] img").first.get_attribute("src") == "/pictures/probe"
    assert state(page, "candidate")[4:] == ("1.0", "1.0", "upright")


def test_inversion_and_gamma_change_the_pixels_as_they_say(page: Page) -> None:
    """What is drawn on the mid-grey stage: the grey stays, an inverted picture is the negative."""
    clip = page.get_by_test_id("stage-candidate").bounding_box()
    assert clip is not None
    before = mean(page, clip)
    press(page, "i", side="candidate")
    state(page, "candidate")

    assert mean(page, clip) == pytest.approx(255 - before, abs=3)


def test_many_movements_are_drawn_once_a_frame(page: Page) -> None:
    """Sixty turns of the wheel in one task cost one or two drawings."""
    assert page.evaluate(BURST) <= 2
    assert float(state(page, "probe")[0]) > 10


def test_a_pin_is_placed_by_keyboard_alone(page: Page) -> None:
    """Crosshair, arrows, Enter: it names its component and lies where the crosshair was, in picture pixels."""
    page.get_by_test_id("pin-component").select_option("ears")
    press(page, "p", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "Enter", side="candidate")
    height = page.get_by_test_id("stage-candidate").evaluate("node => node.clientHeight")

    [pin] = pins(page)
    one = HEIGHT / height
    assert (pin.component, pin.side.value, pin.letter, pin.picture) == ("ears", "candidate", "A", 1)
    assert (pin.x, pin.y) == (pytest.approx(WIDTH / 2 + 20 * one, abs=0.2), pytest.approx(HEIGHT / 2 + one, abs=0.2))
    assert page.get_by_test_id("view-live").inner_text() == "Pin 1 for Ears placed on the candidate."
    assert str(page.get_by_test_id("pin-1").text_content()).startswith("Ears, candidate A, picture 1")


def test_a_pin_stays_on_its_place_when_the_picture_turns(page: Page) -> None:
    """Placed on a turned and enlarged picture by pointer, shown again at the same point of the picture."""
    press(page, "+", "r", "r", "r", "p")
    box = page.get_by_test_id("stage-probe").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 150, box["y"] + 90)
    mark = page.locator("[data-testid=stage-probe] .lb-view-pin")
    state(page, "probe")
    first = mark.evaluate("node => node.style.transform")
    press(page, "r", "Shift+r")
    state(page, "probe")

    assert first == mark.evaluate("node => node.style.transform")
    x, y = (float(each.strip("px")) for each in first.removeprefix("translate(").rstrip(")").split(", "))
    assert (x, y) == (pytest.approx(150 - box["width"] / 2, abs=1), pytest.approx(90 - box["height"] / 2, abs=1))


def test_a_pin_can_be_left_or_removed(page: Page) -> None:
    """Escape places none; the list removes one; a pin on a candidate is drawn on no other candidate."""
    press(page, "p", "Escape")
    assert pins(page) == []
    press(page, "p", "Enter", side="candidate")
    page.get_by_test_id("letter-B").click()
    assert page.locator(".lb-view-pin").count() == 0
    page.get_by_test_id("pins").locator("summary").click()
    page.get_by_test_id("pin-remove-1").click()

    assert pins(page) == []


def test_a_pin_on_another_candidate_is_shown_with_that_candidate(page: Page) -> None:
    """Its candidate opens, and the pin comes to the middle of the stage."""
    press(page, "p", "ArrowRight", "Enter", side="candidate")
    page.get_by_test_id("letter-B").click()
    page.get_by_test_id("pins").locator("summary").click()
    page.get_by_test_id("pin-show-1").press("Enter")
    page.get_by_test_id("view-live").filter(has_text="is in the middle of the candidate").wait_for()
    state(page, "candidate")

    assert page.evaluate("model.get('current')") == "A"
    assert page.locator(".lb-view-pin").evaluate("node => node.style.transform") == "translate(0px, 0px)"
    assert page.evaluate("document.activeElement.dataset.testid") == "pin-show-1"


def test_a_picture_that_does_not_load_is_told_in_words(chromium: Browser) -> None:
    """The stage says what to do, and the other picture can still be looked at."""
    letters = [{"letter": "A", "disposition": "", "pictures": ["/pictures/none"]}]
    with stand(300, 200, {"letters": letters}) as standing:
        page = chromium.new_page()
        page.goto(standing.address)

        page.get_by_text("This picture could not be loaded.").wait_for()
        page.get_by_test_id("edge-probe").filter(has_text="gamma").wait_for()
        page.close()


@pytest.mark.proves("D-18")
def test_adjunct_views_are_off_until_switched_on_and_their_use_is_told_at_once(page: Page) -> None:
    """The start is side by side; a wipe is told as it begins, and its time when it ends (D-18)."""
    assert page.get_by_test_id("over").is_hidden()
    assert page.get_by_test_id("view-wipe").is_hidden()
    page.get_by_test_id("adjunct").check()
    page.get_by_test_id("view-wipe").check()
    told = [view.view.value for view in sent_views(page).views]
    clip = page.get_by_test_id("over").evaluate("node => node.style.clipPath")
    page.get_by_test_id("adjunct").uncheck()
    leave(page)

    assert told[-1] == "wipe"
    assert clip == "inset(0px 50% 0px 0px)"
    assert page.get_by_test_id("over").is_hidden()
    assert [view.view.value for view in sent_views(page).views][-2:] == ["wipe", "side_by_side"]


def test_blink_is_slow_and_can_be_stopped(page: Page) -> None:
    """Under three flashes a second; it starts and stops by its button, and Escape stops it."""
    page.get_by_test_id("adjunct").check()
    page.get_by_test_id("view-blink").check()
    assert page.evaluate(TOGGLES) == 0
    page.get_by_test_id("blink").click()
    running = page.evaluate(TOGGLES)
    page.keyboard.press("Escape")

    assert 2 <= running <= 5
    assert page.get_by_test_id("blink").inner_text() == "Start blinking"
    assert page.evaluate(TOGGLES) == 0


def test_nothing_moves_by_itself_where_less_motion_is_asked_for(chromium: Browser, shown: Stand) -> None:
    """The pictures are swapped by hand instead."""
    for page in opened(chromium, shown, motion="reduce"):
        page.get_by_test_id("adjunct").check()
        page.get_by_test_id("view-blink").check()
        page.get_by_test_id("blink").click()

        assert page.get_by_test_id("blink").inner_text() == "Swap by hand"
        assert page.get_by_test_id("over").locator("img").is_hidden()
        assert page.evaluate(TOGGLES) == 0


@pytest.mark.proves("D-18")
def test_what_was_looked_at_is_told_with_settings_and_time(page: Page) -> None:
    """Side by side with the settings that settled, in order; leaving tells the rest (D-18)."""
    leave(page)
    press(page, "g", "r", side="candidate")
    leave(page)
    page.get_by_test_id("grid").check()
    leave(page)

    views = sent_views(page).views
    assert {view.view.value for view in views} == {"side_by_side"}
    settings = [(view.candidate.gamma, view.candidate.turn, view.grid) for view in views if view.candidate]
    assert list(dict.fromkeys(settings)) == [(1.0, 0, False), (1.1, 5, False), (1.1, 5, True)]
    assert {view.letter for view in views} == {"A"}


def test_a_change_is_said_to_a_screen_reader(page: Page) -> None:
    """Zoom, turn and light in one polite sentence after the last change; the stage names role and keys."""
    press(page, "r", "g")

    page.get_by_test_id("view-live").filter(has_text="Both pictures: ").wait_for()
    said = page.get_by_test_id("view-live").inner_text()
    assert said.endswith("gamma 1.1 · contrast 1.0 · turned 5°")
    name = str(page.get_by_test_id("stage-candidate").get_attribute("aria-label"))
    assert name.startswith("Candidate A. ")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    """Whoever speaks to the computer turns them off; nothing is sent then (WCAG 2.1.4)."""
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.get_by_test_id("keys-on").uncheck()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.press("ArrowRight")

    assert [each for each in page.evaluate("sent") if each["event"] == "key"] == [{"event": "key", "key": "n"}]
    assert page.evaluate("model.get('current')") == "A"


def test_the_viewer_is_accessible_with_everything_open(page: Page) -> None:
    """axe-core finds nothing."""
    press(page, "p", "Enter")
    page.get_by_test_id("adjunct").check()
    page.get_by_test_id("view-blink").check()
    for name in ("pins", "keys"):
        page.get_by_test_id(name).locator("summary").click()

    assert accessible(page) == []


def accessible(page: Page) -> list[Any]:
    """What axe-core finds."""
    violations = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]][:2]) for each in violations]


def mean(page: Page, clip: Any) -> float:
    """The mean brightness of the middle of a stage as it is on the screen."""
    middle = {"x": clip["x"] + 100, "y": clip["y"] + 60, "width": clip["width"] - 200, "height": clip["height"] - 120}
    return float(np.asarray(Image.open(io.BytesIO(page.screenshot(clip=middle))).convert("RGB")).mean())
