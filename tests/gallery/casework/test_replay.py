"""A stored search run again: identical, or the first rank that differs and why (B-05, W-09)."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import update

from gallery.casework.examination import examination_by_id
from gallery.casework.replay import first_difference, replay
from gallery.command.replay import in_words
from gallery.records.case_tables import searches
from gallery.records.gallery import Eligibility, references_numbered, remove_references, set_eligibility
from gallery.records.ids import new_id
from gallery.records.searches import search_by_id
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.vocabulary import EligibilityState, Role
from kernel_lib.wire.examination import ExaminationView
from tests.gallery.casework.bench import Bench, probe_vector
from tests.gallery.fakes import NOON


@pytest.fixture
def searched(bench: Bench) -> tuple[Bench, str, ExaminationView]:
    """A bench with one search made and its list open, and the compliance officer."""
    bench.join("compliance", (Role.COMPLIANCE,))
    view = bench.opened()
    return bench, _search_of(bench, view), view


def _search_of(bench: Bench, view: ExaminationView) -> str:
    with bench.ledger.reading() as connection:
        held = examination_by_id(connection, view.id)
    assert held is not None
    return str(held.search_id)


def _vector(place: int, score: float) -> NDArray[np.float32]:
    """A unit vector as similar to the probe as asked, unlike every subject."""
    vector = score * probe_vector()
    vector[place] = np.sqrt(1 - score**2)
    return vector


@pytest.mark.proves("B-05")
def test_an_unchanged_gallery_gives_the_identical_list(searched: tuple[Bench, str, ExaminationView]) -> None:
    """Ids, order and similarities are those of the capsule, and one entry says so."""
    bench, search_id, _ = searched

    view = replay(bench.casework, bench["compliance"], search_id)

    assert (view.identical, view.today_identical, view.gallery.happened, view.unlike) == (True, True, False, ())
    assert in_words(view).startswith("identical: 6 places over the 10 references of then")
    entry = bench.log.entries[-1].event
    assert (entry.act, entry.details["identical"], entry.object_id) == ("search_replayed", True, search_id)


@pytest.mark.proves("B-05", "W-09")
@pytest.mark.records("sqlite")
def test_after_an_enrolment_the_stored_list_still_repeats_and_the_change_is_told(
    searched: tuple[Bench, str, ExaminationView],
) -> None:
    """Over the references of then it is identical; over those of today the first other rank is named."""
    bench, search_id, _ = searched
    bench.add_reference("S-NEW", _vector(25, 0.5))
    with bench.ledger.unrecorded() as connection:
        connection.exec_driver_sql("UPDATE pictures SET enrolled_at = datetime(enrolled_at, '+1 day') WHERE rowid = 11")

    view = replay(bench.casework, bench["compliance"], search_id)

    assert view.identical is True
    assert (view.gallery.added, view.gallery.removed, view.gallery.left) == (1, 0, ())
    assert view.gallery.eligible_root_then != view.gallery.eligible_root_now
    assert view.gallery.snapshot_then != view.gallery.snapshot_now
    assert view.today_difference is not None
    assert view.today_difference.rank == 2
    assert "1 added, 0 removed" in in_words(view)
    assert "today: rank 2 differs: another subject stands here" in in_words(view)


@pytest.mark.proves("W-09")
def test_a_sealed_picture_is_told_by_class_and_the_old_list_still_repeats(
    searched: tuple[Bench, str, ExaminationView],
) -> None:
    """Counts by class of reason; today's search differs at the place that the person had."""
    bench, search_id, _ = searched
    with bench.ledger.unrecorded() as connection:
        picture_id = references_numbered(connection, [3])[3].picture_id
        review = NOON.date() + timedelta(days=30)
        sealed = Eligibility(new_id(), picture_id, True, EligibilityState.SEALED, "F-9", "1", {}, NOON, review)
        set_eligibility(connection, sealed)

    view = replay(bench.casework, bench["compliance"], search_id)

    assert view.identical is True
    assert view.gallery.left == (("sealed", 1),)
    assert view.today_difference is not None
    assert view.today_difference.rank == 3


