"""A short video in a real browser: sent, looked through, a frame chosen by keys, and the face step goes on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from gallery.demonstration.photographs import Photographs
from gallery.keys import Keys
from gallery.records.database import Database
from gallery.records.probes import derivatives_of, probe_of
from kernel_lib.faces.image import decode
from kernel_lib.hashing import sha256_hex
from kernel_lib.settings import Settings
from tests.browser.acting import answer_case, answer_source, choose_face, go_on
from tests.browser.site import Site
from tests.kernel_lib.faces.videos import encoded, scene

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def approach(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody comes nearer for two and a half seconds, beside somebody who stays."""
    folder, listed = Settings.from_env().photographs_dir, Photographs.listed()
    near, far = (decode(listed.named(file).read(folder)).pixels for file in ("D-0003-2.jpg", "D-0004-1.jpg"))
    path = tmp_path_factory.mktemp("video") / "door.mp4"
    path.write_bytes(encoded([scene([(near, 20, 160 + 10 * n), (far, 470, 150)]) for n in range(25)]))
    return path


@pytest.mark.proves("A-13", "W-20")
def test_a_frame_of_a_video_becomes_the_probe(site: Site, approach: Path) -> None:
    """The strip says what would help; the frame is chosen by keys; face, check and submission follow as for a still."""
    visitor = site.somebody("investigator")
    page = visitor.page
    page.get_by_role("link", name="New request").click()
    answer_case(page, "2026-000977")
    answer_source(page)
    page.get_by_role("heading", name="3 Picture").wait_for()
    page.get_by_test_id("picture-input").set_input_files(approach)
    strip = page.get_by_test_id("frame-strip")
    strip.get_by_role("heading", name="Face 2").wait_for()

    assert strip.get_by_text(re.compile(r"The frame at 00:0\d\.\d has \d+ % more eye distance")).count() >= 1
    assert strip.get_by_role("radio", checked=True).count() == 0
    assert page.get_by_role("button", name="Use this frame").is_disabled()
    _small_pictures_are_shown(page)
    visitor.show("frames")
    _choose_by_keys(page)
    visitor.show("frame-chosen")
    page.get_by_role("button", name="Use this frame").press("Enter")
    page.get_by_role("heading", name="4 Face").wait_for()
    choose_face(page, 1)
    go_on(page)
    page.get_by_role("heading", name="5 Check").wait_for()
    visitor.show("check-of-video")
    go_on(page)
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_test_id("request-state").wait_for()
    request_id = re.search(r"request=([0-9a-f-]{36})", page.url)
    assert request_id is not None
    _derived_from_the_video(site, request_id.group(1), approach.read_bytes())
    visitor.context.close()


def test_a_video_that_was_cut_off_is_refused_in_words(site: Site, approach: Path, tmp_path: Path) -> None:
    """The banner says what is wrong and what to ask for; nothing was taken in."""
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(approach.read_bytes()[:20_000])
    visitor = site.somebody("investigator")
    page = visitor.page
    page.get_by_role("link", name="New request").click()
    answer_case(page, "2026-000978")
    answer_source(page)
    page.get_by_role("heading", name="3 Picture").wait_for()

    page.get_by_test_id("picture-input").set_input_files(cut)

    page.get_by_text("The video is damaged or not whole.").first.wait_for()
    page.get_by_text("Ask for a new copy of the original recording.").first.wait_for()
    assert page.get_by_test_id("frame-strip").count() == 0
    visitor.context.close()


def _small_pictures_are_shown(page: Page) -> None:
    loaded = "() => [...document.querySelectorAll('.lb-frame img')].every(each => each.naturalWidth > 20)"
    page.wait_for_function(loaded)


def _choose_by_keys(page: Page) -> None:
    """Arrow, number and Home move the choice within a face's row; the words follow."""
    row = page.get_by_role("radiogroup").first
    row.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    row.get_by_role("radio", checked=True).and_(page.get_by_test_id("frame-1-2")).wait_for()
    page.keyboard.press("3")
    row.get_by_role("radio", checked=True).and_(page.get_by_test_id("frame-1-3")).wait_for()
    page.keyboard.press("Home")
    row.get_by_role("radio", checked=True).and_(page.get_by_test_id("frame-1-1")).wait_for()
    page.get_by_role("heading", name=re.compile(r"Frame at 00:0\d\.\d")).wait_for()


def _derived_from_the_video(site: Site, request_id: str, video: bytes) -> None:
    """The records hold the probe as derived from the video's bytes."""
    settings = Settings(site.data_dir, site.data_dir)
    identity = Keys.open(settings.keys_dir).identity
    database = Database.open(settings.gallery_dir / "records.sqlite", identity=identity)
    with database.reading() as connection:
        probe = probe_of(connection, request_id)
        assert probe is not None
        made = derivatives_of(connection, probe.id)
    database.close()
    assert [each.operation for each in made] == ["choose_frame", "crop_with_others_masked"]
    assert made[0].parent_sha256 == sha256_hex(video)
    assert made[1].parent_sha256 == made[0].sha256 == probe.sha256
