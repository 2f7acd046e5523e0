"""A review page over a fake client, at each stage."""

from typing import Any

from kernel_lib.vocabulary import Disposition, ExaminationState
from kernel_lib.wire.drafts import DraftKept
from kernel_lib.wire.examination import AnalysisNotes, ConclusionOffered
from tests.widgets.examination_fakes import an_examination, letters, revealed
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW
from widgets.pages.review import ReviewPage

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


def review_page(view: Any = None, query: dict[str, str] | None = None, **answers: Any) -> tuple[ReviewPage, FakeClient]:
    """Return a loaded page that shows an examination, and its client; `a__b` answers the act `a.b`."""
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