@pytest.mark.proves("W-09")
def test_a_reference_that_is_gone_makes_the_first_differing_rank(searched: tuple[Bench, str, ExaminationView]) -> None:
    """What was destroyed cannot be compared again; it is counted as removed, and the rank is named."""
    bench, search_id, _ = searched
    with bench.ledger.unrecorded() as connection:
        assert remove_references(connection, [2]) == 1
    bench.index.remove([2])

    view = replay(bench.casework, bench["compliance"], search_id)

    assert view.identical is False
    assert view.gallery.removed == 1
    assert in_words(view).startswith("not identical: rank 2 differs: another subject stands here")


@pytest.mark.proves("B-04", "B-05")
def test_a_ragged_gallery_is_kept_as_bits_and_repeats(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many pictures may not be compared, their runs would take more room than one bit each."""
    monkeypatch.setattr("gallery.index.allowed.RUNS_KEPT", 0)
    bench.join("compliance", (Role.COMPLIANCE,))
    search_id = _search_of(bench, bench.opened())
    with bench.ledger.reading() as connection:
        capsule = json.loads(search_by_id(connection, search_id).capsule)

    view = replay(bench.casework, bench["compliance"], search_id)

    assert ("runs" in capsule["eligible"], "bits" in capsule["eligible"]) == (False, True)
    assert (view.identical, view.today_identical, view.gallery.happened) == (True, True, False)


@pytest.mark.proves("B-05")
def test_another_library_is_named(searched: tuple[Bench, str, ExaminationView]) -> None:
    """The list may still be identical; the difference stands beside it."""
    bench, search_id, _ = searched
    other = replace(bench.casework, runtime={"leadbook": "next"})

    view = replay(other, bench["compliance"], search_id)

    assert view.identical is True
    assert view.unlike == ("runtime leadbook: test then, next now",)


def test_a_capsule_that_was_changed_is_refused(searched: tuple[Bench, str, ExaminationView]) -> None:
    """Its hash stands in the log since the search."""
    bench, search_id, _ = searched
    with bench.ledger.unrecorded() as connection:
        connection.execute(update(searches).values(capsule="{}"))

    with pytest.raises(WrongState) as refused:
        replay(bench.casework, bench["compliance"], search_id)

    assert refused.value.refusal.rule == "B-05"


def test_a_template_of_another_model_is_not_compared(searched: tuple[Bench, str, ExaminationView]) -> None:
    """It says so instead of giving numbers that mean nothing."""
    bench, search_id, _ = searched
    with bench.ledger.unrecorded() as connection:
        row = connection.execute(searches.select()).mappings().one()
        told = canonical_json({**json.loads(row["capsule"]), "model_id": "older@9"})
        connection.execute(update(searches).values(capsule=told.decode(), capsule_sha256=sha256_hex(told)))

    view = replay(bench.casework, bench["compliance"], search_id)

    assert view.identical is False
    assert view.not_run.startswith("The search was run with older@9")


def test_an_examiner_replays_only_what_they_have_locked(searched: tuple[Bench, str, ExaminationView]) -> None:
    """Before the lock, and for somebody else, there is no such search (C-05, D-09)."""
    bench, search_id, view = searched
    for name in ("examiner1", "examiner2"):
        with pytest.raises(NotFound):
            replay(bench.casework, bench[name], search_id)

    bench.conclude("examiner1", view, "S-001")

    assert replay(bench.casework, bench["examiner1"], search_id).identical is True


def test_lists_are_compared_place_by_place() -> None:
    """The first difference is named by rank and kind; a similarity may differ by a millionth."""
    place = {"place": 1, "subject_id": "a", "listed": True, "references": [[1, 0.5]]}

    assert first_difference([place], [{**place, "references": [[1, 0.5000009]]}]) is None
    apart = first_difference([place], [{**place, "references": [[1, 0.51]]}])
    assert apart is not None
    assert round(apart.score_apart or 0, 2) == 0.01
    assert first_difference([place], []) is not None
    other = first_difference([place, place], [place, {**place, "listed": False}])
    assert other is not None
    assert other.rank == 2
