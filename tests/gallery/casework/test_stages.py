"""The state machines: every step that is not in a table is refused, in the table and in the acts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gallery.casework import (
    amendment,
    approval,
    candidates,
    examination,
    examination_draft,
    intake,
    lead,
    probe,
    recusal,
)
from gallery.casework.stages import EXAMINATION, LEAD, MACHINES, REQUEST, document
from gallery.records.cases import change_request
from gallery.records.examinations import change_examination
from gallery.records.leads import change_lead
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.vocabulary import Disposition, ExaminationState, LeadState, RequestState
from kernel_lib.wire.casework import FaceChoice
from kernel_lib.wire.drafts import ExaminationDraft
from kernel_lib.wire.examination import Acknowledgement, DispositionGiven
from kernel_lib.wire.review import AmendmentGiven, ContextSeen
from tests.counting import tried
from tests.gallery.casework.bench import ANSWER, Bench, complete, decision, picture

ROOT = Path(__file__).resolve().parents[3]
Act = Callable[[Bench, str], Any]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_every_step_outside_a_table_is_refused(machine: Any) -> None:
    """Whatever the table does not hold raises WrongState and names what is possible."""
    known = {(step.source, step.act): step.target for step in machine.steps}

    for state in machine.states:
        for act in machine.acts:
            tried(f"transitions in a table, {'legal' if (state, act) in known else 'illegal'}")
            if (state, act) in known:
                assert machine.next_state(state, act) is known[state, act]
            else:
                with pytest.raises(WrongState):
                    machine.next_state(state, act)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_every_state_has_words_and_no_step_is_there_twice(machine: Any) -> None:
    """Pages can say every state, and a state with an act leads to one place only."""
    steps = [(step.source, step.act) for step in machine.steps]

    assert set(machine.words) == set(machine.states)
    assert len(steps) == len(set(steps))


def test_the_document_is_current() -> None:
    """docs/states.md is what the tables say; `python -m gallery.casework.stages > docs/states.md` renews it."""
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == document()


ON_REQUEST: dict[str, Act] = {
    "save": lambda b, i: intake.save(b.casework, b["investigator"], i, complete()),
    "offer_probe": lambda b, i: probe.offer(b.casework, b["investigator"], i, "a.png", picture()),
    "choose_face": lambda b, i: probe.choose(b.casework, b["investigator"], i, FaceChoice(face=0, why="The one.")),
    "submit": lambda b, i: intake.submit(b.casework, b["investigator"], i),
    "approve": lambda b, i: approval.decide(b.casework, b["approver"], i, decision()),
    "refuse": lambda b, i: approval.decide(b.casework, b["approver"], i, decision(approved=False, reason=ANSWER)),
    "take": lambda b, i: examination.take(b.casework, b["examiner1"], i),
}


@pytest.mark.parametrize("act", ON_REQUEST)
def test_no_act_on_a_request_gets_round_the_table(bench: Bench, act: str) -> None:
    """An act in any state that the table does not hold is refused with one log entry, and nothing changes."""
    request_id = bench.drafted()
    permitted = {step.source for step in REQUEST.steps if step.act == act}

    for state in set(RequestState) - permitted:
        with bench.ledger.unrecorded() as connection:
            change_request(connection, request_id, bench.clock(), state=state, submitted_at=bench.clock())
        before = len(bench.log.entries)
        tried("transitions through an act, illegal")
        with pytest.raises((WrongState, NotFound)) as refused:
            ON_REQUEST[act](bench, request_id)
        assert [entry.event.result for entry in bench.log.entries[before:]] == ["refused"]
        assert refused.value.refusal.reference == before + 1
        assert bench.state_of(request_id) == state


ON_EXAMINATION: dict[str, Act] = {
    "record_context": lambda b, i: recusal.record(
        b.casework, b["examiner1"], i, ContextSeen(kinds=("media",), step_back=False)
    ),
    "step_back": lambda b, i: recusal.record(
        b.casework, b["examiner1"], i, ContextSeen(kinds=("media",), step_back=True)
    ),
    "amend": lambda b, i: amendment.amend(
        b.casework, b["examiner1"], i, AmendmentGiven(reason="A slip of the pen.", words="Left, not right.")
    ),
    "save_draft": lambda b, i: examination_draft.save(b.casework, b["examiner1"], i, ExaminationDraft()),
    "lock_analysis": lambda b, i: examination.lock_analysis(b.casework, b["examiner1"], i, b.notes()),
    "open_candidates": lambda b, i: candidates.open_candidates(b.casework, b["examiner1"], i),
    "dispose": lambda b, i: examination.dispose(
        b.casework, b["examiner1"], i, "A", DispositionGiven(disposition=Disposition.EXCLUDED)
    ),
    "conclude": lambda b, i: examination.conclude(b.casework, b["examiner1"], i, b.conclusion(None, -2)),
}


@pytest.mark.parametrize("act", ON_EXAMINATION)
def test_no_act_on_an_examination_gets_round_the_table(bench: Bench, act: str) -> None:
    """A stage cannot be opened before the one before it is locked, nor after its own lock (D-01)."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    permitted = {step.source for step in EXAMINATION.steps if step.act == act}

    # The locked state comes last: nothing gets out of it, not even a test.
    for state in sorted(set(ExaminationState) - permitted, key=lambda state: state is ExaminationState.LOCKED):
        with bench.ledger.unrecorded() as connection:
            change_examination(connection, view.id, state=state)
        before = len(bench.log.entries)
        tried("transitions through an act, illegal")
        with pytest.raises(WrongState):
            ON_EXAMINATION[act](bench, view.id)
        assert [entry.event.result for entry in bench.log.entries[before:]] == ["refused"]


def test_only_an_issued_lead_is_acknowledged(bench: Bench) -> None:
    """A lead that was acknowledged, expired or withdrawn is not acknowledged again (E-04)."""
    lead_id = bench.lead()
    permitted = {step.source for step in LEAD.steps if step.act == "acknowledge"}

    for state in set(LeadState) - permitted:
        with bench.ledger.unrecorded() as connection:
            change_lead(connection, lead_id, state=state)
        tried("transitions through an act, illegal")
        with pytest.raises(WrongState):
            lead.acknowledge(
                bench.casework, bench["investigator"], lead_id, Acknowledgement(initials="AB", accepted=True)
            )
