"""The comparison view holds what its stage allows."""

from kernel_lib.vocabulary import ExaminationState
from tests.widgets.fakes import an_examination, letters
from tests.widgets.press import tell
from widgets.parts.viewer import Viewer


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
