"""What was assessed bounds what may be done; a pilot ends by itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gallery.assessment.amending import open_for_drift
from gallery.assessment.bounds import held_back
from gallery.assessment.watched import LENGTH, watched
from gallery.control import tuning
from gallery.records.amendments import amendments_of, change_amendment
from gallery.records.assessments import Version, accept_version, add_version
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import WrongState
from kernel_lib.wire.control import SettingDecision, SettingProposed, SettingView
from tests.gallery.casework.bench import MODEL, Bench
from tests.gallery.control.test_tuning import TABLE, WHY, YES


def assess(bench: Bench, **changed: tuple[str, ...]) -> Version:
    """Keep an accepted version of what is in force, with some values as they were assessed."""
    with bench.ledger.unrecorded() as connection:
        now = dict(watched(connection, bench.casework.rules, "demo", MODEL))
        values: Mapping[str, Any] = {**now, **{key.replace("__", "."): value for key, value in changed.items()}}
        who, moment = bench["compliance"].account_id, bench.ledger.now()
        version = Version(new_id(), "demo", 1, "{}", "0" * 64, values, who, moment)
        add_version(connection, version)
        accept_version(connection, version.id, bench["administrator"].account_id, moment)
    return version


def shorter(bench: Bench) -> SettingView:
    """Propose a shorter list."""
    asked = SettingProposed(min_score=0.4, max_candidates=5, reason=WHY, effects=TABLE)
    return tuning.propose(bench.control, bench["compliance"], asked)


def agree(bench: Bench, *, applied: bool = False) -> None:
    """Let two people accept every amendment that waits."""
    with bench.ledger.unrecorded() as connection:
        for each in amendments_of(connection, "demo"):
            moment = bench.ledger.now()
            change_amendment(connection, each.id, accepted_at=moment, applied_at=moment if applied else None)


def rules_with(bench: Bench, **pilot: Any) -> Rules:
    """Return the rules with another pilot."""
    rules = bench.casework.rules
    return replace(rules, pilot=replace(rules.pilot, active=True, **pilot))


def told(bench: Bench, rules: Rules) -> tuple[tuple[str, str], ...]:
    """Say what keeps the demonstration's service from searching."""
    with bench.ledger.reading() as connection:
        return held_back(connection, rules, "demo", MODEL, bench.ledger.now())


def test_without_an_accepted_assessment_nothing_is_held_back(bench: Bench) -> None:
    """A fresh installation searches; one for casework does not."""
    rules = bench.casework.rules
    demanded = replace(rules, assessment=replace(rules.assessment, demanded=True))

    assert told(bench, rules) == ()
    assert [rule for rule, _ in told(bench, demanded)] == ["K-03"]
    assert bench.opened().letters


@pytest.mark.proves("K-03", "W-11")
def test_a_change_of_the_threshold_waits_for_its_amendment(bench: Bench) -> None:
    """The proposal opens an amendment; until two people accepted it the change is refused, and then it holds (K-03)."""
    assess(bench)
    proposed = shorter(bench)

    with pytest.raises(WrongState) as refused:
        tuning.decide(bench.control, bench["administrator"], proposed.id, YES)
    agree(bench)
    searched = bench.opened().letters
    tuning.decide(bench.control, bench["administrator"], proposed.id, YES)

    assert refused.value.refusal.rule == "K-03"
    assert ("amendment_opened", "done") in bench.log.told()
    assert len(searched) == 4
    assert len(bench.opened().letters) == 2


@pytest.mark.proves("W-11")
def test_an_amendment_is_dropped_with_the_change_that_was_turned_down(bench: Bench) -> None:
    """Nothing waits for what will not come; going back needs none."""
    assess(bench)
    proposed = shorter(bench)

    tuning.decide(bench.control, bench["administrator"], proposed.id, SettingDecision(approved=False, reason=WHY))

    with bench.ledger.reading() as connection:
        assert [each.open for each in amendments_of(connection, "demo")] == [False]
    assert told(bench, bench.casework.rules) == ()


