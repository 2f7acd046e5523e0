"""The picture step of a search request when a video was sent."""

from typing import Any

import pytest

from kernel_lib.errors import Unacceptable
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_form, a_probe, a_request
from tests.widgets.press import press, tell, words_in
from tests.widgets.recordings import COMPARED, a_recording
from widgets.pages.search import SearchPage


def _page(**changes: Any) -> tuple[SearchPage, FakeClient]:
    request = a_request(**{"recording": a_recording(), **changes})
    client = FakeClient({"requests.form": a_form(), "requests.get": request})
    page = SearchPage(lambda: client, {"request": "r1"})  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


def test_a_video_taken_in_leads_to_its_frames() -> None:
    """The step stays at the picture; facts, strip and what to do are shown."""
    page, client = _page(recording=None)
    client.answers["requests.get"] = a_request(recording=a_recording())

    tell(page.picture.intake, event="received")

    assert page.step == "picture"
    assert len(page.frames.strip.faces) == 2
    assert page.conduct.said == "The video is taken in. 2 faces followed. Choose a frame."
    assert "door &lt;cam&gt;.mp4" in words_in(page.body)
    assert "nobody chooses for you" in words_in(page.body)


@pytest.mark.proves("W-20")
def test_a_chosen_frame_says_what_would_help() -> None:
    """Before anything is sent, the words compare the frame with the first that shows the face."""
    page, client = _page()

    page.frames.strip.chosen = "v1/0/24"

    assert COMPARED in words_in(page.body)
    assert "requests.choose_frame" not in client.names()


def test_a_frame_below_the_floor_is_told() -> None:
    """In words, with the rule (A-18)."""
    page, _ = _page()

    page.frames.strip.chosen = "v1/1/30"

    assert "cannot be searched (A-18)" in words_in(page.body)


def test_the_frame_becomes_the_probe_and_the_face_step_follows() -> None:
    """Its number is sent; the page goes on with what the service answers."""
    answer = a_request(recording=a_recording(chosen_frame=24), probe=a_probe())
    page, client = _page()
    client.answers["requests.choose_frame"] = answer
    page.frames.strip.chosen = "v1/0/24"

    press(page.body, "Use this frame")

    assert client.last("requests.choose_frame") == ("r1", 24)
    assert page.step == "face"
    assert page.conduct.said == "The frame at 00:02.4 is the picture of this request."


def test_without_a_choice_nothing_is_sent() -> None:
    """The button waits, and the page would say why."""
    page, _ = _page()

    with pytest.raises(Unacceptable, match="No frame is chosen"):
        page.frames.demand()


def test_a_still_has_no_strip() -> None:
    """A request with a picture looks as before."""
    page, _ = _page(recording=None, probe=a_probe())
    page.leave_for("picture")

    assert "The video" not in words_in(page.body)
    assert "Use this frame" not in words_in(page.body)


def test_another_frame_shows_another_picture() -> None:
    """The browser must not go on showing the picture before: its address changes with the picture."""
    page, client = _page(recording=a_recording(chosen_frame=10), probe=a_probe())
    before = page.face.picker.picture
    other = a_probe().model_copy(update={"sha256": "ef" * 32})
    client.answers["requests.choose_frame"] = a_request(recording=a_recording(chosen_frame=24), probe=other)
    page.leave_for("picture")
    page.frames.strip.chosen = "v1/0/24"

    press(page.body, "Use this frame")

    assert page.face.picker.picture != before
