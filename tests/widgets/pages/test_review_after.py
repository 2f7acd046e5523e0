"""Beside and after an examination: context, description, warnings, doubts, additions."""

import pytest

from kernel_lib.vocabulary import ExaminationState, Standing
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.descriptions import DescriptionView, FeatureCompared
from kernel_lib.wire.identities import IdentityDoubt
from kernel_lib.wire.review import AmendmentGiven, AmendmentView
from tests.widgets.examination_fakes import an_examination, letters
from tests.widgets.fakes import NOW
from tests.widgets.pages.reviewing import LOCKED, NOTES, OPEN, review_page
from tests.widgets.press import press, words_in

CONTEXTS = (ChoiceView(id="media", title="The media"), ChoiceView(id="other", title="Something else"))


@pytest.mark.proves("D-15")
def test_an_examiner_steps_back_in_two_steps() -> None:
    """The first step says what follows; afterwards nothing of the examination is shown."""
    view = an_examination(
        ExaminationState.COMPARISON, analysis=NOTES, opened=True, letters=letters(), contexts=CONTEXTS
    )
    back = an_examination(ExaminationState.RECUSED, analysis=NOTES, opened=True)
    page, client = review_page(view, examinations__get=back, examinations__record_context=None)
    press(page.body, "I saw or heard something of this case")

    press(page.body, "Step back")
    complained = [name for name, _ in page.banner.fields]
    page.context.kinds["media"].value = True
    press(page.body, "Step back")
    said = words_in(page.body)
    press(page.body, "Step back from this examination")

    assert complained == ["note"]
    assert "Another certified examiner is found at once" in said
    _, seen = client.last("examinations.record_context")
    assert (seen.kinds, seen.step_back) == (("media",), True)
    assert "You stepped back." in words_in(page.body)


def test_context_is_recorded_and_the_examination_goes_on() -> None:
    """The form closes and says so; typed answers stay."""
    view = an_examination(contexts=CONTEXTS)
    page, client = review_page(view, examinations__record_context=None)
    page.analysis.limits.value = "Blur."
    press(page.body, "I saw or heard something of this case")
    page.context.kinds["other"].value = True
    page.context.note.value = "A poster."

    press(page.body, "Record what I saw")
    press(page.body, "Record it and go on")

    _, seen = client.last("examinations.record_context")
    assert (seen.kinds, seen.note, seen.step_back) == (("other",), "A poster.", False)
    assert "Recorded. Go on" in words_in(page.body)
    assert page.analysis.limits.value == "Blur."


@pytest.mark.proves("D-07")
def test_a_description_is_compared_after_the_lock() -> None:
    """Each feature with both values and a verdict; a contradiction is told at once."""
    empty = DescriptionView(
        request_id="r1",
        request_number="R-0001",
        features=(ChoiceView(id="height", title="Height"), ChoiceView(id="glasses", title="Glasses")),
        rows=(),
        contradiction=False,
        holds_back=False,
        filled_at=None,
        reason="",
        decided_at=None,
    )
    told = FeatureCompared(feature="height", described="193 cm", held="173 cm", standing=Standing.CONTRADICTS)
    kept = empty.model_copy(update={"rows": (told,), "contradiction": True, "holds_back": True})
    page, client = review_page(LOCKED.model_copy(update={"description": empty}), descriptions__fill_in=kept)
    for name, value in (("height_described", "193 cm"), ("height_held", "173 cm"), ("height", "contradicts")):
        page.acts.fields[name].value = value

    press(page.body, "Keep the comparison")

    _, offered = client.last("descriptions.fill_in")
    assert offered.rows == (told, FeatureCompared(feature="glasses", standing=Standing.NOT_KNOWN))
    assert "a lead does not go out before" in words_in(page.body)


@pytest.mark.proves("C-07", "C-08")
def test_warnings_stand_above_what_the_lock_reveals() -> None:
    """Look-alikes and years between the pictures."""
    warned = LOCKED.model_copy(
        update={"warnings": ("Candidates A and B are different people.", "Candidate C: 9 years.")}
    )
    page, _ = review_page(warned)

    text = words_in(page.body)
    assert "Candidates A and B are different people." in text
    assert "Candidate C: 9 years." in text


@pytest.mark.proves("C-09")
def test_a_doubt_about_identities_is_sent_and_the_list_stays() -> None:
    """Letters and words go to the records clerk; without them nothing is sent."""
    page, client = review_page(OPEN, identities__doubt=None)
    press(page.body, "Two letters may be one person, or one letter two")

    press(page.body, "Send to the records clerk")
    complained = [name for name, _ in page.banner.fields]
    page.doubt.letters["A"].value = True
    page.doubt.letters["C"].value = True
    page.doubt.note.value = "The same scar."
    press(page.body, "Send to the records clerk")

    assert complained == ["doubt_note"]
    assert client.last("identities.doubt") == ("e1", IdentityDoubt(letters=("A", "C"), note="The same scar."))
    assert [each["letter"] for each in page.viewer.letters] == ["A", "B", "C"]
    assert "Sent to the records clerk." in words_in(page.body)


@pytest.mark.proves("D-17")
def test_something_is_added_after_the_lock() -> None:
    """With its reason, as a version; the form is then empty."""
    added = AmendmentView(version=3, reason="A slip.", words="Left.", added_at=NOW, sha256="ab" * 32)
    page, client = review_page(LOCKED, examinations__amend=LOCKED.model_copy(update={"amendments": (added,)}))

    press(page.body, "Add to the locked examination")
    complained = [name for name, _ in page.banner.fields]
    page.amendment.reason.value = "A slip."
    page.amendment.words.value = "Left."
    press(page.body, "Add to the locked examination")

    assert complained == ["amendment_reason", "amendment_words"]
    assert client.last("examinations.amend") == ("e1", AmendmentGiven(reason="A slip.", words="Left."))
    assert "Left." in words_in(page.body)
    assert page.amendment.reason.value == ""
