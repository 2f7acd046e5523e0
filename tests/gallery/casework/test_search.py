"""The search: what it runs over, what it returns, and what repeats it."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from gallery.casework import candidates, examination
from gallery.index.allowed import Allowed
from gallery.index.exact import IndexRefused
from gallery.index.found import Found
from gallery.records.searches import Candidate, Search, candidates_of, search_by_id
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.examination import ExaminationView
from tests.gallery.casework.bench import MODEL, SIZE, Bench, probe_vector
from tests.gallery.fakes import NOON


def _unit(place: int, other: float = 0.0) -> np.ndarray:  # type: ignore[type-arg]  # a vector of float32
    vector = np.zeros(SIZE, np.float32)
    vector[place] = np.sqrt(1 - other**2)
    vector[20] = other
    return vector


def _of(bench: Bench, view: ExaminationView) -> tuple[Search, tuple[Candidate, ...]]:
    with bench.ledger.reading() as connection:
        held = examination.examination_by_id(connection, view.id)
        assert held is not None
        assert held.search_id is not None
        return search_by_id(connection, held.search_id), candidates_of(connection, held.search_id)


@pytest.mark.proves("C-01")
def test_the_list_is_ordered_bounded_and_above_the_threshold(bench: Bench) -> None:
    """Four of ten subjects reach the threshold; two more are kept as foils and not listed (C-01, D-10)."""
    search, found = _of(bench, bench.opened())

    assert [round(each.score, 2) for each in found] == [0.62, 0.41, 0.35, 0.31, 0.2, 0.15]
    assert [each.listed for each in found] == [True] * 4 + [False] * 2
    assert (search.returned, search.eligible, search.pictures) == (4, 10, 10)


@pytest.mark.proves("C-01")
def test_the_list_is_never_longer_than_the_rules_say(bench: Bench) -> None:
    """Thirty subjects as similar as one another give the longest list (C-01)."""
    vector = np.full(SIZE, 1 / np.sqrt(SIZE), np.float32)
    for place in range(30):
        bench.add_reference(f"T-{place}", vector)
    bench.encoder.vector = vector

    view = bench.opened()

    assert len(view.letters) == bench.rules.casework.search.max_candidates


@pytest.mark.proves("C-07")
def test_a_subject_is_one_candidate_with_all_pictures_newest_first(bench: Bench) -> None:
    """A second, unlike picture of a listed subject is shown as well (C-07)."""
    bench.add_reference("S-001", _unit(15), captured_on=date(2025, 3, 4))

    _, found = _of(bench, bench.opened())

    assert len({each.subject_id for each in found}) == len(found)
    assert [picture.captured_on for picture in found[0].pictures] == [date(2025, 3, 4), date(2020, 1, 1)]
    assert round(found[0].score, 2) == 0.62


@pytest.mark.proves("B-08", "B-09")
@pytest.mark.parametrize("state", [state for state in EligibilityState if state is not EligibilityState.ELIGIBLE])
def test_what_may_not_be_searched_is_not_compared_and_counted(bench: Bench, state: EligibilityState) -> None:
    """The best-scoring picture is flagged: the very next search omits it and logs the reason class (B-08, B-09)."""
    bench.add_reference("SEALED", probe_vector(), state=state)

    search, found = _of(bench, bench.opened())

    assert round(found[0].score, 2) == 0.62
    assert search.excluded == {str(state): 1}
    event = next(entry.event for entry in bench.log if entry.event.act == "search_completed")
    assert (event.details[f"excluded_{state}"], event.details["eligible"]) == (1, 10)


def test_an_overdue_review_leaves_a_picture_out(bench: Bench) -> None:
    """Eligibility that nobody looked at again is not relied on."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    bench.clock.forward(days=31)

    opened = bench.look("examiner1", view.id)

    search, _ = _of(bench, opened)
    assert (search.eligible, search.excluded, opened.empty_list) == (0, {"review_overdue": 10}, True)


@pytest.mark.proves("B-02")
def test_another_services_pictures_are_never_compared(bench: Bench) -> None:
    """The approval names the galleries, and only they are searched (B-02, G-01)."""
    bench.add_reference("FOREIGN", probe_vector(), service="other")

    search, found = _of(bench, bench.opened())

    assert search.pictures == 10
    assert round(found[0].score, 2) == 0.62


