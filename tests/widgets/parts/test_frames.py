"""The strip of frames of a video."""

from kernel_lib.vocabulary import Verdict
from tests.widgets.recordings import a_recording
from widgets.parts.frames import FrameStrip


def test_no_frame_is_chosen_before_a_person_chooses() -> None:
    """Two faces with their frames, best first, in words; none is marked."""
    strip = FrameStrip()
    recording = a_recording()

    strip.show(recording)

    assert strip.chosen == ""
    assert strip.picked(recording) is None
    assert [face["title"] for face in strip.faces] == ["Face 1", "Face 2"]
    assert [tile["place"] for tile in strip.faces[0]["frames"]] == [1, 2, 3]
    assert strip.faces[0]["frames"][0]["words"] == "within limits"
    assert strip.faces[0]["frames"][0]["picture"] == "/leadbook/pictures/requests/r1/frames/24/0"


def test_a_tile_leads_to_its_frame() -> None:
    """The same frame may stand in two rows; each row has its own tile."""
    strip = FrameStrip()
    recording = a_recording()
    strip.show(recording)

    strip.chosen = strip.faces[1]["frames"][0]["key"]

    picked = strip.picked(recording)
    assert picked is not None
    assert (picked.number, picked.verdict) == (24, Verdict.CAUTION)


def test_the_frame_that_is_the_probe_is_marked() -> None:
    """After a reload, too."""
    strip = FrameStrip()

    strip.show(a_recording(chosen_frame=10))

    assert strip.chosen.endswith("/0/10")
    assert [tile["used"] for tile in strip.faces[0]["frames"]] == [False, True, False]


def test_another_video_takes_the_choice_back() -> None:
    """What was chosen in the video before says nothing of this one."""
    strip = FrameStrip()
    strip.show(a_recording(chosen_frame=10))

    strip.show(a_recording(id="v2"))

    assert strip.chosen == ""
