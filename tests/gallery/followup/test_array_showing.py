"""Showing a photo array: a code, an administrator without part, one picture after the other, a seal."""

import pytest

from gallery.casework import pictures
from gallery.followup import array_fillers, array_opening, array_showing, evidence
from gallery.followup.array_chain import is_whole
from gallery.records.arrays import ArrayStep, array_by_id, steps_of
from gallery.records.gallery import current_eligibility, set_eligibility
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import ArrayState, EligibilityState
from kernel_lib.wire.arrays import ArrayAnswer, ArrayEnd, ArrayOpened, ArrayShowing
from tests.gallery.casework.bench import Bench
from tests.gallery.followup.arrays import ArrayBench
from tests.gallery.followup.given import TODAY, on_the_day

NOT_SURE = "No. The hair is the same but he was older."


@pytest.fixture
def made(bench: Bench, lead_id: str) -> ArrayBench:
    """A lead with an independent link."""
    return ArrayBench.of(bench, lead_id)


def _answer(made: ArrayBench, showing: ArrayShowing, words: str = NOT_SURE) -> ArrayShowing:
    made.bench.clock.forward(seconds=20)
    return array_showing.answer(made.bench.casework, made.bench["higher"], showing.id, ArrayAnswer(words=words))


def _steps(made: ArrayBench, array_id: str) -> tuple[ArrayStep, ...]:
    with made.bench.ledger.reading() as connection:
        return steps_of(connection, array_id)


def _ended(made: ArrayBench, showing: ArrayShowing) -> ArrayShowing:
    for _ in range(showing.pictures):
        _answer(made, showing)
    return array_showing.end(made.bench.casework, made.bench["higher"], showing.id, ArrayEnd(recorded=True))


@pytest.mark.proves("E-06")
def test_whoever_has_part_in_the_case_does_not_show_the_pictures(made: ArrayBench) -> None:
    """Neither who asked nor who approved or examined; the code stays good for somebody else."""
    opened = ArrayOpened(code=made.code(made.fair()), unaware=True)

    for name in ("investigator", "approver", "examiner1"):
        with pytest.raises(NotAllowed) as refused:
            array_opening.begin(made.bench.casework, made.bench[name], opened)
        assert refused.value.refusal.rule == "E-06"

    begun = array_opening.begin(made.bench.casework, made.bench["higher"], opened)
    assert begun.state is ArrayState.SHOWING


@pytest.mark.proves("E-06")
def test_a_code_opens_once_and_for_its_minutes_only(made: ArrayBench) -> None:
    """A used, an old, a replaced, an invented one, and one of another service open nothing."""
    array_id = made.fair()
    replaced, good = made.code(array_id), made.code(array_id)
    casework, higher = made.bench.casework, made.bench["higher"]
    for code, person in ((replaced, higher), ("AAAAAAAAAA", higher), (good, made.bench["stranger"])):
        with pytest.raises(NotFound):
            array_opening.begin(casework, person, ArrayOpened(code=code, unaware=True))
    made.bench.clock.forward(minutes=made.bench.rules.follow_up.lineup.code_minutes)
    with pytest.raises(NotFound):
        array_opening.begin(casework, higher, ArrayOpened(code=good, unaware=True))
    fresh = made.code(array_id)
    typed = f" {fresh[:5].lower()}-{fresh[5:]} "

    array_opening.begin(casework, higher, ArrayOpened(code=typed, unaware=True))

    with pytest.raises(NotFound):
        array_opening.begin(casework, higher, ArrayOpened(code=fresh, unaware=True))


def test_whoever_may_know_the_person_begins_nothing(made: ArrayBench) -> None:
    """The word that they do not know is asked for and kept."""
    code = made.code(made.fair())

    with pytest.raises(Unacceptable) as refused:
        array_opening.begin(made.bench.casework, made.bench["higher"], ArrayOpened(code=code, unaware=False))

    assert list(refused.value.refusal.fields) == ["unaware"]


