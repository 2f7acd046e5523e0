"""What holds for every history: order never matters, nothing returns to search by itself, no state goes unseen."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.eligibility.facts import ChargeFacts, Decision, Facts, HoldFacts, Outcome
from gallery.eligibility.inputs import inputs_of
from gallery.eligibility.standing import state_of
from gallery.rules.eligibility import EligibilityRules
from kernel_lib.vocabulary import CourtDisposition, Election, EligibilityState
from tests.gallery.eligibility.histories import a_day, a_history, a_telling_day, charge_of, facts_of

RULES = EligibilityRules.load()
INCLUDING_YOUTH = replace(RULES, youth=replace(RULES.youth, included_services=frozenset({"demo"})))
PROFILES = tuple(RULES.profiles)
# What the law knows to bring a picture back is guilt, or a charge taken up again; none of these is either.
NEVER_RESTORING = (
    CourtDisposition.ACQUITTED,
    CourtDisposition.DISMISSED,
    CourtDisposition.WITHDRAWN,
    CourtDisposition.QUASHED,
    CourtDisposition.DISCHARGED_AT_INQUIRY,
    CourtDisposition.STAYED,
    CourtDisposition.JUDICIALLY_STAYED,
    CourtDisposition.NOT_RESPONSIBLE,
    CourtDisposition.PEACE_BOND,
    CourtDisposition.EXTRAJUDICIAL_MEASURE,
    CourtDisposition.NOT_CHARGED,
)


def _facts(random: Random) -> tuple[Facts, date]:
    here, elsewhere = a_history(random, random.choice((0, 1, 2, 3))), a_history(random, random.choice((0, 1, 2)))
    captured = a_day(random)
    day = a_telling_day(random, here + elsewhere, captured)
    facts = facts_of(here, random.choice(PROFILES), captured)
    others = tuple(replace(charge_of(each), id=f"e{number}") for number, each in enumerate(elsewhere))
    facts = replace(facts, elsewhere=others)
    if random.random() < 0.2:
        facts = replace(facts, holds=frozenset({HoldFacts(a_day(random), random.choice((None, a_day(random))))}))
    if random.random() < 0.2:
        facts = replace(facts, decisions=frozenset({Decision(a_day(random), random.random() < 0.5, a_day(random))}))
    if random.random() < 0.1:
        facts = replace(facts, sealed_on=a_day(random))
    return facts, day


@pytest.mark.proves("F-20")
@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_facts_arrive_never_matters(random: Random) -> None:
    """Shuffled charges give the same state for the same reasons, and are kept as the same inputs."""
    facts, day = _facts(random)
    here, elsewhere = list(facts.charges), list(facts.elsewhere)
    random.shuffle(here)
    random.shuffle(elsewhere)
    shuffled = replace(facts, charges=tuple(here), elsewhere=tuple(elsewhere))
    assert state_of(shuffled, INCLUDING_YOUTH, day) == state_of(facts, INCLUDING_YOUTH, day)
    assert inputs_of(shuffled) == inputs_of(facts)


@pytest.mark.proves("F-20", "F-31")
@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_every_state_has_a_review_day_and_none_lasts_beyond_it_unseen(random: Random) -> None:
    """Until its review day a state is what it was; so a picture leaves search at midnight without any run (F-43)."""
    facts, day = _facts(random)
    state = state_of(facts, INCLUDING_YOUTH, day)
    assert day <= state.next_review <= day + timedelta(days=RULES.review_days)
    later = day + timedelta(days=random.randrange(0, (state.next_review - day).days + 1))
    assert state_of(facts, INCLUDING_YOUTH, later).state == state.state


@pytest.mark.proves("F-22", "F-30")
@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(NEVER_RESTORING))
def test_no_end_without_guilt_ever_brings_a_picture_into_search(random: Random, kind: CourtDisposition) -> None:
    """Whatever else is on file, one more outcome of this kind on any charge leaves what is not searched unsearched."""
    facts, day = _facts(random)
    if not facts.charges or state_of(facts, INCLUDING_YOUTH, day).state is EligibilityState.ELIGIBLE:
        return
    chosen = random.randrange(len(facts.charges))
    ended = Outcome(day - timedelta(days=random.randrange(0, 900)), kind)
    # Only as the newest word on its charge: an older one says nothing any more.
    charge = facts.charges[chosen]
    if any(each.happened >= ended.happened for each in charge.outcomes):
        return
    charges = list(facts.charges)
    charges[chosen] = replace(charge, outcomes=charge.outcomes | {ended})
    after = state_of(replace(facts, charges=tuple(charges)), INCLUDING_YOUTH, day)
    assert after.state is not EligibilityState.ELIGIBLE


@pytest.mark.proves("F-25", "F-29", "F-30", "F-35")
@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_fact_overrides_a_seal_a_hold_or_an_election_that_demands_destruction(random: Random) -> None:
    """A sealed picture is sealed, a held one held, and one of an elected charge alone due, whatever decisions say."""
    facts, day = _facts(random)
    sealed = state_of(replace(facts, sealed_on=day), INCLUDING_YOUTH, day)
    mandatory = ChargeFacts("m", "assault_weapon", day, Election.CONTRAVENTION, 30)
    elected = state_of(replace(facts, charges=(mandatory,)), INCLUDING_YOUTH, day)
    held = state_of(replace(facts, holds=frozenset({HoldFacts(day)})), INCLUDING_YOUTH, day)
    assert elected.state is EligibilityState.DUE
    assert sealed.state in (EligibilityState.SEALED, EligibilityState.DUE)
    assert held.state in (EligibilityState.HELD, EligibilityState.SEALED, EligibilityState.DUE)
    assert EligibilityState.ELIGIBLE not in (sealed.state, elected.state, held.state)


@pytest.mark.proves("F-25", "F-27")
@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from((Election.CONTRAVENTION, Election.CANNABIS_TICKET)))
def test_an_elected_charge_beside_one_that_allows_the_picture_changes_nothing(random: Random, kind: Election) -> None:
    """Whatever became of it, state, rule and days are those of the other charges alone."""
    facts, day = _facts(random)
    ground = ChargeFacts("ground", "murder", day, None, 30, frozenset({Outcome(day, CourtDisposition.CONVICTED)}))
    others = (*facts.charges, ground)
    elected = replace(charge_of(a_history(random, 1)[0]), id="elected", election=kind)
    alone, beside = (
        state_of(replace(facts, charges=charges), INCLUDING_YOUTH, day)
        for charges in (others, (*others, replace(elected, charged_on=min(elected.charged_on, day))))
    )
    assert (beside.state, beside.rule, beside.due_on) == (alone.state, alone.rule, alone.due_on)
    assert beside.next_review <= alone.next_review


@pytest.mark.proves("F-41")
@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_other_charge_ever_brings_a_young_persons_picture_into_search_by_default(random: Random) -> None:
    """Beside an open charge of an offence at 12 to 17 nothing on file makes a picture searchable."""
    facts, day = _facts(random)
    young = ChargeFacts(
        "young", "robbery", day - timedelta(days=random.randrange(0, 900)), None, random.randrange(12, 18)
    )
    state = state_of(replace(facts, charges=(*facts.charges, young)), RULES, day)
    assert state.state is not EligibilityState.ELIGIBLE
