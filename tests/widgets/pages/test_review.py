"""An examination stage by stage."""

from typing import Any

import pytest

from kernel_lib.errors import ServiceUnreachable, WrongState
from kernel_lib.vocabulary import Disposition, ExaminationState, Observation, Side, Standing, WorkKind
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.descriptions import DescriptionView, FeatureCompared
from kernel_lib.wire.drafts import DraftKept, ExaminationDraft
from kernel_lib.wire.editing import DerivedProbe, EditorView, EffectLine, EffectView
from kernel_lib.wire.examination import AnalysisNotes, ConclusionOffered
from kernel_lib.wire.identities import IdentityDoubt
from kernel_lib.wire.review import AmendmentGiven, AmendmentView
from kernel_lib.wire.views import Pin
from tests.widgets.fakes import NOW, FakeClient, an_examination, an_item, letters, revealed, work
from tests.widgets.press import button, everything, press, tell, words_in
from widgets.pages.review import ReviewPage
from widgets.pages.review_comparison import NONE

NOTES = AnalysisNotes(visible={"skin": True, "eyes": False, "nose": True}, suitable=True, limits="Blur.")
NOTED = an_examination(ExaminationState.COMPARISON, analysis=NOTES)
OPEN = an_examination(ExaminationState.COMPARISON, analysis=NOTES, opened=True, letters=letters())
DISPOSED = an_examination(
    ExaminationState.EVALUATION, analysis=NOTES, opened=True, letters=letters(disposition=Disposition.NOT_EXCLUDED)
)
LOCKED = an_examination(
    ExaminationState.LOCKED,
    analysis=NOTES,
    opened=True,
    letters=letters(disposition=Disposition.NOT_EXCLUDED),
    conclusion=ConclusionOffered(letter="B", value=1, components=(), reasons="Nose."),
    revealed=revealed(),
    reveal_note="Told by the evaluation.",
)


def _page(view: Any = None, query: dict[str, str] | None = None, **answers: Any) -> tuple[ReviewPage, FakeClient]:
    kept = DraftKept(revision=1, saved_at=NOW)
    given = {
        "examinations.start": view,
        "examinations.save_draft": kept,
        **{name.replace("__", "."): value for name, value in answers.items()},
    }
    client = FakeClient(given)
    page = ReviewPage(lambda: client, {"examination": "e1"} if query is None else query)
    page.load()
    return page, client


def test_without_an_address_the_waiting_examinations_are_listed() -> None:
    """Nothing in the list tells a first from a second examination (D-09)."""
    item = an_item(page="/review?examination=e1").model_copy(update={"kind": WorkKind.EXAMINE})
    page, _ = _page(query={}, work=work(mine=(item, an_item())))

    text = words_in(page.body)
    assert text.count("Request R-0001") == 1
    assert "/review?examination=e1" in text


def test_a_request_is_taken_by_its_address() -> None:
    """And the examination is opened."""
    page, client = _page(query={"request": "r1"}, requests__examine=an_examination())

    assert client.last("requests.examine") == ("r1",)
    assert "E-0001" in page.heading.value


def test_before_the_lock_only_the_probe_is_shown() -> None:
    """The questions are about the probe alone (D-02)."""
    page, _ = _page(an_examination())

    assert page.viewer.letters == []
    assert page.analysis.checklist.choices[0]["title"] == "Visible"
    button(page.body, "Lock my notes")


def test_notes_are_locked_in_two_steps() -> None:
    """The first says what becomes visible, and nothing is sent by it."""
    page, client = _page(an_examination(), examinations__lock_analysis=NOTED)
    page.analysis.checklist.values = {"skin": "yes", "eyes": "no", "nose": "yes"}
    page.analysis.suitable.value = True
    page.analysis.limits.value = "Blur."

    press(page.body, "Lock my notes")
    said, before = words_in(page.body), client.names()
    press(page.body, "Lock my notes on the probe")

    assert "After the lock the candidates can be opened" in said
    assert set(before) == {"examinations.start", "examinations.save_draft"}
    assert client.last("examinations.lock_analysis") == ("e1", NOTES)
    button(page.body, "Open the candidates")


