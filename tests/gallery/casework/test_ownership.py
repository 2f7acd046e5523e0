"""What one service owns, another cannot change: requests, examinations, leads and pictures (G-01)."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from gallery.casework import approval, candidates, examination, examination_draft, intake, lead, probe, recusal
from gallery.followup import copies, ending, evidence, lineup, paragraph, review
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
TRIES: tuple[tuple[Any, ...], ...] = (
    ("request", intake.save, complete()),
    ("request", probe.offer, "a.png", picture()),
    ("request", probe.choose, FaceChoice(face=0, why="The one.")),
    ("request", intake.submit),
    ("request", approval.decide, decision()),
    ("request", examination.take),
    ("examination", examination_draft.save, ExaminationDraft()),
    ("examination", recusal.record, ContextSeen(kinds=("media",), step_back=True)),
    ("examination", candidates.open_candidates),
    ("examination", examination.dispose, "A", DispositionGiven(disposition=Disposition.EXCLUDED)),
    ("lead", lead.acknowledge, Acknowledgement(initials="AB", accepted=True)),
    ("lead", evidence.corroborate, a_fact()),
    ("lead", evidence.tell_circumstances, on_the_day()),
    ("lead", evidence.rely),
    ("lead", lineup.hold, a_lineup()),
    ("lead", paragraph.draft),
    ("lead", ending.end, an_outcome("wrongful")),
    ("lead", copies.make, CopyAsked(kind=CopyKind.PRINT)),
    ("lead", review.reopen, WHY),
    ("lead", review.answer_stop, WHY),
)
"""What is written to, the act, and what it is given."""


@pytest.mark.proves("G-01")
def test_another_service_writes_to_no_request_examination_or_lead(bench: Bench) -> None:
    """Somebody there with every role of casework finds nothing, each try is recorded, and no row changes (G-01)."""
    on = {"request": bench.submitted(), "examination": bench.opened().id, "lead": bench.lead()}
    rows, before = _rows(bench), len(bench.log.entries)

    for noun, act, *given in TRIES:
        with pytest.raises(NotFound):
            act(bench.casework, bench["stranger"], on[noun], *given)

    assert _rows(bench) == rows
    assert [result for _, result in bench.log.told()[before:]] == ["refused"] * len(TRIES)


def _rows(bench: Bench) -> list[str]:
    with closing(sqlite3.connect(bench.folder / "records.sqlite")) as database:
        return list(database.iterdump())
