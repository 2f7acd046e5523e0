"""Context seen, and stepping back: another examiner is found at once and nothing leads them (D-15)."""

import pytest
from sqlalchemy import text

from gallery.casework import candidates, examination, pictures, recusal
from gallery.records.contexts import contexts_of
from gallery.records.examinations import examinations_of, given_back_of
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.vocabulary import ExaminationState
from kernel_lib.wire.review import ContextSeen
from tests.gallery.casework.bench import Bench

TALK = ContextSeen(kinds=("talk",), note="A colleague named somebody at lunch.", step_back=True)


@pytest.mark.proves("D-15")
def test_a_verifier_who_steps_back_is_replaced_at_once(bench: Bench) -> None:
    """Never by somebody with another part in the request; the new examiner starts with nothing (D-08)."""
    request_id = bench.examined()
    name, examination_id = bench.verifier_of(request_id)
    bench.look(name, examination_id)

    kept = recusal.record(bench.casework, bench[name], examination_id, TALK)

    other, next_id = bench.verifier_of(request_id)
    assert kept.stepped_back is True
    assert other not in (name, "examiner1")
    assert next_id != examination_id
    view = examination.get(bench.casework, bench[other], next_id)
    assert (view.state, view.letters, view.draft) == (ExaminationState.ANALYSIS, (), None)
    assert bench.state_of(request_id) == "examined"


@pytest.mark.proves("D-15")
def test_the_request_ends_as_if_nobody_had_stepped_back(bench: Bench) -> None:
    """The two who concluded decide; what was given back has no part in it."""
    request_id = bench.examined()
    name, examination_id = bench.verifier_of(request_id)
    recusal.record(bench.casework, bench[name], examination_id, TALK)

    bench.say(request_id, "S-001")

    assert bench.state_of(request_id) == "lead"
    with bench.ledger.reading() as connection:
        assert [each.place for each in examinations_of(connection, request_id)] == [1, 2]
        assert [each.state for each in given_back_of(connection, request_id)] == ["recused"]
        assert contexts_of(connection, examination_id)[0].note == TALK.note


@pytest.mark.proves("D-15")
def test_a_first_examiner_who_steps_back_after_the_search_is_replaced(bench: Bench) -> None:
    """Somebody else examines and searches anew; the first search stays in the records."""
    view = bench.opened("examiner1")
    request_id = bench.request_of(view.id)

    recusal.record(bench.casework, bench["examiner1"], view.id, TALK)

    other, next_id = bench.verifier_of(request_id)
    assert other in ("examiner2", "examiner3")
    assert bench.state_of(request_id) == "assigned"
    bench.conclude(other, bench.look(other, next_id), "S-001")
    bench.say(request_id, "S-001")
    assert bench.state_of(request_id) == "lead"
    assert [name for name, result in bench.log.told() if name == "search_completed"] == ["search_completed"] * 2


def test_nobody_free_leaves_the_request_waiting_and_never_comes_back_to_who_stepped_back(bench: Bench) -> None:
    """It can be taken by whoever is certified, except by them."""
    bench.end_training("examiner2")
    bench.end_training("examiner3")
    for name in ("examiner2", "examiner3"):
        with bench.ledger.unrecorded() as connection:
            ended = text("UPDATE certificates SET expires = '2026-01-02' WHERE account_id = :who")
            connection.execute(ended, {"who": bench[name].account_id})
    taken = examination.take(bench.casework, bench["examiner1"], bench.approved())
    request_id = bench.request_of(taken.id)

    recusal.record(bench.casework, bench["examiner1"], taken.id, TALK)

    assert bench.state_of(request_id) == "approved"
    with pytest.raises(NotAllowed) as refused:
        examination.take(bench.casework, bench["examiner1"], request_id)
    assert refused.value.refusal.rule == "D-15"
    assert examination.take(bench.casework, bench["investigator"], request_id).state is ExaminationState.ANALYSIS


def test_context_may_be_recorded_without_stepping_back(bench: Bench) -> None:
    """The examination goes on; the words stay in the record and out of the log."""
    view = bench.opened()

    seen = ContextSeen(kinds=("media", "other"), note="A poster in the hall.", step_back=False)
    kept = recusal.record(bench.casework, bench["examiner1"], view.id, seen)

    assert kept.stepped_back is False
    entry = bench.log.entries[-1].event
    assert (entry.act, entry.details["kinds"]) == ("context_recorded", ("media", "other"))
    assert "poster" not in str(entry)
    bench.conclude("examiner1", view, "S-001")


def test_an_unknown_kind_and_other_without_words_are_refused(bench: Bench) -> None:
    """The list is data of the service."""
    view = bench.opened()

    for seen in (
        ContextSeen(kinds=("rumour",), step_back=True),
        ContextSeen(kinds=("other",), note=" ", step_back=False),
    ):
        with pytest.raises(Unacceptable):
            recusal.record(bench.casework, bench["examiner1"], view.id, seen)


def test_after_stepping_back_nothing_more_is_seen_or_done(bench: Bench) -> None:
    """Neither candidates nor their pictures, nor a lock."""
    view = bench.opened()
    recusal.record(bench.casework, bench["examiner1"], view.id, TALK)

    after = examination.get(bench.casework, bench["examiner1"], view.id)

    assert (after.state, after.letters, after.empty_list) == (ExaminationState.RECUSED, (), False)
    with pytest.raises(WrongState):
        pictures.show(bench.casework, bench["examiner1"], view.letters[0].pictures[0].picture)
    with pytest.raises(WrongState):
        candidates.open_candidates(bench.casework, bench["examiner1"], view.id)
    with pytest.raises(WrongState):
        recusal.record(bench.casework, bench["examiner1"], view.id, TALK)


@pytest.mark.proves("D-14")
def test_a_review_of_three_seconds_is_marked(bench: Bench) -> None:
    """Both stages are timed, and a stage below its seconds is marked in the log."""
    taken = examination.take(bench.casework, bench["examiner1"], bench.approved())
    bench.clock.forward(seconds=3)
    view = bench.look("examiner1", taken.id)
    bench.clock.forward(seconds=300)

    bench.conclude("examiner1", view, "S-001")

    told = {each.event.act: each.event.details for each in bench.log}
    assert (told["analysis_locked"]["stage_seconds"], told["analysis_locked"]["short"]) == (3, True)
    assert (told["examination_locked"]["stage_seconds"], told["examination_locked"]["short"]) == (300, False)