def test_the_browser_asks_before_unsaved_notes_are_left() -> None:
    """Only while the service could not keep them: the words say so, and the answers stay."""
    page, _ = _page(an_examination(), examinations__save_draft=ServiceUnreachable("no answer"))
    fresh = page.conduct.unsaved

    page.analysis.checklist.values = {"skin": "yes"}

    assert (fresh, page.conduct.unsaved) == (False, True)
    assert "Not saved yet" in words_in(page.body)
    assert page.analysis.checklist.visible["skin"] is True


def test_what_is_typed_is_kept_at_the_service() -> None:
    """Each saving names the revision that it replaces."""
    page, client = _page(an_examination())

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
    page, client = _page(an_examination(), examinations__lock_analysis=noted)
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
    again, _ = _page(an_examination(draft=kept))
    assert again.viewer.placed == (pin,)


def test_kept_notes_come_back_after_a_reload() -> None:
    """The page goes on from them and sends nothing by itself."""
    draft = ExaminationDraft(revision=4, visible={"skin": True, "eyes": False}, suitable=False, limits="Blur.")
    page, client = _page(an_examination(draft=draft))

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
    page, client = _page(DISPOSED.model_copy(update={"draft": draft}))

    conclusion = page.conclusion
    assert (conclusion.letter.value, conclusion.value.value, conclusion.reasons.value) == ("B", 1, "Nose.")
    assert conclusion.checklist.values["skin"] == Observation.DISSIMILAR
    assert (conclusion.checklist.reasons, conclusion.checklist.notes) == ({"skin": "angle"}, {"skin": "Light."})
    assert client.names() == ["examinations.start"]


def test_incomplete_notes_are_named() -> None:
    """A component without an answer, and suitability."""
    page, client = _page(an_examination())

    press(page.body, "Lock my notes")

    assert [name for name, _ in page.banner.fields] == ["visible", "suitable"]
    assert client.names() == ["examinations.start"]


def test_an_unsuitable_probe_says_why() -> None:
    """A rejection needs its reason (A-19)."""
    page, _ = _page(an_examination())
    page.analysis.checklist.values = {"skin": "no", "eyes": "no", "nose": "no"}
    page.analysis.suitable.value = False

    press(page.body, "Lock my notes")

    assert [name for name, _ in page.banner.fields] == ["limits"]


def test_candidates_open_after_the_lock() -> None:
    """They are asked for, not sent along."""
    page, client = _page(NOTED, examinations__open_candidates=OPEN)

    press(page.body, "Open the candidates")

    assert client.last("examinations.open_candidates") == ("e1",)
    assert [each["letter"] for each in page.viewer.letters] == ["A", "B", "C"]


def test_a_disposition_goes_to_the_service_at_once() -> None:
    """By button or key, for the letter in view; showing another letter sends nothing."""
    page, client = _page(OPEN, examinations__dispose=OPEN)

    page.viewer.current = "B"
    before = client.names().count("examinations.dispose")
    tell(page.viewer, event="key", key="e")

    examination, letter, given = client.last("examinations.dispose")
    assert before == 0
    assert (examination, letter, given.disposition) == ("e1", "B", Disposition.EXCLUDED)


def test_nothing_is_locked_while_a_candidate_is_open() -> None:
    """The letters without a disposition are named (C-04)."""
    page, client = _page(OPEN)
    page.conclusion.letter.value = NONE
    page.conclusion.value.value = -1
    page.conclusion.reasons.value = "Nothing in common."

    press(page.body, "Lock my conclusion")

    assert page.banner.fields == [["letters", "This candidate is: Candidates without a disposition: A, B, C."]]
    assert "examinations.conclude" not in client.names()