def test_the_start_is_recorded_before_anything_is_compared(bench: Bench) -> None:
    """Started, completed with the hash of the capsule, then shown (I-02)."""
    view = bench.opened()

    acts = [act for act, _ in bench.log.told()]
    search, _ = _of(bench, view)
    event = next(entry.event for entry in bench.log if entry.event.act == "search_completed")
    assert acts[-3:] == ["search_started", "search_completed", "list_viewed"]
    assert event.details["capsule_sha256"] == search.capsule_sha256


@pytest.mark.proves("B-04")
def test_the_capsule_holds_all_that_repeats_the_search(bench: Bench) -> None:
    """Probe, models, runtime, settings, snapshot, eligible ids by hash, ordered list (B-04)."""
    search, found = _of(bench, bench.opened())

    capsule = json.loads(search.capsule)
    assert sha256_hex(search.capsule.encode()) == search.capsule_sha256
    assert capsule["index"]["snapshot_id"] == bench.index.snapshot_id
    assert capsule["eligible"] == {
        "count": 10,
        "sha256": Allowed.of(range(1, 11)).sha256,
        "runs": [[1, 10]],
    }
    assert capsule["proof"]["complete"] is True
    assert [each["subject_id"] for each in capsule["candidates"]] == [each.subject_id for each in found]
    assert set(capsule["rules"]) == set(bench.rules.casework.hashes)


@pytest.mark.proves("B-05")
def test_running_the_same_search_again_gives_the_same_list(bench: Bench) -> None:
    """Same picture, snapshot and settings: same subjects, same order, same scores (B-05)."""
    first, second = _of(bench, bench.opened()), _of(bench, bench.opened())

    assert [(each.subject_id, each.score) for each in first[1]] == [(e.subject_id, e.score) for e in second[1]]


@pytest.mark.proves("A-24")
def test_no_template_of_a_probe_is_kept(bench: Bench) -> None:
    """Neither the records nor any file hold its numbers (A-24)."""
    bench.lead()

    needle = probe_vector().tobytes()
    assert all(needle not in file.read_bytes() for file in bench.folder.rglob("*") if file.is_file())


@pytest.mark.proves("B-12")
def test_an_index_that_misses_pictures_is_not_searched(bench: Bench) -> None:
    """A search answers over everything or not at all (B-12)."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    examination.lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())
    bench.index.remove([next(iter(bench.index.numbers))])

    with pytest.raises(WrongState) as refused:
        candidates.open_candidates(bench.casework, bench["examiner1"], view.id)

    assert refused.value.refusal.rule == "B-12"
    assert bench.log.told()[-1] == ("search_failed", "refused")
    assert bench.state_of(bench.request_of(view.id)) == "assigned"


@pytest.mark.proves("B-12")
@pytest.mark.parametrize("fault", ["proof", "fewer", "refused"])
def test_a_list_that_is_not_proven_complete_is_never_given(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """A bound that leaves somebody possible, a picture that was not compared, an index that cannot search (B-12)."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    examination.lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())
    real = bench.index.nearest

    def nearest(*given: Any) -> Found:
        if fault == "refused":
            raise IndexRefused("index: expected enough memory, got none")
        found = real(*given)
        if fault == "fewer":
            return replace(found, compared=found.compared - 1)
        return replace(found, proof=replace(found.proof, bound=found.proof.last))

    monkeypatch.setattr(bench.index, "nearest", nearest)
    with pytest.raises(WrongState) as refused:
        candidates.open_candidates(bench.casework, bench["examiner1"], view.id)

    assert refused.value.refusal.rule == "B-12"
    assert bench.log.told()[-1] == ("search_failed", "refused")


@pytest.mark.proves("B-10")
def test_nobody_searches_faster_than_a_person_can(bench: Bench) -> None:
    """Above the hourly limit the next search is refused; an hour later it runs (B-10)."""
    limit = bench.rules.casework.search.searches_an_hour
    for _ in range(limit):
        bench.opened()
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    examination.lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())

    with pytest.raises(NotAllowed) as refused:
        candidates.open_candidates(bench.casework, bench["examiner1"], view.id)
    bench.clock.forward(minutes=61)

    assert refused.value.refusal.rule == "B-10"
    assert candidates.open_candidates(bench.casework, bench["examiner1"], view.id).opened


def test_models_of_another_kind_are_never_compared(bench: Bench) -> None:
    """The search asks the index for the recogniser's own model."""
    search, _ = _of(bench, bench.opened())

    assert search.model_id == MODEL
    assert search.started_at == NOON
