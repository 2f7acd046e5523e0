"""Pictures of candidates nobody selected leave search records after their days, unless a hold keeps them."""

import pytest

from gallery.casework import examination, pictures, search_pictures
from gallery.casework.replay import replay
from gallery.records.cases import request_by_id
from gallery.records.examinations import examinations_of
from gallery.records.searches import candidates_of
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.vocabulary import Role
from kernel_lib.wire.examination import ExaminationView
from kernel_lib.wire.holds import HoldAsked
from tests.gallery.casework.bench import Bench

HOLD = HoldAsked(ground="charge", note="Charge laid on Monday.")


@pytest.fixture
def ended(bench: Bench) -> tuple[Bench, str, ExaminationView]:
    """A request that became a lead, with its first examination."""
    bench.join("compliance", (Role.COMPLIANCE,))
    request_id = bench.examined("S-001")
    bench.say(request_id, "S-001")
    with bench.ledger.reading() as connection:
        first = examinations_of(connection, request_id)[0]
    return bench, request_id, examination.get(bench.casework, bench["examiner1"], first.id)


def _shown(bench: Bench, view: ExaminationView) -> dict[str, str]:
    """Which letters still show a picture."""
    told = {}
    for each in view.letters:
        try:
            pictures.show(bench.casework, bench["examiner1"], each.pictures[0].picture)
            told[each.letter] = "shown"
        except WrongState as refused:
            told[each.letter] = refused.refusal.rule
    return told


def _case(bench: Bench, request_id: str) -> str:
    with bench.ledger.reading() as connection:
        request = request_by_id(connection, request_id)
    assert request is not None
    return str(request.draft["occurrence_number"])


@pytest.mark.proves("C-12")
def test_after_their_days_only_the_selected_candidate_is_shown(ended: tuple[Bench, str, ExaminationView]) -> None:
    """Ids, similarities and hashes stay, and the search is still run again identically."""
    bench, request_id, view = ended
    days = bench.rules.review.candidate_days
    before = search_pictures.purge_due(bench.casework)
    bench.clock.forward(days=days + 1)

    purged = search_pictures.purge_due(bench.casework)

    chosen = bench.letter_of(view, "S-001")
    assert (before, purged) == (0, 5)
    assert _shown(bench, view) == {each.letter: "shown" if each.letter == chosen else "C-12" for each in view.letters}
    with bench.ledger.reading() as connection:
        first = examinations_of(connection, request_id)[0]
        assert len(candidates_of(connection, str(first.search_id))) == 6
        kept = connection.exec_driver_sql("SELECT CAST(pictures AS text) FROM purged_candidates").scalars().all()
    assert all(len(each) > 64 for each in kept)
    assert replay(bench.casework, bench["compliance"], str(first.search_id)).places == 6
    entry = next(each.event for each in bench.log if each.event.act == "search_record_purged")
    assert (entry.rule, entry.details["candidates"]) == ("C-12", 5)
    assert search_pictures.purge_due(bench.casework) == 0


@pytest.mark.proves("C-13")
def test_a_hold_keeps_them_and_the_job_says_so_once_a_day(ended: tuple[Bench, str, ExaminationView]) -> None:
    """After it is lifted they go."""
    bench, request_id, view = ended
    placed = search_pictures.place_hold(bench.casework, bench["compliance"], _case(bench, request_id), HOLD)
    bench.clock.forward(days=bench.rules.review.candidate_days + 1)

    kept = [search_pictures.purge_due(bench.casework) for _ in range(2)]

    told = [each.event for each in bench.log if each.event.act == "search_record_purged"]
    assert kept == [0, 0]
    assert [(each.rule, each.details["held"]) for each in told] == [("C-13", 5)]
    assert set(_shown(bench, view).values()) == {"shown"}
    lifted = search_pictures.lift_hold(bench.casework, bench["compliance"], placed.holds[0].id)
    assert lifted.holds[0].lifted_at is not None
    assert search_pictures.purge_due(bench.casework) == 5
    with pytest.raises(WrongState):
        search_pictures.lift_hold(bench.casework, bench["compliance"], placed.holds[0].id)


def test_a_ground_that_is_not_on_the_list_is_refused(ended: tuple[Bench, str, ExaminationView]) -> None:
    """The list is data of the service."""
    bench, request_id, _ = ended

    with pytest.raises(Unacceptable):
        search_pictures.place_hold(
            bench.casework, bench["compliance"], _case(bench, request_id), HoldAsked(ground="habit")
        )
    listed = search_pictures.listed(bench.casework, bench["compliance"], _case(bench, request_id))
    assert listed.holds == ()
    assert "charge" in {each.id for each in listed.grounds}
