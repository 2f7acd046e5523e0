"""No act on a lead gets round its table of states."""

from collections.abc import Callable
from typing import Any

import pytest

from gallery.casework.stages import LEAD
from gallery.followup import ending, evidence, lineup, paragraph, review
from gallery.records.leads import change_lead, lead_by_id
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import CheckAnswer, LeadState
from kernel_lib.wire.follow_up import CheckGiven, ParagraphOffered, ReasonGiven, StepGiven
from tests.gallery.casework.bench import Bench
from tests.gallery.followup.given import (
    TODAY,
    WORDS,
    a_fact,
    a_lineup,
    an_outcome,
    corroborated,
    on_the_day,
)

Act = Callable[[Bench, str], Any]

ME = "investigator"
ACTS: dict[str, tuple[str, Act]] = {
    "corroborate": ("record", lambda b, i: evidence.corroborate(b.casework, b[ME], i, a_fact())),
    "check": (
        "record",
        lambda b, i: evidence.check(
            b.casework, b[ME], i, CheckGiven(check="age", answer=CheckAnswer.FITS, checked_on=TODAY)
        ),
    ),
    "circumstances": ("record", lambda b, i: evidence.tell_circumstances(b.casework, b[ME], i, on_the_day())),
    "lineup": ("record", lambda b, i: lineup.hold(b.casework, b[ME], i, a_lineup())),
    "draft": ("record", lambda b, i: paragraph.draft(b.casework, b[ME], i)),
    "compare": ("record", lambda b, i: paragraph.compare(b.casework, b[ME], i, ParagraphOffered(text="Text."))),
    "rely": ("rely", lambda b, i: evidence.rely(b.casework, b[ME], i)),
    "take_step": (
        "take_step",
        lambda b, i: evidence.take_step(b.casework, b[ME], i, StepGiven(step="charge", taken_on=TODAY)),
    ),
    "reopen": ("review", lambda b, i: review.reopen(b.casework, b["approver"], i, ReasonGiven(reason=WORDS))),
    "close": ("close", lambda b, i: ending.end(b.casework, b[ME], i, an_outcome("confirmed"))),
    "withdraw": ("withdraw", lambda b, i: ending.end(b.casework, b[ME], i, an_outcome("eliminated"))),
}


@pytest.mark.proves("E-05", "E-11", "E-12", "E-13")
@pytest.mark.parametrize("name", ACTS)
def test_no_act_on_a_lead_gets_round_the_table(bench: Bench, lead_id: str, name: str) -> None:
    """In any state that the table does not hold: refused with one entry, and nothing changes."""
    step, act = ACTS[name]
    corroborated(bench, lead_id)
    permitted = {each.source for each in LEAD.steps if each.act == step}

    for state in set(LeadState) - permitted:
        with bench.ledger.unrecorded() as connection:
            change_lead(connection, lead_id, state=state)
        before = len(bench.log.entries)
        with pytest.raises(WrongState):
            act(bench, lead_id)
        assert [entry.event.result for entry in bench.log.entries[before:]] == ["refused"]
        with bench.ledger.reading() as connection:
            held = lead_by_id(connection, lead_id)
        assert held is not None
        assert held.state is state


def test_every_act_of_the_table_is_tried() -> None:
    """But the acknowledgement and the clock, which their own tests try."""
    assert {step for step, _ in ACTS.values()} | {"acknowledge", "expire"} == set(LEAD.acts)
