"""Frames are ordered by what is measured on the chosen face, and the words say what would help."""

from collections.abc import Callable

import pytest

from kernel_lib.errors import Unacceptable
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.frame_choice import Survey, ranked, survey
from kernel_lib.faces.image import DecodedPicture
from tests.kernel_lib.faces.videos import encoded, scene


@pytest.fixture(scope="module")
def approach(engine: FaceEngine, picture: Callable[[str], DecodedPicture]) -> Survey:
    """Somebody comes nearer for two seconds; frame 12 is the last that is not blurred."""
    pixels = picture("D-0003-2.jpg").pixels
    shots = [scene([(pixels, 150, 160 + 13 * n)], blur=0.0 if n <= 12 else 4.0) for n in range(20)]
    return survey(engine, encoded(shots))


@pytest.fixture(scope="module")
def crossing(engine: FaceEngine, picture: Callable[[str], DecodedPicture]) -> Survey:
    """Two people side by side; the left one grows."""
    left, right = picture("D-0003-2.jpg").pixels, picture("D-0004-1.jpg").pixels
    return survey(engine, encoded([scene([(left, 10, 180 + 8 * n), (right, 400, 200)]) for n in range(8)]))


def test_the_largest_sharp_frame_comes_first(approach: Survey) -> None:
    """Neither the largest blurred face nor the first sharp one is put first."""
    order = ranked(approach, 3, 0).frames

    assert len(approach.looks) == 20
    assert order[0].number in (11, 12)
    assert {frame.number for frame in order[-3:]} <= {0, 1, 2, *range(13, 20)}
    assert [frame.place for frame in order] == list(range(1, len(order) + 1))


def test_the_words_say_what_the_better_frame_has(approach: Survey) -> None:
    """Gain, both values and the moment are named; a loss is named too."""
    ranking = ranked(approach, 3, 0)
    late = next(frame for frame in ranking.frames if frame.number == 18)

    assert ranking.advice[0] == "This face was followed through 20 of the 20 frames that were looked at."
    assert ranking.advice[1].startswith("The frame at 00:01.")
    assert "% more eye distance (" in ranking.advice[1]
    assert "but it has" in late.compared
    assert "less fine detail" in late.compared


def test_the_share_in_words_is_the_share_measured(approach: Survey) -> None:
    """The per cent in the sentence follow from the eye distances of both frames."""
    ranking = ranked(approach, 3, 0)
    best = ranking.frames[0]
    chosen = next(frame for frame in ranking.frames if frame.number == 3)

    share = (best.face.eye_distance / chosen.face.eye_distance - 1) * 100

    assert f"{share:.0f} % more eye distance" in best.compared
    assert chosen.compared == ""


def test_when_the_best_frame_is_chosen_nothing_better_is_claimed(approach: Survey) -> None:
    """A person who took the best frame is told so."""
    best = ranked(approach, 3, 0).frames[0].number

    assert "No other frame shows this face clearly better." in ranked(approach, best, 0).advice


def test_the_other_person_is_not_followed(crossing: Survey) -> None:
    """Each face is followed by its own place; the neighbour's frames never enter the order."""
    left, right = ranked(crossing, 0, 0), ranked(crossing, 0, 1)

    assert all(frame.face.box[0] < 300 for frame in left.frames)
    assert all(frame.face.box[0] > 350 for frame in right.frames)
    assert left.frames[0].number >= 5


def test_a_cut_to_another_place_ends_the_following(
    engine: FaceEngine, picture: Callable[[str], DecodedPicture]
) -> None:
    """A face that jumps across the picture is not taken for the one chosen."""
    pixels = picture("D-0003-2.jpg").pixels
    shots = [scene([(pixels, 0 if n < 5 else 400, 200)]) for n in range(10)]

    ranking = ranked(survey(engine, encoded(shots)), 0, 0)

    assert sorted(frame.number for frame in ranking.frames) == [0, 1, 2, 3, 4]


def test_a_small_face_is_told_what_would_help(engine: FaceEngine, picture: Callable[[str], DecodedPicture]) -> None:
    """Where even the best frame has a caution, the words say what to ask for."""
    pixels = picture("D-0003-2.jpg").pixels

    ranking = ranked(survey(engine, encoded([scene([(pixels, 100, 70)])] * 4)), 0, 0)

    assert "Ask for the original recording at full size, or for a camera nearer to the person." in ranking.advice


def test_a_face_that_is_not_there_is_refused(approach: Survey) -> None:
    """Neither another face nor a frame that was not looked at can be chosen."""
    with pytest.raises(Unacceptable, match="no face 1"):
        ranked(approach, 3, 1)
    with pytest.raises(Unacceptable, match="Frame 99"):
        ranked(approach, 99, 0)


def test_the_number_of_looks_is_limited(engine: FaceEngine, picture: Callable[[str], DecodedPicture]) -> None:
    """A long video is looked at in as many frames as allowed, spread over its length."""
    video = encoded([scene([(picture("D-0003-2.jpg").pixels, 100, 160)])] * 20)

    seen = survey(engine, video, looks=4)

    assert [look.number for look in seen.looks] == [0, 5, 10, 15]
