"""Threshold and list length under two people's control."""

import json
from typing import Any

import pytest

from gallery.control import overview, tuning
from gallery.records.examinations import examination_by_id
from gallery.records.searches import search_by_id
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.wire.control import Effect, SettingDecision, SettingProposed, SettingView
from tests.gallery.casework.bench import Bench

WHY = "The evaluation of November asks for a shorter list."
TABLE = (
    Effect(
        group="Women, 18 to 30",
        trials=900,
        false_positive_before=0.02,
        false_positive_after=0.01,
        false_negative_before=0.05,
        false_negative_after=0.07,
    ),
)
YES = SettingDecision(approved=True, reason=WHY)


def _proposed(bench: Bench, by: str = "compliance", **changed: Any) -> SettingView:
    whole = {"min_score": 0.4, "max_candidates": 5, "reason": WHY, "effects": TABLE}
    return tuning.propose(bench.control, bench[by], SettingProposed(**{**whole, **changed}))


@pytest.mark.proves("B-13")
def test_one_person_alone_changes_nothing(bench: Bench) -> None:
    """Who proposes cannot approve; what was in force stays (B-13)."""
    proposed = _proposed(bench)

    with pytest.raises(NotAllowed) as refused:
        tuning.decide(bench.control, bench["compliance"], proposed.id, YES)

    assert refused.value.refusal.rule == "B-13"
    assert len(bench.opened().letters) == 4


@pytest.mark.proves("B-13")
def test_another_persons_yes_holds_from_the_next_search_on(bench: Bench) -> None:
    """The search runs under the new bounds and keeps their version in its capsule and in the log (B-13)."""
    proposed = _proposed(bench)
    before = bench.opened()
    tuning.decide(bench.control, bench["administrator"], proposed.id, YES)

    view = bench.opened()

    assert (len(before.letters), len(view.letters)) == (4, 2)
    capsule = _capsule(bench, view.id)
    assert capsule["settings"]["min_score"] == 0.4
    assert tuning.FILE in capsule["rules"]
    told = [entry.event.details for entry in bench.log if entry.event.act == "search_completed"]
    assert [each["settings_version"] for each in told] == ["file 2026-02", "change 1"]


@pytest.mark.proves("B-13")
def test_the_record_of_a_change_holds_the_error_table(bench: Bench) -> None:
    """With both people, both reasons and the time (B-13)."""
    proposed = _proposed(bench)
    tuning.decide(bench.control, bench["administrator"], proposed.id, YES)

    newest, first = overview.controls(bench.control, bench["compliance"]).settings

    assert newest.effects == TABLE
    assert (newest.proposed_by, newest.decided_by) == ("Compliance", "Administrator")
    assert (newest.reason, newest.decision_reason) == (WHY, WHY)
    assert newest.in_force
    assert (first.number, first.in_force) == (0, False)


@pytest.mark.proves("B-13")
@pytest.mark.parametrize("changed", [{"reason": ""}, {"effects": ()}])
def test_a_proposal_needs_reason_and_table(bench: Bench, changed: dict[str, Any]) -> None:
    """Neither is optional (B-13)."""
    with pytest.raises(Unacceptable):
        _proposed(bench, **changed)


def test_a_proposal_is_decided_once_and_by_who_may(bench: Bench) -> None:
    """A no keeps what is in force; roles of casework do not decide."""
    proposed = _proposed(bench)
    no = SettingDecision(approved=False, reason=WHY)
    with pytest.raises(NotAllowed):
        tuning.decide(bench.control, bench["approver"], proposed.id, no)
    with pytest.raises(NotFound):
        tuning.decide(bench.control, bench["administrator"], "unknown", no)
    tuning.decide(bench.control, bench["administrator"], proposed.id, no)

    with pytest.raises(WrongState):
        tuning.decide(bench.control, bench["administrator"], proposed.id, YES)
    assert bench.log.told()[-2] == ("configuration_declined", "done")
    assert [each.in_force for each in overview.controls(bench.control, bench["compliance"]).settings] == [False, True]


def _capsule(bench: Bench, examination_id: str) -> dict[str, Any]:
    with bench.ledger.reading() as connection:
        found = examination_by_id(connection, examination_id)
        assert found is not None
        assert found.search_id is not None
        capsule: dict[str, Any] = json.loads(search_by_id(connection, found.search_id).capsule)
    return capsule
