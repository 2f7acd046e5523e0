"""The states of everybody: under new rules before the service answers, resumed after a kill, overtaken by none."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from audits.event import Event
from benchmarks.of_states import NOW, Counted, changed_rules, fill
from gallery.ledger import Ledger
from gallery.lifecycle import reckoning_all
from gallery.lifecycle.reckoning import reckon
from gallery.lifecycle.reckoning_all import reckon_all, reckon_under_new_rules
from gallery.records import gallery, standings
from gallery.records.changes import revision_of
from gallery.records.database import Database
from gallery.records.held import subjects
from gallery.records.reckonings import reached
from gallery.rules import Rules
from kernel_lib.errors import LogUnavailable

PICTURES = 60


class EndingLog(Counted):
    """A log that can be written up to an entry and no further."""

    ends_at: int | None = None

    def append(self, event: Event) -> Counted:
        """Count an entry. Raises LogUnavailable after the last one that has room."""
        if self.ends_at is not None and self.sequence >= self.ends_at:
            raise LogUnavailable("log: expected room, got none")
        return super().append(event)


def _people(connection: Connection) -> list[str]:
    return list(connection.execute(select(subjects.c.id).order_by(subjects.c.id)).scalars())


class Gallery:
    """Invented records with a ledger whose log only counts."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "records.sqlite"
        self.database = Database.open(self.path, identity=b"i" * 32)
        fill(self.database, PICTURES)
        self.log = EndingLog()
        self.ledger = Ledger(self.log, self.database, lambda: NOW)
        self.rules = Rules.load()

    def states(self) -> dict[str, tuple[Any, ...]]:
        """The state now of each picture."""
        names = ("state", "rule", "rule_version", "next_review", "due_on", "waits_for", "inputs")
        with self.database.reading() as connection:
            people = _people(connection)
            facts = standings.facts_of_subjects(connection, people, self.rules.who.profiles)
            kept = gallery.current_eligibilities(connection, list(facts))
        return {picture: tuple(getattr(state, name) for name in names) for picture, state in kept.items()}

    def reckon_each(self, rules: Rules) -> dict[str, tuple[Any, ...]]:
        """The states as the ordinary act inside a fact reckons them, person by person, kept nowhere."""
        with self.database.transaction() as connection:
            people = _people(connection)
            kept = connection.begin_nested()
            reckon(connection, rules, people, NOW)
            facts = standings.facts_of_subjects(connection, people, rules.who.profiles)
            names = ("state", "rule", "rule_version", "next_review", "due_on", "waits_for", "inputs")
            found = gallery.current_eligibilities(connection, list(facts))
            kept.rollback()
        return {picture: tuple(getattr(state, name) for name in names) for picture, state in found.items()}


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gallery:
    """Invented people; ten of them an act."""
    monkeypatch.setattr(reckoning_all, "PEOPLE_AT_ONCE", 10)
    return Gallery(tmp_path)


@pytest.mark.proves("F-20", "F-37")
def test_everybody_is_reckoned_as_the_single_act_would(held: Gallery) -> None:
    """From nothing, twice, and under other rules: the same states with the same inputs; nothing is written twice."""
    single = held.reckon_each(held.rules)

    first = reckon_all(held.ledger, held.rules, held.path)
    many = held.states()
    again = reckon_all(held.ledger, held.rules, held.path)
    other = changed_rules(held.rules)
    expected = held.reckon_each(other)
    changed = reckon_all(held.ledger, other, held.path)

    assert (len(single), many) == (PICTURES, single)
    assert (first.pictures, first.written, again.written, changed.written) == (PICTURES, PICTURES, 0, PICTURES)
    assert held.states() == expected
    assert {version for _, _, version, *_ in held.states().values()} == {other.eligibility.version}


def test_processes_beside_come_to_the_same(held: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes read and reckon, two stretches a round; this one writes in the order of the people."""
    monkeypatch.setattr(reckoning_all, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(reckoning_all, "A_ROUND", 2)
    told: list[tuple[int, int]] = []

    done = reckon_all(held.ledger, held.rules, held.path, processes=2, progress=lambda *each: told.append(each))

    assert done.written == PICTURES
    assert held.states() == held.reckon_each(held.rules)
    assert told[-1] == (done.people, done.people)


@pytest.mark.proves("F-20", "F-47")
def test_changed_rules_are_reckoned_once_and_a_killed_run_goes_on(held: Gallery) -> None:
    """The log fails midway: what was kept stays, the next start does the rest, and the one after that nothing."""
    reckon_all(held.ledger, held.rules, held.path)
    other, acts = changed_rules(held.rules), held.log.sequence
    held.log.ends_at = acts + 2
    with pytest.raises(LogUnavailable):
        reckon_under_new_rules(held.ledger, other, held.path)
    half = sum(version == other.eligibility.version for _, _, version, *_ in held.states().values())

    held.log.ends_at = None
    rest = reckon_under_new_rules(held.ledger, other, held.path)
    nothing = reckon_under_new_rules(held.ledger, other, held.path)

    assert rest is not None
    assert 0 < half < PICTURES
    assert (half + rest.written, rest.pictures, nothing) == (PICTURES, PICTURES - half, None)
    with held.database.reading() as connection:
        assert reached(connection).finished


def test_what_another_act_overtook_is_reckoned_again(held: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    """A death recorded between reading and writing is in the state that is written."""
    with held.database.reading() as connection:
        [person, *_] = _people(connection)
    prepare = reckoning_all.prepare
    deaths: list[str] = []

    def overtaken(*given: Any) -> Any:
        found = prepare(*given)
        if not deaths:
            deaths.append(person)
            with held.ledger.act(None, reckoning_all.EligibilityChanged) as act:
                standings.set_death(act.connection, person, NOW.date())
        return found

    monkeypatch.setattr(reckoning_all, "prepare", overtaken)
    reckon_all(held.ledger, held.rules, held.path)

    assert deaths == [person]
    assert held.states() == held.reckon_each(held.rules)
    assert sum(inputs["died_on"] == NOW.date().isoformat() for *_, inputs in held.states().values()) >= 1


def test_whoever_remembers_states_is_told(held: Gallery) -> None:
    """A run that writes nothing leaves the revision alone."""
    reckon_all(held.ledger, held.rules, held.path)
    with held.database.reading() as connection:
        before = revision_of(connection)
    reckon_all(held.ledger, held.rules, held.path)
    with held.database.reading() as connection:
        unchanged = revision_of(connection)
    reckon_all(held.ledger, changed_rules(held.rules), held.path)
    with held.database.reading() as connection:
        after = revision_of(connection)

    assert before == unchanged
    assert after.sequence > before.sequence
