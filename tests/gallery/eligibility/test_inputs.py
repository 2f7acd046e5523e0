"""The facts that are kept with a state."""

import json
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.eligibility.facts import ChargeFacts, Decision, Facts, HoldFacts, Outcome
from gallery.eligibility.inputs import inputs_of, inputs_text
from kernel_lib.vocabulary import CourtDisposition, Election
from tests.gallery.eligibility.histories import a_day, a_history, charge_of, facts_of

DAY = date(2026, 11, 24)


def _written_out(facts: Facts) -> dict[str, Any]:
    """The same facts by another way, field by field: what was on file before the text was put together by hand."""
    return {
        "service": facts.service,
        "profile": facts.profile,
        "captured_on": facts.captured_on.isoformat(),
        "demonstration": facts.demonstration,
        "charges": [_charge(each) for each in sorted(facts.charges, key=lambda one: one.id)],
        "elsewhere": [_charge(each) for each in sorted(facts.elsewhere, key=lambda one: one.id)],
        **{name: _day(getattr(facts, name)) for name in ("died_on", "sealed_on", "withdrawn_on", "destroyed_on")},
        "holds": sorted([_day(each.placed_on), _day(each.lifted_on)] for each in facts.holds),
        "decisions": sorted([_day(each.decided_on), each.keep, _day(each.look_again_on)] for each in facts.decisions),
    }


def _charge(charge: ChargeFacts) -> dict[str, Any]:
    outcomes = [
        {name: _day(value) if isinstance(value, date) else value for name, value in vars(each).items() if value}
        for each in sorted(charge.outcomes, key=repr)
    ]
    days = {"charged_on": charge.charged_on.isoformat(), "election": charge.election, "age": charge.age}
    return {"id": charge.id, "offence": charge.offence, **days, "outcomes": outcomes}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.proves("F-20")
@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_text_is_that_of_the_values(random: Random) -> None:
    """Byte for byte what `json.dumps` writes of them, or every state on file would seem to have changed."""
    facts = facts_of(a_history(random, random.choice((0, 1, 3))), "plain", a_day(random))
    others = tuple(replace(charge_of(each), id=f"é{n}") for n, each in enumerate(a_history(random, 2)))
    holds = frozenset({HoldFacts(a_day(random), random.choice((None, DAY)))})
    decided = frozenset({Decision(a_day(random), random.random() < 0.5, a_day(random)) for _ in range(2)})
    facts = replace(facts, elsewhere=others, holds=holds, decisions=decided, died_on=random.choice((None, DAY)))

    assert inputs_text(facts) == json.dumps(_written_out(facts))
    assert inputs_of(facts) == _written_out(facts)


def test_every_field_of_an_outcome_is_kept() -> None:
    """With every field told, in the order of the fields."""
    outcome = Outcome(DAY, CourtDisposition.CONVICTED, DAY, True, DAY, DAY, DAY, True)
    charge = ChargeFacts('odd "id"', "robbery", DAY, Election.SUMMARY, 0, frozenset({outcome}))
    facts = Facts(
        "demo", "plain", DAY, (charge,), demonstration=True, sealed_on=DAY, withdrawn_on=DAY, destroyed_on=DAY
    )

    [kept] = inputs_of(facts)["charges"][0]["outcomes"]

    assert inputs_text(facts) == json.dumps(_written_out(facts))
    assert list(kept) == list(Outcome.__dataclass_fields__)
