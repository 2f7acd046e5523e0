"""The comparison view holds what its stage allows."""

from typing import Any

import pytest

from kernel_lib.vocabulary import ExaminationState
from kernel_lib.wire.views import ViewsUsed
from tests.widgets.examination_fakes import an_examination, letters
from tests.widgets.press import tell
from widgets.parts.viewer import FRONT_END, Viewer


def test_before_the_lock_there_is_no_candidate() -> None:
    """The right half says what opens it (D-02)."""
    viewer = Viewer()

    viewer.show(an_examination())

    assert viewer.letters == []
    assert viewer.waiting == "Candidates open after you lock your notes on the probe"


def test_the_view_holds_letters_and_pictures_only() -> None:
    """No date, rank or similarity reaches the browser (C-05)."""
    viewer = Viewer()

    viewer.show(an_examination(ExaminationState.COMPARISON, opened=True, letters=letters()))

    assert {key for each in viewer.letters for key in each} == {"letter", "disposition", "pictures"}
    assert viewer.current == "A"


def test_the_letter_in_view_is_kept() -> None:
    """A new answer of the service does not turn the page."""
    viewer = Viewer()
    view = an_examination(ExaminationState.COMPARISON, opened=True, letters=letters())
    viewer.show(view)
    viewer.current = "C"

    viewer.show(view)

    assert viewer.current == "C"


def test_only_known_keys_are_heard() -> None:
    """A message that the browser makes up is not handed on."""
    heard: list[str] = []
    viewer = Viewer()
    viewer.when_key(heard.append)

    for key in ("n", "3", "9", "lock", "", None):
        tell(viewer, event="key", key=key)

    assert heard == ["n", "3"]


DISPLAY = {"scale": 0.5, "turn": 5, "gamma": 1.2, "contrast": 1.0, "inverted": False}
ALONE: dict[str, Any] = {
    "view": "probe_alone",
    "letter": "",
    "number": 0,
    "probe": DISPLAY,
    "candidate": None,
    "grid": False,
    "together": True,
    "adjunct": False,
    "milliseconds": 900,
}


def test_views_that_were_used_are_handed_on() -> None:
    """As the typed message that the service takes (D-18)."""
    heard: list[ViewsUsed] = []
    viewer = Viewer()
    viewer.when_used(heard.append)

    tell(viewer, event="views", views=[ALONE, {**ALONE, "milliseconds": 100}])

    assert [each.milliseconds for each in heard[0].views] == [900, 100]


def test_views_that_do_not_read_are_dropped() -> None:
    """A message that the browser makes up reaches nobody."""
    heard: list[ViewsUsed] = []
    viewer = Viewer()
    viewer.when_used(heard.append)

    for made_up in (None, [], [{**ALONE, "view": "ruler"}], [{**ALONE, "milliseconds": -1}], [{"view": "wipe"}]):
        tell(viewer, event="views", views=made_up)
    tell(viewer, event="key", views=[ALONE])

    assert heard == []


def test_pins_are_read_again() -> None:
    """A pin needs a known component, and a candidate that is shown where it is on one."""
    viewer = Viewer()
    viewer.show(an_examination(ExaminationState.COMPARISON, opened=True, letters=letters()))
    good = {"component": "nose", "side": "candidate", "letter": "B", "picture": 1, "x": 10.5, "y": 20.0}

    viewer.pins = [
        good,
        {**good, "component": "made up"},
        {**good, "letter": "Z"},
        {**good, "side": "probe"},
        {**good, "x": -1},
        {"side": "probe"},
    ]

    assert [(pin.component, pin.letter, pin.x) for pin in viewer.placed] == [("nose", "B", 10.5)]


def test_pins_stay_with_their_examination() -> None:
    """They are kept from stage to stage, and another examination begins without any."""
    viewer = Viewer()
    viewer.show(an_examination())
    viewer.pins = [{"component": "nose", "side": "probe", "letter": "", "picture": 1, "x": 1, "y": 1}]

    viewer.show(an_examination(ExaminationState.COMPARISON, opened=True, letters=letters()))
    kept = len(viewer.placed)
    viewer.show(an_examination(id="e2"))

    assert kept == 1
    assert viewer.placed == ()


def test_pins_can_be_placed_while_there_are_notes_to_make() -> None:
    """During the analysis and the comparison; not between them, and not after the lock."""
    viewer = Viewer()
    seen = []
    for view in (
        an_examination(),
        an_examination(ExaminationState.COMPARISON),
        an_examination(ExaminationState.COMPARISON, opened=True, letters=letters()),
        an_examination(ExaminationState.LOCKED, opened=False),
    ):
        viewer.show(view)
        seen.append(viewer.pinnable)

    assert seen == [True, False, True, False]


@pytest.mark.proves("D-04")
def test_the_front_end_measures_nothing() -> None:
    """No ruler, ratio, distance or coordinate is offered in its words (D-04)."""
    words = FRONT_END.lower()

    assert "nothing here measures" in words
    assert not any(f'"{tool}' in words for tool in ("ruler", "measure", "ratio", "distance", "angle", "protractor"))
