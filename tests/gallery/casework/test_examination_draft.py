"""What an examiner typed is kept until it is locked, and never leads anybody else."""

import pytest

from gallery.casework import examination, examination_draft
from gallery.records.drafts import draft_of
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import Observation
from kernel_lib.wire.drafts import ExaminationDraft
from tests.gallery.casework.bench import Bench

TYPED = ExaminationDraft(
    visible={"skin": True},
    limits="Blur over the mouth.",
    letter="B",
    value=1,
    observations={"skin": Observation.DISSIMILAR},
    explanations={"skin": "angle"},
    notes={"skin": "Light from above."},
    reasons="Nose and brow.",
)


def test_answers_come_back_when_the_examination_is_opened_again(bench: Bench) -> None:
    """With the revision that the next saving replaces; the log holds a hash, and no word of it."""
    view = bench.opened()

    kept = examination_draft.save(bench.casework, bench["examiner1"], view.id, TYPED)
    again = examination.get(bench.casework, bench["examiner1"], view.id)

    assert kept.revision == 1
    assert again.draft == TYPED.model_copy(update={"revision": 1})
    entry = next(each.event for each in bench.log if each.event.act == "examination_drafted")
    assert "Nose" not in str(entry.details)
    assert len(str(entry.details["sha256"])) == 64


def test_a_later_saving_replaces_the_one_before(bench: Bench) -> None:
    """The last one stands; there is one draft an examination."""
    view = bench.opened()
    examination_draft.save(bench.casework, bench["examiner1"], view.id, TYPED)

    later = TYPED.model_copy(update={"revision": 1, "reasons": "Ears."})
    examination_draft.save(bench.casework, bench["examiner1"], view.id, later)

    again = examination.get(bench.casework, bench["examiner1"], view.id)
    assert again.draft is not None
    assert (again.draft.revision, again.draft.reasons) == (2, "Ears.")


def test_an_older_window_does_not_overwrite_a_newer_one(bench: Bench) -> None:
    """It is told to reload, and the newer answers stay."""
    view = bench.opened()
    examination_draft.save(bench.casework, bench["examiner1"], view.id, TYPED)

    with pytest.raises(WrongState) as refused:
        examination_draft.save(bench.casework, bench["examiner1"], view.id, ExaminationDraft())

    assert "another window" in refused.value.refusal.reason
    again = examination.get(bench.casework, bench["examiner1"], view.id)
    assert again.draft is not None
    assert again.draft.reasons == "Nose and brow."


def test_the_lock_of_the_conclusion_ends_the_draft(bench: Bench) -> None:
    """What was typed is then a locked version or gone, and nothing more can be saved."""
    view = bench.opened()
    examination_draft.save(bench.casework, bench["examiner1"], view.id, TYPED)

    locked = bench.conclude("examiner1", view, "S-001")

    assert locked.draft is None
    with bench.ledger.reading() as connection:
        assert draft_of(connection, view.id) is None
    with pytest.raises(WrongState):
        examination_draft.save(bench.casework, bench["examiner1"], view.id, TYPED)


def test_nobody_else_saves_into_an_examination(bench: Bench) -> None:
    """For another examiner it does not exist (D-09)."""
    view = bench.opened()

    with pytest.raises(NotFound):
        examination_draft.save(bench.casework, bench["examiner2"], view.id, TYPED)


def test_an_unknown_component_is_refused(bench: Bench) -> None:
    """The checklist is fixed (D-03)."""
    view = bench.opened()

    with pytest.raises(Unacceptable):
        examination_draft.save(bench.casework, bench["examiner1"], view.id, ExaminationDraft(visible={"halo": True}))
