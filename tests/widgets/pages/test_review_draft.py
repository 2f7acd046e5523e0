"""What is typed in an examination is kept at the service and comes back; the browser asks before it is left."""

from kernel_lib.errors import ServiceUnreachable
from kernel_lib.vocabulary import Disposition, Observation, Side
from kernel_lib.wire.drafts import ExaminationDraft
from kernel_lib.wire.examination import DispositionGiven
from kernel_lib.wire.views import Pin
from tests.widgets.examination_fakes import an_examination
from tests.widgets.pages.reviewing import DISPOSED, NOTED, NOTES, OPEN, review_page
from tests.widgets.press import press, words_in


def test_the_browser_asks_before_unsaved_notes_are_left() -> None:
    """Only while the service could not keep them: the words say so, and the answers stay."""
    page, _ = review_page(an_examination(), examinations__save_draft=ServiceUnreachable("no answer"))
    fresh = page.conduct.unsaved

    page.analysis.checklist.values = {"skin": "yes"}

    assert (fresh, page.conduct.unsaved) == (False, True)
    assert "Not saved yet" in words_in(page.body)
    assert page.analysis.checklist.visible["skin"] is True


def test_what_is_typed_is_kept_at_the_service() -> None:
    """Each saving names the revision that it replaces."""
    page, client = review_page(an_examination())

    page.analysis.checklist.values = {"skin": "yes", "eyes": "no"}
    page.analysis.limits.value = "Blur."

    examination, draft = client.last("examinations.save_draft")
    assert (examination, draft.revision) == ("e1", 1)
    assert (draft.visible, draft.limits) == ({"skin": True, "eyes": False}, "Blur.")
    assert page.conduct.unsaved is False
    assert "Your answers are saved." in words_in(page.body)


def test_pins_belong_to_the_notes() -> None:
    """They are kept with the draft, locked with the notes, shown as locked after it, and come back after a reload."""
    pin = Pin(component="nose", side=Side.PROBE, letter="", picture=1, x=10.0, y=20.5)
    noted = NOTED.model_copy(update={"analysis": NOTES.model_copy(update={"pins": (pin,)})})
    page, client = review_page(an_examination(), examinations__lock_analysis=noted)
    quiet = client.names()
    page.viewer.pins = [pin.model_dump(mode="json")]
    kept = client.last("examinations.save_draft")[1]
    page.analysis.checklist.values = {"skin": "yes", "eyes": "no", "nose": "yes"}
    page.analysis.suitable.value = True

    press(page.body, "Lock my notes")
    press(page.body, "Lock my notes on the probe")

    assert quiet == ["examinations.start"]
    assert kept.pins == client.last("examinations.lock_analysis")[1].pins == (pin,)
    assert [each["locked"] for each in page.viewer.pins] == [True]
    assert page.viewer.placed == ()
    again, _ = review_page(an_examination(draft=kept))
    assert again.viewer.placed == (pin,)


def test_kept_notes_come_back_after_a_reload() -> None:
    """The page goes on from them and sends nothing by itself."""
    draft = ExaminationDraft(revision=4, visible={"skin": True, "eyes": False}, suitable=False, limits="Blur.")
    page, client = review_page(an_examination(draft=draft))

    before = client.names()
    page.analysis.limits.value = "Blur and shade."

    assert before == ["examinations.start"]
    assert page.analysis.notes.visible == {"skin": True, "eyes": False, "nose": False}
    assert page.analysis.suitable.value is False
    assert client.last("examinations.save_draft")[1].revision == 4


def test_a_kept_conclusion_comes_back_after_a_reload() -> None:
    """Letter, components with their explanations, value and reasons."""
    draft = ExaminationDraft(
        revision=2,
        letter="B",
        value=1,
        observations={"skin": Observation.DISSIMILAR},
        explanations={"skin": "angle"},
        notes={"skin": "Light."},
        reasons="Nose.",
    )
    page, client = review_page(DISPOSED.model_copy(update={"draft": draft}))

    conclusion = page.conclusion
    assert (conclusion.letter.value, conclusion.value.value, conclusion.reasons.value) == ("B", 1, "Nose.")
    assert conclusion.checklist.values["skin"] == Observation.DISSIMILAR
    assert (conclusion.checklist.reasons, conclusion.checklist.notes) == ({"skin": "angle"}, {"skin": "Light."})
    assert client.names() == ["examinations.start"]


def test_a_note_without_a_disposition_is_kept_with_the_draft() -> None:
    """By its letter; it goes with the disposition as soon as there is one, and then leaves the draft."""
    page, client = review_page(OPEN, examinations__dispose=OPEN)
    page.dispositions.note.value = "The ear is hidden."
    kept = client.last("examinations.save_draft")[1].letter_notes

    page.dispositions.disposition.value = "unclear"

    assert kept == {"A": "The ear is hidden."}
    assert client.last("examinations.dispose")[1:] == (
        "A",
        DispositionGiven(disposition=Disposition.UNCLEAR, note="The ear is hidden."),
    )
    assert page.dispositions.notes == {}


def test_a_note_without_a_disposition_comes_back_after_a_reload() -> None:
    """On its own candidate, and saved again with whatever is typed next."""
    draft = ExaminationDraft(revision=2, letter_notes={"A": "The ear is hidden.", "B": "Look at the scar."})
    page, client = review_page(OPEN.model_copy(update={"draft": draft}))
    first = page.dispositions.note.value

    page.viewer.current = "B"
    second = page.dispositions.note.value
    page.dispositions.note.value = "Look at the scar again."

    assert (first, second) == ("The ear is hidden.", "Look at the scar.")
    saved = client.last("examinations.save_draft")[1]
    assert saved.letter_notes == {"A": "The ear is hidden.", "B": "Look at the scar again."}