def test_keys_choose_but_never_lock() -> None:
    """1 to 5 choose a value from the top, n none of these."""
    page, client = _page(DISPOSED)

    tell(page.viewer, event="key", key="2")
    tell(page.viewer, event="key", key="n")

    assert page.conclusion.value.value == 1
    assert page.conclusion.letter.value == NONE
    assert set(client.names()) == {"examinations.start", "examinations.save_draft"}


def test_a_conclusion_is_locked_with_its_checklist() -> None:
    """Letter, value, every component with its explanation, reasons; in two steps."""
    page, client = _page(DISPOSED, examinations__conclude=LOCKED)
    page.conclusion.letter.value = "B"
    page.conclusion.checklist.values = {"skin": "similar", "eyes": "not_visible", "nose": "dissimilar"}
    page.conclusion.checklist.reasons = {"nose": "artefact"}
    page.conclusion.value.value = 1
    page.conclusion.reasons.value = "Skin."

    press(page.body, "Lock my conclusion")
    said = words_in(page.body)
    press(page.body, "Lock the conclusion")

    _, offered = client.last("examinations.conclude")
    assert "become visible" in said
    assert (offered.letter, offered.value, len(offered.components)) == ("B", 1, 3)
    assert offered.components[2].observation is Observation.DISSIMILAR
    assert offered.components[2].note == "Image artefact"
    assert page.viewer.current == "B"


def test_none_of_these_needs_no_checklist() -> None:
    """An empty list of components is a normal conclusion."""
    page, client = _page(DISPOSED, examinations__conclude=LOCKED)
    page.conclusion.letter.value = NONE
    page.conclusion.value.value = -2
    page.conclusion.reasons.value = "Different ears."

    press(page.body, "Lock my conclusion")
    press(page.body, "Lock the conclusion")

    _, offered = client.last("examinations.conclude")
    assert (offered.letter, offered.components) == (None, ())


def test_answers_survive_a_refused_lock() -> None:
    """What was typed stays for the next try."""
    page, _ = _page(DISPOSED, examinations__conclude=WrongState("D-01", "A stage is open.", "Close it.", reference=2))
    page.conclusion.letter.value = NONE
    page.conclusion.value.value = 0
    page.conclusion.reasons.value = "Typed."

    press(page.body, "Lock my conclusion")
    press(page.body, "Lock the conclusion")

    assert page.banner.rule == "D-01"
    assert page.conclusion.reasons.value == "Typed."


def test_an_excluded_candidate_cannot_be_concluded_on() -> None:
    """The choice holds what the dispositions leave."""
    given = tuple(each.model_copy(update={"disposition": Disposition.EXCLUDED}) for each in letters())
    page, _ = _page(DISPOSED.model_copy(update={"letters": given}))

    assert [value for _, value in page.conclusion.letter.control.options] == ["", NONE]


def test_the_lock_reveals_in_careful_words() -> None:
    """Similarity with its sentence; never a share of a hundred (C-05, C-06)."""
    page, _ = _page(LOCKED)

    text = words_in(page.body)
    assert "similarity 0.41" in text
    assert "Told by the evaluation." in text
    assert "%" not in text


def test_nothing_is_revealed_before_the_lock() -> None:
    """Neither similarity nor rank nor date stands in the page."""
    page, _ = _page(DISPOSED)

    text = words_in(page.body)
    assert "similarity 0" not in text
    assert "2021" not in text


@pytest.mark.parametrize("key", ["e", "n", "1"])
def test_keys_do_nothing_on_a_locked_examination(key: str) -> None:
    """Whatever the browser sends."""
    page, client = _page(LOCKED)

    tell(page.viewer, event="key", key=key)

    assert client.names() == ["examinations.start"]


STEP = {"operation": "gamma", "hundredths": 140}


def _editor(*edits: dict[str, Any], open_: bool = True) -> EditorView:
    made = DerivedProbe(edits=edits, steps=(), picture="examinations/e1/derived/ab", width=90, height=80, findings=())
    first = {"picture": "examinations/e1/probe", "width": 120, "height": 100}
    return EditorView(open=open_, note="Why.", symmetry=False, **first, derived=made if edits else None)


