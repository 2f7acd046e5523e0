"""The framed faces and their findings."""

from kernel_lib.vocabulary import Verdict
from tests.widgets.fakes import a_probe
from widgets.parts.faces import FacePicker, worst


def test_nobody_is_chosen_before_a_person_chooses() -> None:
    """Three faces, none of them marked (A-20)."""
    picker = FacePicker()

    picker.show(a_probe())

    assert picker.chosen == -1
    assert [face["words"] for face in picker.faces] == ["within limits", "with cautions", "cannot be searched"]


def test_an_approver_sees_only_the_chosen_frame() -> None:
    """The others are of no concern to the decision."""
    picker = FacePicker()

    picker.show(a_probe(1), only_chosen=True)

    assert [face["index"] for face in picker.faces] == [1]


def test_a_face_below_the_floor_counts_as_refused() -> None:
    """Whatever its findings say (A-18)."""
    face = a_probe().faces[0].model_copy(update={"searchable": False})

    assert worst(face) is Verdict.REFUSED
