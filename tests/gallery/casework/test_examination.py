"""One examiner's work, stage by stage."""

import json

import pytest

from gallery.casework import approval, examination, intake
from gallery.casework.candidates import open_candidates
from gallery.records.examinations import versions_of
from gallery.records.searches import candidates_of
from gallery.rules.reading import read_toml
from gallery.rules.who import FILES, build
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Disposition
from kernel_lib.wire.examination import DispositionGiven, ExaminationView
from tests.gallery.casework.bench import ANSWER, Bench, decision, probe_vector


def _take(bench: Bench, name: str, request_id: str) -> ExaminationView:
    return examination.take(bench.casework, bench[name], request_id)


def _central(bench: Bench) -> None:
    """Switch the service to the central unit's profile."""
    files = {name: read_toml(name) for name in FILES}
    workflow = files["workflow"]
    files["workflow"] = type(workflow)(**{**vars(workflow), "data": {**workflow.data, "profile": "central-unit"}})
    rules = type(bench.rules)(**{**vars(bench.rules), "who": build(files)})
    bench.casework = type(bench.casework)(**{**vars(bench.casework), "rules": rules})


def test_an_examiner_takes_an_approved_request(bench: Bench) -> None:
    """The number is neutral, and taking it again opens the same examination."""
    request_id = bench.approved()

    first = _take(bench, "examiner1", request_id)

    assert first.number.startswith("E-")
    assert _take(bench, "examiner1", request_id).id == first.id
    with pytest.raises(WrongState):
        _take(bench, "examiner2", request_id)


def test_a_certified_investigator_examines_their_own_request(bench: Bench) -> None:
    """The investigator-led profile, with a certificate in review."""
    assert _take(bench, "investigator", bench.approved()).state == "analysis"


def test_an_investigator_does_not_examine_somebody_elses_request(bench: Bench) -> None:
    """Only examiners take others' requests, and nothing is told of it (C-10)."""
    with pytest.raises(NotFound):
        _take(bench, "investigator", bench.approved("asks_and_approves"))


@pytest.mark.proves("C-10")
def test_in_the_central_unit_no_investigator_sees_candidates(bench: Bench) -> None:
    """Only examiners do (C-10)."""
    _central(bench)
    request_id = bench.approved()

    with pytest.raises(NotAllowed):
        _take(bench, "investigator", request_id)
    assert _take(bench, "examiner1", request_id).state == "analysis"


def test_nobody_examines_what_they_approved_or_asked_for(bench: Bench) -> None:
    """Duties are apart (H-02)."""
    roles = (*bench["examiner1"].roles, *bench["asks_and_approves"].roles)
    bench.join("everything", roles, tuple(each.scope for each in bench["examiner1"].certificates))
    approved = bench.submitted(occurrence_number="2026-000777")
    approval.decide(bench.casework, bench["everything"], approved, decision())
    _central(bench)
    asked = bench.approved("everything")

    for request_id in (approved, asked):
        with pytest.raises(NotAllowed) as refused:
            _take(bench, "everything", request_id)
        assert refused.value.refusal.rule == "H-02"


@pytest.mark.proves("B-01")
def test_a_certificate_that_runs_out_stops_every_stage_the_same_second(bench: Bench) -> None:
    """Not only taking: also each later act (B-01)."""
    view = _take(bench, "examiner1", bench.approved())
    bench.end_training("examiner1")

    with pytest.raises(NotAllowed):
        examination.lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())
    with pytest.raises(NotAllowed):
        open_candidates(bench.casework, bench["examiner1"], view.id)
    with pytest.raises(NotAllowed):
        _take(bench, "examiner1", bench.approved())


def test_nobody_opens_anothers_examination(bench: Bench) -> None:
    """Not the requester, not the approver, not a colleague (C-10, D-09)."""
    view = _take(bench, "examiner1", bench.approved())

    for name in ("investigator", "examiner2", "stranger"):
        with pytest.raises(NotFound):
            examination.get(bench.casework, bench[name], view.id)
    with pytest.raises(NotAllowed):
        examination.get(bench.casework, bench["approver"], view.id)


@pytest.mark.proves("W-07", "D-01", "D-02")
def test_candidates_open_only_after_the_notes_are_locked(bench: Bench) -> None:
    """And no search has run before (D-02)."""
    view = _take(bench, "examiner1", bench.approved())

    with pytest.raises(WrongState) as refused:
        open_candidates(bench.casework, bench["examiner1"], view.id)

    assert refused.value.refusal.rule == "D-01"
    assert ("search_started", "done") not in bench.log.told()


@pytest.mark.proves("C-05")
def test_nothing_before_the_lock_tells_order_score_name_or_date(bench: Bench) -> None:
    """The whole payload is read as text (C-05, D-09)."""
    view = bench.opened()

    text = view.model_dump_json()
    for word in ("score", "rank", "S-00", "2020", "0.62", "0.41", "requester", "Investigator", "occurrence", "ground"):
        assert word not in text, word
    fields = json.loads(text)
    assert {picture["captured_on"] for letter in fields["letters"] for picture in letter["pictures"]} == {None}
    assert (fields["revealed"], fields["conclusion"], fields["reveal_note"]) == ([], None, "")


