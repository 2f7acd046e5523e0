"""Who may be compared: what is remembered is what the records say, the moment they change and on the day it is."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sqlalchemy import Connection, text

from gallery.casework.standing import OVERDUE, Standing, Standings
from gallery.records import changes
from gallery.records.gallery import Eligibility, references_numbered, remove_references, set_eligibility
from gallery.records.ids import new_id
from kernel_lib.vocabulary import EligibilityState
from tests.gallery.casework.bench import MODEL, SIZE, Bench
from tests.gallery.fakes import NOON

TODAY = NOON.date()
_PLAIN = text(
    "SELECT r.number, "
    "CASE WHEN e.state = 'eligible' AND e.next_review < :today THEN 'review_overdue' ELSE e.state END AS state "
    "FROM biometric_references r JOIN pictures p ON p.id = r.picture_id "
    "JOIN booking_events b ON b.id = p.booking_event_id JOIN subjects s ON s.id = b.subject_id "
    "JOIN eligibility e ON e.picture_id = p.id AND e.current WHERE s.service = :service AND r.model_id = :model"
)


def _plainly(connection: Connection, service: str, today: date) -> dict[int, str]:
    asked = {"service": service, "model": MODEL, "today": today.isoformat()}
    return {row.number: row.state for row in connection.execute(_PLAIN, asked)}


def _assert_same(standing: Standing, plain: dict[int, str]) -> None:
    eligible = {number for number, state in plain.items() if state == "eligible"}
    counts: dict[str, int] = {}
    for state in plain.values():
        if state != "eligible":
            counts[state] = counts.get(state, 0) + 1
    assert set(standing.eligible) == eligible
    assert set(standing.known) == set(plain)
    assert standing.excluded == dict(sorted(counts.items()))


def _set(connection: Connection, number: int, state: EligibilityState, review: date) -> None:
    picture_id = references_numbered(connection, [number])[number].picture_id
    set_eligibility(connection, Eligibility(new_id(), picture_id, True, state, "F-20", "1", {}, NOON, review))


def _seal_and_fail(bench: Bench, standings: Standings) -> None:
    with bench.ledger.unrecorded() as connection:
        _set(connection, 1, EligibilityState.SEALED, TODAY)
        assert 1 not in standings.of(connection, "demo", MODEL, TODAY).eligible
        raise LookupError("rolled back")


@pytest.fixture
def held(bench: Bench) -> Bench:
    """A bench with references of two services."""
    for place in range(6):
        vector = np.zeros(SIZE, np.float32)
        vector[place] = 1
        bench.add_reference(f"O-{place}", vector, service="other", data=b"x%d" % place)
    return bench


@pytest.mark.proves("B-08", "B-09")
def test_what_is_remembered_is_what_the_records_say(held: Bench) -> None:
    """After each of many changes, for both services, today and later: the same as asking for all of it."""
    chance, standings = Random(5), Standings()  # noqa: S311  # a test wants the same order each time
    states = list(EligibilityState)
    numbers = sorted(held.index.numbers)
    for _ in range(25):
        with held.ledger.unrecorded() as connection:
            number = numbers.pop() if chance.random() < 0.2 else None
            if number is not None:
                remove_references(connection, [number])
            for each in chance.sample(numbers, 2):
                _set(connection, each, chance.choice(states), TODAY + timedelta(days=chance.randrange(-3, 40)))
        for service in ("demo", "other", "nowhere"):
            for day in (TODAY, TODAY + timedelta(days=20)):
                with held.ledger.reading() as connection:
                    _assert_same(standings.of(connection, service, MODEL, day), _plainly(connection, service, day))


@pytest.mark.proves("B-08")
def test_at_midnight_what_is_overdue_drops_out_without_a_run(held: Bench) -> None:
    """The last day counts, the next does not."""
    with held.ledger.unrecorded() as connection:
        _set(connection, 3, EligibilityState.ELIGIBLE, TODAY)
    with held.ledger.reading() as connection:
        today = held.casework.standings.of(connection, "demo", MODEL, TODAY)
        tomorrow = held.casework.standings.of(connection, "demo", MODEL, TODAY + timedelta(days=1))

    assert (3 in today.eligible, 3 in tomorrow.eligible) == (True, False)
    assert tomorrow.excluded == {OVERDUE: 1}


def test_what_was_rolled_back_is_never_taken_for_what_came_after(held: Bench) -> None:
    """Both wrote a line under the same sequence; the token tells them apart."""
    standings = Standings()
    with held.ledger.reading() as connection:
        standings.of(connection, "demo", MODEL, TODAY)
    with pytest.raises(LookupError):
        _seal_and_fail(held, standings)
    with held.ledger.unrecorded() as connection:
        _set(connection, 2, EligibilityState.SEALED, TODAY)

    with held.ledger.reading() as connection:
        eligible = standings.of(connection, "demo", MODEL, TODAY).eligible
    assert (1 in eligible, 2 in eligible) == (True, False)


def test_a_transaction_sees_the_state_that_it_began_with(held: Bench) -> None:
    """Also when a newer one has asked in between; and the newer one keeps its own."""
    standings = Standings()
    with held.ledger.reading() as old:
        assert 1 in standings.of(old, "demo", MODEL, TODAY).eligible
        with held.ledger.unrecorded() as connection:
            _set(connection, 1, EligibilityState.SEALED, TODAY)
        with held.ledger.reading() as new:
            assert 1 not in standings.of(new, "demo", MODEL, TODAY).eligible
            assert 1 in standings.of(old, "demo", MODEL, TODAY).eligible
            assert 1 not in standings.of(new, "demo", MODEL, TODAY).eligible


def test_whoever_is_too_far_behind_reads_everything_anew(held: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the newest lines are kept."""
    monkeypatch.setattr(changes, "LINES_KEPT", 3)
    standings = Standings()
    with held.ledger.reading() as connection:
        before = changes.revision_of(connection)
        standings.of(connection, "demo", MODEL, TODAY)
    with held.ledger.unrecorded() as connection:
        for number in (1, 2, 3, 4):
            _set(connection, number, EligibilityState.HELD if number % 2 else EligibilityState.SEALED, TODAY)

    with held.ledger.reading() as connection:
        assert changes.changed_since(connection, before) is None
        assert changes.changed_since(connection, changes.Revision(0, "")) is None
        _assert_same(standings.of(connection, "demo", MODEL, TODAY), _plainly(connection, "demo", TODAY))


def test_nobody_writes_templates_or_states_but_who_notes_the_change() -> None:
    """Statements that change these tables stand in two modules, for one and for many, which note the change."""
    folder = Path(changes.__file__).parents[1]
    writes = ("insert(references", "delete(references", "update(references", "insert(eligibility", "update(eligibility")
    writing = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if any(each in path.read_text() for each in writes) and "migrations" not in path.parts
    }

    assert writing == {"records/gallery.py", "records/reckonings.py"}
    noting = {"records/gallery.py": "note_changes(connection", "records/reckonings.py": "note_chosen(connection"}
    assert all(note in (folder / each).read_text() for each, note in noting.items())
