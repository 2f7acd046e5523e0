"""Trying another length of a clock: counted and sampled first, equal to the run that would follow, nothing changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.of_states import NOW, fill
from gallery.ledger import Ledger
from gallery.lifecycle import reckoning_all
from gallery.lifecycle.clocks import clocks_of, with_clock
from gallery.lifecycle.reckoning_all import reckon_all
from gallery.lifecycle.whatif import SAMPLES, WhatIf
from gallery.records.awaited import desk_counts, late_count
from gallery.records.database import Database
from gallery.rules import Rules
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.vocabulary import Role
from kernel_lib.wire.lifecycle import RuleChangeAsked
from tests.gallery.fakes import FakeLog, person

CLERK = person(Role.RECORDS_CLERK)
ASKED = RuleChangeAsked(clock="conviction", length="5 years", seed=4)


class Held:
    """Invented records, reckoned under the rules in force."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "records.sqlite"
        self.database = Database.open(self.path, identity=b"i" * 32)
        fill(self.database, 120)
        self.log, self.rules = FakeLog(), Rules.load()
        self.ledger = Ledger(self.log, self.database, lambda: NOW)
        reckon_all(self.ledger, self.rules, self.path)
        self.what_if = WhatIf(self.ledger, self.rules, self.path)

    def counted(self) -> tuple[dict[str, int], int]:
        """Pictures by state, and those late."""
        today = NOW.date()
        with self.database.reading() as connection:
            return desk_counts(connection, "demo", today)["by_state"], late_count(connection, "demo", today)


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    """The records, ten people a stretch."""
    monkeypatch.setattr(reckoning_all, "PEOPLE_AT_ONCE", 10)
    return Held(tmp_path)


@pytest.mark.proves("W-21")
def test_what_is_foreseen_is_what_the_run_then_does(held: Held) -> None:
    """By state, late items and searches included; until the rule really changes, nothing is changed but the log."""
    before = held.counted()

    told = held.what_if.try_clock(CLERK, ASKED)
    untouched = held.counted()
    profile = held.rules.who.profiles["demo"]
    rules = replace(held.rules, eligibility=with_clock(held.rules.eligibility, profile, "conviction", "5 years"))
    reckon_all(held.ledger, rules, held.path)

    after, late = held.counted()
    assert (before, told.before, told.late_before) == (untouched, before[0], before[1])
    assert (told.after, told.late_after, told.pictures) == (after, late, 120)
    assert told.leave_search == before[0]["eligible"] - after["eligible"] > 0
    assert ("rule_change_foreseen", "done") in held.log.told()


@pytest.mark.proves("W-21")
def test_samples_are_drawn_again_by_the_same_seed(held: Held) -> None:
    """Others by another seed; each names person and event, so that somebody can look."""
    first, again = held.what_if.try_clock(CLERK, ASKED), held.what_if.try_clock(CLERK, ASKED)
    other = held.what_if.try_clock(CLERK, ASKED.model_copy(update={"seed": 5}))

    assert len(first.samples) == SAMPLES < first.leave_search
    assert (first.samples == again.samples, first.samples == other.samples) == (True, False)
    assert all(each.subject_number and each.booking_event for each in first.samples)


def test_a_length_that_cannot_be_is_refused(held: Held) -> None:
    """Unreadable, of a wrong unit, or absurd: the message says what is expected; the refusal is in the log."""
    for length in ("", "soon", "3 weeks", "900 years", "99999999 days", "-1 years", "6 months"):
        with pytest.raises(Unacceptable) as refused:
            held.what_if.try_clock(CLERK, ASKED.model_copy(update={"length": length}))
        assert "length" in refused.value.refusal.fields
        assert held.log.told()[-1] == ("rule_change_foreseen", "refused")


def test_every_clock_of_the_profile_can_be_tried_and_no_other(held: Held) -> None:
    """Each listed length may be given back as it is, and then changes no state."""
    clocks = clocks_of(held.rules.eligibility, "plain")
    with pytest.raises(NotFound):
        held.what_if.try_clock(CLERK, ASKED.model_copy(update={"clock": "tomorrow"}))
    assert len(clocks) == 14
    same = [with_clock(held.rules.eligibility, "plain", each.clock, each.length).profiles for each in clocks]
    assert all(profiles == held.rules.eligibility.profiles for profiles in same)
