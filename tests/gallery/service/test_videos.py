"""A short video over HTTP: the same route as a picture takes it in, another one chooses its frame."""

import sys
from functools import partial

import numpy as np
import pytest

from gallery.casework import recording
from kernel_lib.faces.frame_choice import survey
from kernel_lib.faces.video_reader import ProcessLimits, VideoReader
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Role
from kernel_lib.wire.casework import RequestView
from kernel_lib.wire.recording import RecordingView
from tests.gallery.casework.bench import complete, picture
from tests.gallery.house import House
from tests.kernel_lib.faces.videos import Pixels, encoded


def _frame(eyes: int, faces: int = 1) -> Pixels:
    """A frame in which the fake detector finds so many faces, the eyes so far apart."""
    pixels = np.full((128, 128 * faces, 3), (10 * faces + 5, eyes, 90), np.uint8)
    pixels[40:80:8] = 200
    return pixels


VIDEO = encoded([_frame(40 + 3 * number) for number in range(10)])


def _draft(house: House) -> str:
    house.somebody(Role.INVESTIGATOR)
    answer = house.ask("POST", "/requests", "investigator", json=complete().model_dump(mode="json"))
    return str(answer.json()["id"])


@pytest.mark.proves("A-13", "W-20")
def test_a_video_comes_in_by_the_route_of_pictures_and_its_frame_is_chosen(house: House) -> None:
    """Taken in, shown, chosen: three entries in the log, with the video's hash and the moment."""
    request_id = _draft(house)
    before = len(house.entries())

    files = {"picture": ("door.mp4", VIDEO, "application/octet-stream")}
    answer = house.ask("POST", f"/requests/{request_id}/probe", "investigator", files=files)
    view = RecordingView.model_validate_json(answer.content)
    best = view.faces[0].frames[0]
    shown = house.ask("GET", f"/pictures/{best.picture}", "investigator")
    chosen = house.ask("PUT", f"/requests/{request_id}/frame", "investigator", json={"number": best.number})

    request = RequestView.model_validate_json(chosen.content)
    assert view.sha256 == sha256_hex(VIDEO)
    assert shown.headers["content-type"] == "image/jpeg"
    assert request.probe is not None
    assert (request.probe.width, request.probe.height) == (128, 128)
    assert house.told(before) == [("probe_received", "done"), ("picture_viewed", "done"), ("frame_chosen", "done")]
    details = house.entries()[-1].event.details
    assert details["parent_sha256"] == sha256_hex(VIDEO)
    assert details["milliseconds"] == best.number * 100
    assert details["derived_sha256"] == request.probe.sha256


@pytest.mark.parametrize("number", [-1, 99, 10_001, "3", 1.5, None])
def test_a_frame_that_is_not_listed_is_refused_once(house: House, number: object) -> None:
    """Whatever stands in the place of a number."""
    request_id = _draft(house)
    files = {"picture": ("door.mp4", VIDEO, "application/octet-stream")}
    house.ask("POST", f"/requests/{request_id}/probe", "investigator", files=files)
    before = len(house.entries())

    answer = house.ask("PUT", f"/requests/{request_id}/frame", "investigator", json={"number": number})

    assert answer.status_code == 422
    assert [result for _, result in house.told(before)] == ["refused"]


@pytest.mark.proves("W-20")
@pytest.mark.parametrize(
    ("program", "rule"), [("import os; os.abort()", "video.crashed"), ("import time; time.sleep(60)", "video.time")]
)
def test_a_reader_that_crashes_or_hangs_leaves_the_service_as_it_was(
    house: House, program: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One clear refusal, nothing stored, and the next picture is taken in."""
    reader = VideoReader(limits=ProcessLimits(seconds=0.5), command=(sys.executable, "-c", program))
    monkeypatch.setattr(recording, "survey", partial(survey, reader=reader))
    request_id = _draft(house)
    before, stored = len(house.entries()), house.parts.images.lineages()
    files = {"picture": ("door.mp4", VIDEO, "application/octet-stream")}

    answer = house.ask("POST", f"/requests/{request_id}/probe", "investigator", files=files)

    assert (answer.status_code, answer.json()["rule"]) == (422, rule)
    assert house.told(before) == [("probe_rejected", "refused")]
    assert house.parts.images.lineages() == stored
    still = {"picture": ("still.png", picture(), "application/octet-stream")}
    assert house.ask("POST", f"/requests/{request_id}/probe", "investigator", files=still).is_success


def test_a_video_beyond_the_size_is_not_even_read(house: House) -> None:
    """More than 50 MB is refused while it arrives."""
    request_id = _draft(house)
    files = {"picture": ("door.mp4", VIDEO + bytes((50 << 20) + (1 << 17)), "application/octet-stream")}

    answer = house.ask("POST", f"/requests/{request_id}/probe", "investigator", files=files)

    assert answer.status_code == 413
