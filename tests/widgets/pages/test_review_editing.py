"""The probe editor on the review page, and what its edits changed."""

from typing import Any

from kernel_lib.wire.editing import DerivedProbe, EditorView, EffectLine, EffectView
from tests.widgets.examination_fakes import an_examination
from tests.widgets.pages.reviewing import LOCKED, NOTED, review_page
from tests.widgets.press import everything, tell, words_in

STEP = {"operation": "gamma", "hundredths": 140}


def _editor(*edits: dict[str, Any], open_: bool = True) -> EditorView:
    made = DerivedProbe(edits=edits, steps=(), picture="examinations/e1/derived/ab", width=90, height=80, findings=())
    first = {"picture": "examinations/e1/probe", "width": 120, "height": 100}
    return EditorView(open=open_, note="Why.", symmetry=False, **first, derived=made if edits else None)


def test_a_step_of_editing_keeps_the_notes_that_were_typed() -> None:
    """The service makes the picture; what stands in the fields stays (A-14)."""
    edited = an_examination().model_copy(update={"editor": _editor(STEP)})
    page, client = review_page(
        an_examination().model_copy(update={"editor": _editor()}), examinations__edit_probe=edited
    )
    page.analysis.limits.value = "Blur."

    tell(page.editor, event="add", edit=STEP)

    examination, asked = client.last("examinations.edit_probe")
    assert (examination, asked.steps) == ("e1", (STEP,))
    assert page.editor.steps == ["Gamma 1.40"]
    assert page.analysis.limits.value == "Blur."


def test_the_editor_stands_before_the_lock_and_later_where_it_was_used() -> None:
    """Closed after the lock; without steps it is not shown at all."""
    unused, used = _editor(open_=False), _editor(STEP, open_=False)

    before, _ = review_page(an_examination().model_copy(update={"editor": _editor()}))
    without, _ = review_page(NOTED.model_copy(update={"editor": unused}))
    kept, _ = review_page(NOTED.model_copy(update={"editor": used}))

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

    page, _ = review_page(LOCKED.model_copy(update={"effect": effect}))

    text = words_in(page.body)
    assert "not listed, similarity 0.21" in text
    assert "rank 1, similarity 0.50" in text
    assert "listed only after editing" in text
