"""Frames a second of the comparison viewer: two pictures of 24 megapixels that zoom, move and turn together.

Frames are counted where Chromium shows them, from its own trace, and not only where the page asked for them.
"""

import json
import os
from itertools import pairwise
from statistics import quantiles
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import Figure
from benchmarks.viewer_stand import stand

_WIDTH, _HEIGHT = 6000, 4000
_SECONDS = 5
_CATEGORIES = ["cc", "benchmark", "viz"]
_DRIVE = """(seconds) => new Promise((done) => {
  const stage = document.querySelector("[data-testid=stage-probe]");
  stage.setPointerCapture = () => {};
  stage.focus();
  const box = stage.getBoundingClientRect();
  const around = (n) => [150 + 40 * Math.sin(n / 20), 120 + 40 * Math.cos(n / 20)];
  const place = (n) => ({ clientX: box.left + around(n)[0], clientY: box.top + around(n)[1] });
  const times = [];
  const send = (event) => stage.dispatchEvent(event);
  send(new PointerEvent("pointerdown", { bubbles: true, pointerId: 1, ...place(0) }));
  const step = (now) => {
    times.push(now);
    const n = times.length;
    const deltaY = n % 100 < 50 ? -10 : 10;
    send(new WheelEvent("wheel", { bubbles: true, cancelable: true, ctrlKey: true, deltaY, ...place(n) }));
    send(new PointerEvent("pointermove", { bubbles: true, pointerId: 1, ...place(n) }));
    send(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, key: "r" }));
    if (now - times[0] < seconds * 1000) requestAnimationFrame(step);
    else {
      send(new PointerEvent("pointerup", { bubbles: true, pointerId: 1, ...place(n) }));
      done(times);
    }
  };
  requestAnimationFrame(step);
})"""


def measure_viewer() -> list[Figure]:
    """Drive the viewer plain, with changed light, and with the probe laid over the candidate."""
    with stand(_WIDTH, _HEIGHT) as standing, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        figures = []
        for words, prepare in (("", _plain), (", light changed", _light), (", overlay", _overlay)):
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(standing.address)
            for side in ("probe", "candidate"):
                page.get_by_test_id(f"edge-{side}").filter(has_text="gamma").wait_for()
            prepare(page)
            figures += _figures(browser, page, words)
            page.close()
        browser.close()
    return figures


# Private


def _plain(_page: Page) -> None:
    """Leave everything as it starts."""


def _light(page: Page) -> None:
    page.get_by_test_id("gamma-probe").fill("1.4")
    page.get_by_test_id("contrast-candidate").fill("1.3")
    page.get_by_test_id("invert-candidate").click()


def _overlay(page: Page) -> None:
    page.get_by_test_id("adjunct").check()
    page.get_by_test_id("view-overlay").check()


def _figures(browser: Browser, page: Page, words: str) -> list[Figure]:
    page.evaluate(_DRIVE, 1)
    browser.start_tracing(page=page, categories=_CATEGORIES)
    asked = page.evaluate(_DRIVE, _SECONDS)
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    drawn = _drawn(trace)
    of = f"{_SECONDS} s, two pictures of {_WIDTH} × {_HEIGHT}, {len(asked)} frames asked for, no graphics processor"
    gaps = [(after - before) / 1000 for before, after in pairwise(drawn)]
    return [
        Figure(f"viewer: frames shown a second{words}", _whole(trace) / (asked[-1] - asked[0]) * 1000, "/s", of),
        Figure(f"viewer: 95th percentile between frames{words}", quantiles(gaps, n=20)[-1], "ms", of, aim=20),
    ]


def _whole(trace: list[dict[str, Any]]) -> int:
    """Return how many frames were presented with everything that the page had changed in them."""
    reports = (each["args"] for each in trace if each["name"] == "PipelineReporter" and each["ph"] in "bBX")
    states = [(args.get("chrome_frame_reporter") or args.get("frame_reporter") or {}).get("state") for args in reports]
    if not any(states):
        raise LookupError("Chromium's trace: expected the states of frames, got none; its format has changed")
    return states.count("STATE_PRESENTED_ALL")


def _drawn(trace: list[dict[str, Any]]) -> list[float]:
    """Return when the display drew and swapped, in microseconds."""
    drawing = (each for each in trace if each["name"] == "Display::DrawAndSwap" and each["ph"] in "BX")
    return sorted(float(each["ts"]) for each in drawing)
