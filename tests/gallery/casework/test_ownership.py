"""What one service owns, another cannot change: requests, examinations, leads and pictures (G-01)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from gallery.casework import approval, candidates, examination, examination_draft, intake, lead, probe, recusal
from gallery.followup import copies, ending, evidence, lineup, paragraph, review
from gallery.records.case_tables import metadata
from kernel_lib.errors import NotFound
from kernel_lib.vocabulary import CopyKind, Disposition
from kernel_lib.wire.casework import FaceChoice
from kernel_lib.wire.drafts import ExaminationDraft
from kernel_lib.wire.examination import Acknowledgement, DispositionGiven
from kernel_lib.wire.follow_up import CopyAsked, ReasonGiven
from kernel_lib.wire.review import ContextSeen
from tests.gallery.casework.bench import ANSWER, Bench, complete, decision, picture
from tests.gallery.followup.given import a_fact, a_lineup, an_outcome, on_the_day

WHY = ReasonGiven(reason=ANSWER)
Acts = tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...]
ON_REQUEST: Acts = (
    (intake.save, (complete(),)),
    (probe.offer, ("a.png", picture())),
    (probe.choose, (FaceChoice(face=0, why="The one."),)),
    (intake.submit, ()),
    (approval.decide, (decision(),)),
    (examination.take, ()),
)
ON_EXAMINATION: Acts = (
    (examination_draft.save, (ExaminationDraft(),)),
    (recusal.record, (ContextSeen(kinds=("media",), step_back=True),)),
    (candidates.open_candidates, ()),
    (examination.dispose, ("A", DispositionGiven(disposition=Disposition.EXCLUDED))),
)
ON_LEAD: Acts = (
    (lead.acknowledge, (Acknowledgement(initials="AB", accepted=True),)),
    (evidence.corroborate, (a_fact(),)),
    (evidence.tell_circumstances, (on_the_day(),)),
    (evidence.rely, ()),
    (lineup.hold, (a_lineup(),)),
    (paragraph.draft, ()),
    (ending.end, (an_outcome("wrongful"),)),
    (copies.make, (CopyAsked(kind=CopyKind.PRINT),)),
    (review.reopen, (WHY,)),
    (review.answer_stop, (WHY,)),
)


@pytest.mark.proves("G-01")
def test_another_service_writes_to_no_request_examination_or_lead(bench: Bench) -> None:
    """Somebody there with every role of casework finds nothing, each try is recorded, and no row changes (G-01)."""
    on = ((ON_REQUEST, bench.submitted()), (ON_EXAMINATION, bench.opened().id), (ON_LEAD, bench.lead()))
    tries = [(act, identity, more) for acts, identity in on for act, more in acts]
    rows, before = _rows(bench), len(bench.log.entries)

    for act, identity, more in tries:
        with pytest.raises(NotFound):
            act(bench.casework, bench["stranger"], identity, *more)

    assert _rows(bench) == rows
    assert [result for _, result in bench.log.told()[before:]] == ["refused"] * len(tries)


@pytest.mark.proves("G-01")
def test_every_picture_request_and_lead_has_one_owner() -> None:
    """A service stands in the record itself, once, or in the one record that it belongs to (G-01)."""
    owned = {"subjects", "requests", "cases"}
    parents = {"booking_events": "subjects", "pictures": "booking_events", "leads": "requests", "searches": "requests"}

    assert all(not metadata.tables[name].c.service.nullable for name in owned)
    for name, parent in parents.items():
        (key,) = [each for each in metadata.tables[name].foreign_keys if each.column.table.name == parent]
        assert not key.parent.nullable


def _rows(bench: Bench) -> list[str]:
    with closing(sqlite3.connect(bench.folder / "records.sqlite")) as database:
        return list(database.iterdump())