@pytest.mark.proves("K-03", "W-11")
@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("purpose__offences", "purposes of searches"),
        ("gallery__youth", "what the gallery holds"),
        ("model__id", "the face model"),
        ("threshold__min_score", "the threshold"),
        ("list__max_candidates", "the length of lists"),
        ("retention__originals_days", "how long information is kept"),
        ("source__types", "sources of probe pictures"),
        ("rules__clocks", "rules in force"),
    ],
)
def test_a_start_with_anything_else_than_was_assessed_holds_searching_back(bench: Bench, key: str, kind: str) -> None:
    """An amendment is opened at the start, searches are refused by K-03, and go on when it was accepted."""
    assess(bench, **{key: ("as it was",)})

    opened = open_for_drift(bench.ledger, bench.casework.rules, MODEL)
    again = open_for_drift(bench.ledger, bench.casework.rules, MODEL)
    held = told(bench, bench.casework.rules)
    with pytest.raises(WrongState) as refused:
        bench.opened()
    agree(bench, applied=True)

    assert (opened, again) == (1, 1)
    with bench.ledger.reading() as connection:
        assert len(amendments_of(connection, "demo")) == 1
    assert held == (("K-03", f"Searching waits for an amendment of the privacy assessment. Changed: {kind}."),)
    assert refused.value.refusal.rule == "K-03"
    assert told(bench, bench.casework.rules) == ()


@pytest.mark.proves("W-11")
def test_a_partner_less_is_no_change_that_waits(bench: Bench) -> None:
    """An agreement that ends takes nothing from anybody; one more would."""
    assess(bench, partner__agreements=("demo searches peel (abc)",))

    assert told(bench, bench.casework.rules) == ()


@pytest.mark.proves("K-03")
def test_an_accepted_amendment_that_has_taken_effect_forbids_the_way_back(bench: Bench) -> None:
    """The value before it is no longer one that was assessed."""
    assess(bench, list__max_candidates=("9",))
    open_for_drift(bench.ledger, bench.casework.rules, MODEL)
    agree(bench, applied=True)
    with bench.ledger.reading() as connection:
        change = amendments_of(connection, "demo")[0].changes[0]

    proposed = SettingProposed(min_score=0.3, max_candidates=9, reason=WHY, effects=TABLE)
    back = tuning.propose(bench.control, bench["compliance"], proposed)

    assert (change.key, change.before) == (LENGTH, ("9",))
    with pytest.raises(WrongState):
        tuning.decide(bench.control, bench["administrator"], back.id, YES)


@pytest.mark.proves("K-08")
def test_after_its_last_day_a_pilot_searches_no_more(bench: Bench) -> None:
    """On the day on which it ends, and before it began, nobody is searched for (K-08)."""
    begins, today = date(2026, 11, 1), date(2026, 11, 24)

    assert told(bench, rules_with(bench, begins_on=begins, ends_on=date(2026, 11, 25))) == ()
    assert [rule for rule, _ in told(bench, rules_with(bench, begins_on=begins, ends_on=today))] == ["K-08"]
    assert [rule for rule, _ in told(bench, rules_with(bench, begins_on=date(2026, 12, 1)))] == ["K-08"]


@pytest.mark.proves("K-08")
def test_a_pilot_stops_at_each_of_its_caps(bench: Bench) -> None:
    """The search that would be one too many is refused, of all and of the day (K-08)."""
    bench.opened()
    open_pilot: dict[str, Any] = {"begins_on": date(2026, 11, 1), "ends_on": date(2027, 5, 1)}

    assert told(bench, rules_with(bench, **open_pilot, most_searches=2, most_searches_a_day=2)) == ()
    for cap in ("most_searches", "most_searches_a_day"):
        held = told(bench, rules_with(bench, **open_pilot, **{cap: 1}))
        assert [rule for rule, _ in held] == ["K-08"]