@pytest.mark.proves("C-05")
def test_after_the_lock_rank_similarity_and_dates_are_revealed(bench: Bench) -> None:
    """Similarity is a number with its sentence, never a share of a hundred (C-05, C-06)."""
    locked = bench.conclude("examiner1", bench.opened(), "S-002")

    assert [row.rank for row in locked.revealed] == [1, 2, 3, 4]
    assert [row.score for row in locked.revealed] == [0.62, 0.41, 0.35, 0.31]
    assert [row.rank for row in locked.revealed if row.selected] == [2]
    assert "similarity 0.41" in locked.reveal_note
    assert "%" not in locked.reveal_note
    assert all(row.age_gap_years is not None and row.age_gap_years > 6 for row in locked.revealed)


def test_the_order_of_letters_differs_between_examinations(bench: Bench) -> None:
    """Each examination is shuffled by itself (C-05)."""
    orders = {
        tuple(bench.letter_of(view, f"S-00{n}") for n in range(1, 5)) for view in (bench.opened() for _ in range(8))
    }

    assert len(orders) > 1


@pytest.mark.proves("C-04")
def test_every_candidate_needs_a_disposition(bench: Bench) -> None:
    """The refusal counts what is left (C-04)."""
    view = bench.opened()
    for letter in view.letters[1:]:
        given = DispositionGiven(disposition=Disposition.EXCLUDED)
        examination.dispose(bench.casework, bench["examiner1"], view.id, letter.letter, given)

    with pytest.raises(Unacceptable) as refused:
        examination.conclude(bench.casework, bench["examiner1"], view.id, bench.conclusion(None, -1))

    assert refused.value.refusal.rule == "C-04"
    assert "1 of 4" in refused.value.refusal.fields["letters"]


def test_a_letter_that_is_not_there_is_refused(bench: Bench) -> None:
    """Also one with a path in it."""
    view = bench.opened()

    given = DispositionGiven(disposition=Disposition.EXCLUDED)
    for letter in ("Z", "../A", ""):
        with pytest.raises(NotFound):
            examination.dispose(bench.casework, bench["examiner1"], view.id, letter, given)


@pytest.mark.proves("D-17")
def test_what_is_locked_is_linked_by_hash_and_never_changed(bench: Bench) -> None:
    """Notes and conclusion are two versions; the second names the first (D-17)."""
    view = bench.opened()
    bench.conclude("examiner1", view, "S-001")

    with bench.ledger.reading() as connection:
        notes, conclusion = versions_of(connection, view.id)
    assert (notes.stage, conclusion.stage) == ("analysis", "conclusion")
    assert conclusion.previous_sha256 == notes.sha256
    assert [sha256_hex(each.body.encode()) for each in (notes, conclusion)] == [notes.sha256, conclusion.sha256]
    with pytest.raises(WrongState):
        examination.conclude(bench.casework, bench["examiner1"], view.id, bench.conclusion(None, 0))


@pytest.mark.proves("A-19")
def test_an_unsuitable_probe_ends_the_request_with_its_reason(bench: Bench) -> None:
    """A counted outcome that the investigator reads; nothing is searched (A-19)."""
    request_id = bench.approved()
    view = _take(bench, "examiner1", request_id)

    notes = bench.notes(suitable=False, limits="The face is turned away and dark.")
    locked = examination.lock_analysis(bench.casework, bench["examiner1"], view.id, notes)

    told = intake.get(bench.casework, bench["investigator"], request_id)
    assert (locked.state, told.state) == ("locked", "unsuitable")
    assert "turned away and dark" in told.state_words
    assert ("search_started", "done") not in bench.log.told()
    assert ("probe_rejected", "done") in bench.log.told()


@pytest.mark.proves("C-03")
def test_an_empty_list_is_an_outcome(bench: Bench) -> None:
    """Nothing at or above the threshold: no letters, no disposition, and a conclusion all the same (C-03)."""
    bench.encoder.vector = probe_vector((0.1, 0.05))

    view = bench.opened()
    locked = examination.conclude(bench.casework, bench["examiner1"], view.id, bench.conclusion(None, -1))

    assert (view.empty_list, view.letters, view.state) == (True, (), "evaluation")
    assert locked.state == "locked"


@pytest.mark.proves("D-14")
def test_times_of_stages_are_recorded_and_short_reviews_marked(bench: Bench) -> None:
    """Seconds for notes and for the comparison (D-14)."""
    view = _take(bench, "examiner1", bench.approved())
    bench.clock.forward(seconds=90)
    opened = bench.look("examiner1", view.id)
    bench.clock.forward(seconds=5)
    bench.conclude("examiner1", opened, "S-001")

    events = {entry.event.act: entry.event.details for entry in bench.log}
    assert events["analysis_locked"]["stage_seconds"] == 90
    assert (events["examination_locked"]["stage_seconds"], events["examination_locked"]["short"]) == (5, True)


def test_reasons_stay_out_of_the_log(bench: Bench) -> None:
    """Only hashes of what people wrote are there (I-02)."""
    bench.lead()

    assert ANSWER not in str([entry.event for entry in bench.log])
    with bench.ledger.reading() as connection:
        assert candidates_of(connection, "none") == ()


def test_components_seen_only_beside_a_candidate_are_counted(bench: Bench) -> None:
    """What the notes on the probe alone called not visible, and the checklist compared (D-02)."""
    view = _take(bench, "examiner1", bench.approved())
    notes = bench.notes().model_copy(update={"visible": {**bench.notes().visible, "ears": False, "neck": False}})
    examination.lock_analysis(bench.casework, bench["examiner1"], view.id, notes)

    bench.conclude("examiner1", open_candidates(bench.casework, bench["examiner1"], view.id), "S-001")

    event = next(entry.event for entry in bench.log if entry.event.act == "examination_locked")
    assert event.details["newly_seen"] == 2