def test_a_step_of_editing_keeps_the_notes_that_were_typed() -> None:
    """The service makes the picture; what stands in the fields stays (A-14)."""
    edited = an_examination().model_copy(update={"editor": _editor(STEP)})
    page, client = _page(an_examination().model_copy(update={"editor": _editor()}), examinations__edit_probe=edited)
    page.analysis.limits.value = "Blur."

    tell(page.editor, event="add", edit=STEP)

    examination, asked = client.last("examinations.edit_probe")
    assert (examination, asked.steps) == ("e1", (STEP,))
    assert page.editor.steps == ["Gamma 1.40"]
    assert page.analysis.limits.value == "Blur."


def test_the_editor_stands_before_the_lock_and_later_where_it_was_used() -> None:
    """Closed after the lock; without steps it is not shown at all."""
    unused, used = _editor(open_=False), _editor(STEP, open_=False)

    before, _ = _page(an_examination().model_copy(update={"editor": _editor()}))
    without, _ = _page(NOTED.model_copy(update={"editor": unused}))
    kept, _ = _page(NOTED.model_copy(update={"editor": used}))

    assert before.editor in everything(before.body)
    assert without.editor not in everything(without.body)
    assert kept.editor in everything(kept.body)
    assert not kept.editor.editable


def test_the_effect_of_editing_stands_beside_what_the_lock_reveals() -> None:
    """Both ranks and both similarities, and who came onto the list by editing (W-04)."""
    lines = (
        EffectLine(
            letter="B", original_rank=None, original_score=0.21, derived_rank=1, derived_score=0.5, only_after=True
        ),
    )
    effect = EffectView(lines=lines, lost=0, sentences=("Candidate B was listed only after editing.",))

    page, _ = _page(LOCKED.model_copy(update={"effect": effect}))

    text = words_in(page.body)
    assert "not listed, similarity 0.21" in text
    assert "rank 1, similarity 0.50" in text
    assert "listed only after editing" in text


CONTEXTS = (ChoiceView(id="media", title="The media"), ChoiceView(id="other", title="Something else"))


@pytest.mark.proves("D-15")
def test_an_examiner_steps_back_in_two_steps() -> None:
    """The first step says what follows; afterwards nothing of the examination is shown."""
    view = an_examination(
        ExaminationState.COMPARISON, analysis=NOTES, opened=True, letters=letters(), contexts=CONTEXTS
    )
    back = an_examination(ExaminationState.RECUSED, analysis=NOTES, opened=True)
    page, client = _page(view, examinations__get=back, examinations__record_context=None)
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
    page, client = _page(view, examinations__record_context=None)
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
    page, client = _page(LOCKED.model_copy(update={"description": empty}), descriptions__fill_in=kept)
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
    page, _ = _page(warned)

    text = words_in(page.body)
    assert "Candidates A and B are different people." in text
    assert "Candidate C: 9 years." in text


@pytest.mark.proves("C-09")
def test_a_doubt_about_identities_is_sent_and_the_list_stays() -> None:
    """Letters and words go to the records clerk; without them nothing is sent."""
    page, client = _page(OPEN, identities__doubt=None)
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
    page, client = _page(LOCKED, examinations__amend=LOCKED.model_copy(update={"amendments": (added,)}))

    press(page.body, "Add to the locked examination")
    complained = [name for name, _ in page.banner.fields]
    page.amendment.reason.value = "A slip."
    page.amendment.words.value = "Left."
    press(page.body, "Add to the locked examination")

    assert complained == ["amendment_reason", "amendment_words"]
    assert client.last("examinations.amend") == ("e1", AmendmentGiven(reason="A slip.", words="Left."))
    assert "Left." in words_in(page.body)
    assert page.amendment.reason.value == ""