@pytest.mark.proves("E-06")
def test_the_order_is_drawn_at_the_start_and_one_picture_is_shown(made: ArrayBench) -> None:
    """No later picture can be fetched before its turn, and none of it by the investigator."""
    showing = made.begun()
    casework, higher = made.bench.casework, made.bench["higher"]

    with made.bench.ledger.reading() as connection:
        array = array_by_id(connection, showing.id)
    assert array is not None
    assert sorted(array.order) == list(range(10))
    assert array.order != tuple(range(10))
    first = pictures.show(casework, higher, showing.picture)[0]
    for person, path in (
        (higher, f"arrays/{showing.id}/shown/2"),
        (higher, f"arrays/{showing.id}/fillers/1"),
        (made.me, showing.picture),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            pictures.show(casework, person, path)
    second = _answer(made, showing)
    assert (second.place, second.answered) == (2, 1)
    assert pictures.show(casework, higher, second.picture)[0] != first


@pytest.mark.proves("E-06")
def test_going_back_is_recorded_and_what_was_said_stays(made: ArrayBench) -> None:
    """Both answers are kept with their moments."""
    showing = made.begun()
    with pytest.raises(WrongState):
        array_showing.go_back(made.bench.casework, made.bench["higher"], showing.id)
    _answer(made, showing)

    back = array_showing.go_back(made.bench.casework, made.bench["higher"], showing.id)

    assert (back.place, [words for _, words in back.answers]) == (1, [NOT_SURE])
    _answer(made, showing, "It could be him, I am not sure.")
    kinds = [each.body["kind"] for each in _steps(made, showing.id)]
    assert kinds == ["started", "shown", "answered", "shown", "went_back", "shown", "answered", "shown"]


@pytest.mark.proves("E-06", "E-07", "W-17")
def test_a_finished_array_is_a_sealed_chain_on_the_lead_and_in_the_log(made: ArrayBench) -> None:
    """Hashes of the pictures, order, answers, moments, administrator, bounds and rule; nothing more can be added."""
    showing = made.begun()

    sealed = _ended(made, showing)

    steps = _steps(made, showing.id)
    assert is_whole(steps)
    assert steps[-1].sha256 == sealed.seal
    started = steps[0].body
    assert started["administrator_id"] == made.bench["higher"].account_id
    assert started["bounds"]["rules_sha256"] == made.bench.rules.follow_up.sha256
    with made.bench.ledger.reading() as connection:
        array = array_by_id(connection, showing.id)
    assert array is not None
    assert started["pictures"] == [array.pictures[index].sha256 for index in array.order]
    assert made.bench.log.entries[-1].event.details["seal"] == sealed.seal
    view = made.array
    assert (view.state, view.seal, view.administrator) == (ArrayState.SEALED, sealed.seal, "Higher")
    assert [each.answers[0][1] for each in view.shown] == [NOT_SURE] * 10
    assert sorted(each.filler for each in view.shown) == list(range(10))
    with pytest.raises(WrongState):
        _answer(made, showing)


def test_a_chain_that_was_touched_is_not_whole(made: ArrayBench) -> None:
    """A step changed, left out, or exchanged with another."""
    showing = made.begun()
    _answer(made, showing)
    steps = list(_steps(made, showing.id))
    changed = ArrayStep(**{**vars(steps[2]), "body": {**steps[2].body, "words": "Yes, that is him."}})

    assert is_whole(steps)
    for touched in ([*steps[:2], changed, *steps[3:]], [*steps[:2], *steps[3:]], [steps[1], steps[0], *steps[2:]]):
        assert not is_whole(touched)


def test_an_end_before_the_last_answer_needs_its_reason(made: ArrayBench) -> None:
    """It is kept with the count of pictures that were not answered."""
    showing = made.begun()
    _answer(made, showing)
    with pytest.raises(Unacceptable) as refused:
        array_showing.end(
            made.bench.casework, made.bench["higher"], showing.id, ArrayEnd(recorded=True, reason="Stopped.")
        )
    assert list(refused.value.refusal.fields) == ["reason"]
    reason = "The witness felt unwell and went home."

    array_showing.end(made.bench.casework, made.bench["higher"], showing.id, ArrayEnd(recorded=True, reason=reason))

    assert _steps(made, showing.id)[-1].body["unanswered"] == 9
    assert made.array.unfinished == reason


def test_a_silent_answer_is_refused(made: ArrayBench) -> None:
    """Nothing is recorded and the picture stays."""
    showing = made.begun()

    with pytest.raises(Unacceptable):
        _answer(made, showing, "  ")

    (own,) = array_showing.get(made.bench.casework, made.bench["higher"]).showings
    assert (own.place, own.answered) == (1, 0)


def test_a_filler_that_lost_its_eligibility_stops_the_showing(made: ArrayBench) -> None:
    """Nobody whose picture must not be used is shown."""
    made.held(9)
    array_id = made.prepared()
    array_fillers.propose(made.bench.casework, made.me, array_id)
    array_fillers.measure(made.bench.casework, made.me, array_id)
    with made.bench.ledger.unrecorded() as connection:
        array = array_by_id(connection, array_id)
        assert array is not None
        held = current_eligibility(connection, array.fillers[0].picture_id)
        assert held is not None
        changed = {"id": "e-changed", "state": EligibilityState.INELIGIBLE}
        set_eligibility(connection, type(held)(**{**vars(held), **changed}))

    with pytest.raises(WrongState) as refused:
        array_opening.begin(
            made.bench.casework, made.bench["higher"], ArrayOpened(code=made.code(array_id), unaware=True)
        )

    assert refused.value.refusal.rule == "E-07"


@pytest.mark.proves("E-06")
def test_a_session_that_is_not_recorded_needs_its_reason(made: ArrayBench) -> None:
    """It stands in the chain and on the lead."""
    showing = made.begun()
    for _ in range(showing.pictures):
        _answer(made, showing)
    with pytest.raises(Unacceptable, match="not recorded"):
        array_showing.end(made.bench.casework, made.bench["higher"], showing.id, ArrayEnd(recorded=False))
    reason = "The recorder failed; a second officer took notes."

    array_showing.end(made.bench.casework, made.bench["higher"], showing.id, ArrayEnd(recorded=False, reason=reason))

    assert (made.array.recorded, made.array.unfinished) == (False, reason)


@pytest.mark.proves("E-10")
def test_a_contradiction_after_the_code_was_given_stops_the_showing(made: ArrayBench) -> None:
    """Whoever shows the pictures learns nothing of it."""
    code = made.code(made.fair())
    told = on_the_day(custody_from=TODAY.replace(day=1))
    evidence.tell_circumstances(made.bench.casework, made.me, made.lead_id, told)

    with pytest.raises(WrongState) as refused:
        array_opening.begin(made.bench.casework, made.bench["higher"], ArrayOpened(code=code, unaware=True))

    assert "custody" not in refused.value.refusal.reason
