"""What compliance sees of searches in a short time."""

import pytest

from gallery.casework import candidates, examination
from gallery.control import overview
from kernel_lib.errors import NotAllowed
from kernel_lib.wire.control import BurstView
from tests.gallery.casework.bench import Bench


def _search(bench: Bench, times: int) -> None:
    for _ in range(times):
        bench.opened()


def _bursts(bench: Bench) -> tuple[BurstView, ...]:
    return overview.controls(bench.control, bench["compliance"]).bursts


@pytest.mark.proves("B-10")
def test_many_searches_in_a_short_time_are_flagged(bench: Bench) -> None:
    """Ten within an hour are; nine are not, nor are ten over a longer time (B-10)."""
    _search(bench, 9)
    assert _bursts(bench) == ()
    bench.clock.forward(hours=2)
    _search(bench, 1)
    assert _bursts(bench) == ()

    _search(bench, 9)

    (flagged,) = _bursts(bench)
    assert (flagged.person, flagged.searches, flagged.within_minutes, flagged.at_limit) == ("Examiner1", 10, 60, False)


@pytest.mark.proves("B-10")
def test_at_the_limit_further_searches_are_refused_and_the_refusal_recorded(bench: Bench) -> None:
    """A soft lock: an hour later the person searches again (B-10)."""
    _search(bench, bench.rules.casework.search.searches_an_hour)
    taken = examination.take(bench.casework, bench["examiner1"], bench.approved())
    examination.lock_analysis(bench.casework, bench["examiner1"], taken.id, bench.notes())

    with pytest.raises(NotAllowed) as refused:
        candidates.open_candidates(bench.casework, bench["examiner1"], taken.id)

    assert refused.value.refusal.rule == "B-10"
    assert bench.log.entries[-1].event.rule == "B-10"
    assert _bursts(bench)[0].at_limit
    bench.clock.forward(hours=1, seconds=1)
    assert candidates.open_candidates(bench.casework, bench["examiner1"], taken.id).letters


@pytest.mark.proves("D-14")
def test_stages_locked_within_seconds_are_flagged_for_compliance_alone(bench: Bench) -> None:
    """A three-second review is there with what was expected; one that took its time is not, nor an old one."""
    slow = examination.take(bench.casework, bench["examiner2"], bench.approved())
    bench.clock.forward(minutes=5)
    view = bench.look("examiner2", slow.id)
    bench.clock.forward(seconds=3)
    bench.conclude("examiner2", view, "S-001")

    seen = overview.controls(bench.control, bench["compliance"])
    administrator = overview.controls(bench.control, bench["administrator"])

    (flagged,) = seen.short_reviews
    assert (flagged.person, flagged.stage, flagged.seconds, flagged.shortest) == ("Examiner2", "comparison", 3, 20)
    assert flagged.examination_number == slow.number
    assert (administrator.short_reviews, administrator.short_review_days) == ((), 0)
    bench.clock.forward(days=bench.rules.review.short_review_days, seconds=1)
    assert overview.controls(bench.control, bench["compliance"]).short_reviews == ()
