"""What a plan says before the search, from live numbers."""

from typing import Any

import pytest

from gallery.casework import approval
from gallery.casework.plan import plan
from gallery.control import stopping, tuning
from kernel_lib.vocabulary import EligibilityState, StopScope
from kernel_lib.wire.control import SettingDecision, SettingProposed, StopAsked
from tests.gallery.casework.bench import Bench, decision, probe_vector
from tests.gallery.control.test_tuning import TABLE, WHY


def _told(bench: Bench, name: str, request_id: str) -> dict[str, str]:
    return {line.heading: line.sentence for line in plan(bench.casework, bench[name], request_id).lines}


@pytest.mark.proves("A-25", "W-27")
def test_the_whole_plan_of_a_fresh_installation(bench: Bench) -> None:
    """Every line, word for word; what nobody knows yet is said to be unknown (A-25, W-27)."""
    assert _told(bench, "investigator", bench.drafted()) == {
        "Galleries": "The booking pictures of Demonstration Police Service, and no other.",
        "Pictures": "10 pictures may be compared; 0 are left out by rule.",
        "List": "At most 20 people, each at or above similarity 0.30 (file 2026-02). None is possible.",
        "Model": "fake@0123, run on this installation; nothing leaves it.",
        "Strangers to expect": "Not known: 0 searches in the last year under these bounds; at least 5 are needed.",
        "How requests end": "Not known: 0 requests have ended; at least 5 are needed.",
        "Time to a decision": "Not known: 0 decisions in the last year; at least 5 are needed.",
        "Who sees it": "A trained investigator searches and reviews first; somebody else approves, and another "
        "examiner verifies blind. You see a lead or that there is none.",
        "This picture": "You asked 0 times before with it. The approver is shown all requests with it.",
        "Kept": "The picture 3,650 days after the request has ended, what was made of it 90 days. "
        "A template: made in memory for one search and forgotten with it; it is never stored.",
        "A lead": "At most one person, for 60 days. This is an investigative lead. It is not an identification. "
        "It is not, on its own, a ground for arrest, charge, warrant or lineup.",
    }


@pytest.mark.proves("W-27")
def test_earlier_searches_say_what_to_expect(bench: Bench) -> None:
    """The counts are those of the searches that were run (W-27)."""
    bench.opened()
    bench.encoder.vector = probe_vector((0.1,))
    for _ in range(3):
        bench.opened()
    request_id = bench.submitted()
    bench.clock.forward(minutes=30)
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    bench.opened()

    told = _told(bench, "investigator", bench.drafted())

    assert (
        "The last 5 searches under these bounds listed 0.8 people on average; 4 listed nobody."
        in told["Strangers to expect"]
    )
    assert told["Time to a decision"] == "Half of the last 6 decisions came within 0 minutes."
    assert told["This picture"].startswith("You asked 6 times before")


@pytest.mark.proves("W-27")
def test_what_is_left_out_is_told_by_reason(bench: Bench) -> None:
    """Each class with its count (W-27)."""
    for place, state in enumerate((EligibilityState.SEALED, EligibilityState.SEALED, EligibilityState.INELIGIBLE)):
        bench.add_reference(f"S-{place + 500}", probe_vector((0.01 * place,)), state=state)

    told = _told(bench, "investigator", bench.drafted())

    assert told["Pictures"] == "10 pictures may be compared; 3 are left out by rule (1 ineligible, 2 sealed)."


@pytest.mark.proves("W-27")
def test_the_supervisor_reads_how_often_the_picture_was_searched(bench: Bench) -> None:
    """Requests of anybody in the service count for who decides (A-26, W-27)."""
    bench.submitted("asks_and_approves")

    assert "1 earlier requests" in _told(bench, "approver", bench.submitted())["This picture"]


@pytest.mark.parametrize(
    ("changed", "heading", "words"),
    [
        ({"exigent": True}, "Urgent", "within 48 hours"),
        ({"protected_activity": True}, "Approver", "A-09"),
        ({"depicted_role": "victim"}, "Approver", "A-07"),
    ],
)
def test_what_the_answers_change_is_in_the_plan(bench: Bench, changed: Any, heading: str, words: str) -> None:
    """Urgency and a higher approver (A-07, A-09, A-12)."""
    assert words in _told(bench, "investigator", bench.drafted(**changed))[heading]


def test_a_stop_and_other_bounds_are_in_the_plan(bench: Bench) -> None:
    """As they hold at this moment (M-11, B-13)."""
    stopping.stop(bench.control, bench["compliance"], StopAsked(scope=StopScope.ALL, reason=WHY))
    given = SettingProposed(min_score=0.4, max_candidates=5, reason=WHY, effects=TABLE)
    proposed = tuning.propose(bench.control, bench["compliance"], given)
    tuning.decide(bench.control, bench["administrator"], proposed.id, SettingDecision(approved=True, reason=WHY))

    told = _told(bench, "investigator", bench.drafted())

    assert "Searching is stopped for everybody" in told["Stopped"]
    assert "At most 5 people, each at or above similarity 0.40 (change 1)" in told["List"]
