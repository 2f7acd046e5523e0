"""The facts of a feed are read strictly, by kind, and told by number, event and offence (F-09)."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kernel_lib.client import Client
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.feed import FactLine, RefusedLine, read_facts
from kernel_lib.reports.facts import tell_all
from kernel_lib.wire.lifecycle import (
    AgeAsked,
    ChargeNamed,
    DeathAsked,
    ElectionAsked,
    FactsChanged,
    OutcomeAsked,
    OutcomeTold,
    RenumberAsked,
)

CHARGE = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}
NAMED = ChargeNamed(**CHARGE)


def write(folder: Path, *lines: dict[str, Any] | str) -> Path:
    """Write a file of facts."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "outcomes.jsonl").write_text(text)
    return folder


def test_each_kind_becomes_its_own_message(tmp_path: Path) -> None:
    """Outcome, election, age, death and a changed number; a folder without the file holds none."""
    nothing = read_facts(tmp_path)
    write(
        tmp_path,
        {"kind": "outcome", **CHARGE, "disposition": "acquitted", "happened": "2026-11-02"},
        {"kind": "election", **CHARGE, "election": "summary"},
        {"kind": "age", **CHARGE, "age": 17},
        {"kind": "death", "subject_number": "S-1", "died_on": "2026-11-03"},
        {"kind": "subject_renumbered", "subject_number": "S-1", "new_number": "N-1"},
    )

    facts = [line.fact for line in read_facts(tmp_path) if isinstance(line, FactLine)]

    assert nothing == ()
    assert facts == [
        OutcomeAsked(charge=NAMED, outcome=OutcomeTold(disposition="acquitted", happened=date(2026, 11, 2))),
        ElectionAsked(charge=NAMED, election="summary"),
        AgeAsked(charge=NAMED, age=17),
        DeathAsked(subject_number="S-1", died_on=date(2026, 11, 3)),
        RenumberAsked(subject_number="S-1", new_number="N-1"),
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{", "feed.line"),
        ({"kind": "name_changed"}, "feed.line"),
        ({"kind": "death", "subject_number": "S-1", "died_on": "2026-11-03", "name": "Jane"}, "feed.fields"),
        ({"kind": "death", "subject_number": "S-1", "died_on": "soon"}, "feed.values"),
        ({"kind": "age", **CHARGE}, "feed.values"),
        ({"kind": "outcome", **CHARGE, "disposition": "forgiven", "happened": "2026-11-02"}, "feed.values"),
    ],
)
def test_a_line_that_is_not_right_is_refused_and_not_quoted(
    tmp_path: Path, line: dict[str, Any] | str, rule: str
) -> None:
    """Each with its rule; what the line said is in no reason."""
    (read,) = read_facts(write(tmp_path, line))

    assert isinstance(read, RefusedLine)
    assert read.rule == rule
    assert not {"Jane", "soon", "forgiven"} & set(read.reason.split())


def test_a_csv_holds_the_same_facts_and_its_header_is_checked(tmp_path: Path) -> None:
    """An empty cell is an absent field."""
    path = tmp_path / "outcomes.csv"
    path.write_text("kind,subject_number,died_on,new_number\ndeath,S-1,2026-11-03,\nsubject_renumbered,S-1,,N-1\n")
    kinds = [line.kind for line in read_facts(tmp_path) if isinstance(line, FactLine)]
    path.write_text("kind,surname\ndeath,Doe\n")

    assert kinds == ["death", "subject_renumbered"]
    with pytest.raises(Unacceptable, match=r"feed\.header"):
        read_facts(tmp_path)


@dataclass
class FakeLifecycle:
    """Keeps deaths and refuses changes of a number."""

    died: list[DeathAsked] = field(default_factory=list)

    def record_death(self, asked: DeathAsked) -> FactsChanged:
        """Keep it."""
        self.died.append(asked)
        return FactsChanged(sequence=1, changed=2)

    def renumber(self, asked: RenumberAsked) -> FactsChanged:
        """Refuse it."""
        raise NotFound("F-09", "There is nobody of this number.", "Look it up.")


def test_a_refused_fact_stops_nothing(tmp_path: Path) -> None:
    """Each line has its result: the pictures that changed, or the rule."""
    write(
        tmp_path,
        {"kind": "subject_renumbered", "subject_number": "S-9", "new_number": "N-9"},
        "{",
        {"kind": "death", "subject_number": "S-1", "died_on": "2026-11-03"},
    )
    lifecycle = FakeLifecycle()

    told = tell_all(cast("Client", SimpleNamespace(lifecycle=lifecycle)), tmp_path)

    assert [(each.line, each.kind, each.changed, each.rule) for each in told.rows] == [
        (1, "subject_renumbered", 0, "F-09"),
        (2, "", 0, "feed.line"),
        (3, "death", 2, ""),
    ]
    assert len(lifecycle.died) == 1
