"""The stop of searching and its end."""

from typing import Any

import pytest

from gallery.casework import candidates, examination
from gallery.control import overview, stopping
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import StopScope
from kernel_lib.wire.control import StopAsked, StopView
from tests.gallery.casework.bench import MODEL, Bench

WHY = "The face model gave odd lists this morning."


def _stop(bench: Bench, scope: StopScope = StopScope.ALL, target: str = "", by: str = "compliance") -> StopView:
    return stopping.stop(bench.control, bench[by], StopAsked(scope=scope, target=target, reason=WHY))


def _ready(bench: Bench, examiner: str = "examiner1") -> str:
    """Return an examination whose next step is the search."""
    taken = examination.take(bench.casework, bench[examiner], bench.approved())
    examination.lock_analysis(bench.casework, bench[examiner], taken.id, bench.notes())
    return taken.id


def _search(bench: Bench, examination_id: str, examiner: str = "examiner1") -> Any:
    return candidates.open_candidates(bench.casework, bench[examiner], examination_id)


@pytest.mark.proves("M-11")
@pytest.mark.parametrize(
    ("scope", "target"),
    [
        (StopScope.ALL, ""),
        (StopScope.SERVICE, "demo"),
        (StopScope.GALLERY, "demo"),
        (StopScope.MODEL, MODEL),
        (StopScope.PERSON, "examiner1"),
    ],
)
def test_each_stop_holds_from_the_next_search_on(bench: Bench, scope: StopScope, target: str) -> None:
    """Nothing is compared, nothing is kept, the refusal is recorded; the clock has not moved since the stop (M-11)."""
    waiting = _ready(bench)
    _stop(bench, scope, target)

    with pytest.raises(WrongState) as refused:
        _search(bench, waiting)

    assert refused.value.refusal.rule == "M-11"
    assert bench.log.told()[-1] == ("search_failed", "refused")
    assert ("search_started", "done") not in bench.log.told()


@pytest.mark.proves("M-11")
def test_a_stop_of_one_person_leaves_the_others(bench: Bench) -> None:
    """Only that person searches no more (M-11)."""
    waiting = _ready(bench)
    _stop(bench, StopScope.PERSON, "examiner2")

    assert _search(bench, waiting).letters


@pytest.mark.proves("M-11")
def test_searching_goes_on_after_two_different_people_agree(bench: Bench) -> None:
    """One proposes with a reason, another agrees; the first one cannot agree with themselves (M-11)."""
    waiting, held = _ready(bench), _stop(bench)
    control = bench.control
    stopping.propose_resumption(control, bench["compliance"], held.id, WHY)

    with pytest.raises(NotAllowed):
        stopping.confirm_resumption(control, bench["compliance"], held.id)
    with pytest.raises(WrongState):
        _search(bench, waiting)
    ended = stopping.confirm_resumption(control, bench["administrator"], held.id)

    assert (ended.proposed_by, ended.resumed_by) == ("Compliance", "Administrator")
    assert _search(bench, waiting).letters
    acts = [act for act, _ in bench.log.told()]
    assert acts.index("search_stopped") < acts.index("resumption_proposed") < acts.index("search_resumed")


def test_nobody_agrees_before_somebody_proposes(bench: Bench) -> None:
    """The order of the two steps holds."""
    held = _stop(bench)

    with pytest.raises(WrongState):
        stopping.confirm_resumption(bench.control, bench["administrator"], held.id)


def test_an_ended_stop_is_ended_once(bench: Bench) -> None:
    """Proposing twice, agreeing twice and unknown stops are refused."""
    held, control = _stop(bench), bench.control
    stopping.propose_resumption(control, bench["compliance"], held.id, WHY)
    with pytest.raises(WrongState):
        stopping.propose_resumption(control, bench["administrator"], held.id, WHY)
    stopping.confirm_resumption(control, bench["administrator"], held.id)

    with pytest.raises(WrongState):
        stopping.confirm_resumption(control, bench["administrator"], held.id)
    with pytest.raises(NotFound):
        stopping.confirm_resumption(control, bench["administrator"], "unknown")


@pytest.mark.parametrize("name", ["investigator", "approver", "examiner1", "higher"])
def test_only_who_is_authorised_stops_searching(bench: Bench, name: str) -> None:
    """Roles of casework do not (M-11)."""
    with pytest.raises(NotAllowed):
        _stop(bench, by=name)


@pytest.mark.proves("M-11")
def test_a_stop_needs_a_written_reason_and_a_real_target(bench: Bench) -> None:
    """Both are named; the reason's words are in the record, only its hash in the log (M-11)."""
    with pytest.raises(Unacceptable):
        stopping.stop(bench.control, bench["compliance"], StopAsked(scope=StopScope.ALL, reason="short"))
    with pytest.raises(Unacceptable):
        _stop(bench, StopScope.PERSON, "nobody")
    _stop(bench)
    with pytest.raises(WrongState):
        _stop(bench)

    assert WHY not in str([entry.event for entry in bench.log])


@pytest.mark.proves("M-11")
def test_a_stop_comes_with_a_note_for_the_public(bench: Bench) -> None:
    """It says for whom and since when, and names nobody (M-11)."""
    note = _stop(bench, StopScope.PERSON, "examiner1").note

    assert "one member" in note
    assert "2026-11-24 12:00 UTC" in note
    assert "Examiner1" not in note


def test_the_page_of_controls_shows_stops_and_what_can_be_stopped(bench: Bench) -> None:
    """Newest first, those that hold before the ended ones."""
    _stop(bench, StopScope.PERSON, "examiner1")

    view = overview.controls(bench.control, bench["administrator"])

    assert [each.target for each in view.stops] == ["Examiner1"]
    assert {each.scope for each in view.targets} == set(StopScope)
