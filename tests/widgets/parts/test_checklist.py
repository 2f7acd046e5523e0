"""The checklist of components."""

from kernel_lib.vocabulary import Observation
from kernel_lib.wire.examination import AnalysisNotes
from tests.widgets.examination_fakes import an_examination
from widgets.parts.checklist import Checklist

VIEW = an_examination()
NOTES = AnalysisNotes(visible={"skin": True, "eyes": False, "nose": True}, suitable=True)


def test_every_component_needs_an_answer() -> None:
    """What is missing is named; a value that is no choice counts as missing."""
    checklist = Checklist()
    checklist.ask_visible(VIEW.components, None)

    checklist.values = {"skin": "yes", "eyes": "perhaps"}

    assert checklist.missing == ["Eyes", "Nose"]
    assert checklist.visible == {"skin": True, "eyes": False, "nose": False}


def test_what_the_probe_hides_cannot_be_compared() -> None:
    """A component that is not visible stands so already."""
    checklist = Checklist()

    checklist.ask_compared(VIEW.components, NOTES, VIEW.explanations)

    assert checklist.values == {"eyes": "not_visible"}


def test_a_difference_carries_its_explanation() -> None:
    """The note begins with the listed explanation (D-05); rows that are not asked are left out."""
    checklist = Checklist()
    checklist.ask_compared(VIEW.components, NOTES, VIEW.explanations)

    checklist.values = {"skin": "similar", "eyes": "not_visible", "nose": "dissimilar", "forged": "similar"}
    checklist.reasons, checklist.notes = {"nose": "pose"}, {"nose": " turned ", "skin": "ignored"}

    seen = {each.component: (each.observation, each.note) for each in checklist.observations}
    assert seen == {
        "skin": (Observation.SIMILAR, ""),
        "eyes": (Observation.NOT_VISIBLE, ""),
        "nose": (Observation.DISSIMILAR, "Pose: turned"),
    }
