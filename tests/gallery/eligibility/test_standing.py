"""Named cases of the law, on the day before, the day itself and the day after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gallery.eligibility.facts import ChargeFacts, Decision, Facts, HoldFacts, Outcome
from gallery.eligibility.standing import State, state_of
from gallery.eligibility.youth import access_period
from gallery.rules.eligibility import EligibilityRules
from kernel_lib.vocabulary import CourtDisposition, Election, EligibilityState

RULES = EligibilityRules.load()
INCLUDING_YOUTH = replace(RULES, youth=replace(RULES.youth, included_services=frozenset({"demo"})))
CHARGED, ENDED = date(2024, 2, 1), date(2024, 2, 29)
ELIGIBLE, INELIGIBLE, DUE = EligibilityState.ELIGIBLE, EligibilityState.INELIGIBLE, EligibilityState.DUE


def _charge(
    *outcomes: Outcome,
    offence: str = "robbery",
    age: int | None = 30,
    election: Election | None = None,
    name: str = "c",
) -> ChargeFacts:
    return ChargeFacts(name, offence, CHARGED, election, age, frozenset(outcomes))


def _facts(*charges: ChargeFacts, profile: str = "plain") -> Facts:
    return Facts("demo", profile, CHARGED, charges)


def _on(facts: Facts, day: date, rules: EligibilityRules = RULES) -> State:
    return state_of(facts, rules, day)


def _days_around(day: date) -> tuple[date, date, date]:
    return day - timedelta(days=1), day, day + timedelta(days=1)


@pytest.mark.proves("F-22", "F-23")
@pytest.mark.parametrize(
    ("disposition", "due"),
    [
        (CourtDisposition.ACQUITTED, date(2024, 5, 30)),
        (CourtDisposition.DISMISSED, date(2024, 3, 30)),
        (CourtDisposition.WITHDRAWN, date(2024, 3, 30)),
        (CourtDisposition.QUASHED, date(2024, 3, 30)),
        (CourtDisposition.DISCHARGED_AT_INQUIRY, date(2024, 3, 30)),
        (CourtDisposition.STAYED, date(2025, 2, 28)),
        (CourtDisposition.JUDICIALLY_STAYED, date(2024, 3, 30)),
    ],
)
def test_a_charge_that_ends_without_guilt_leaves_search_at_once_and_is_due_on_its_day(
    disposition: CourtDisposition, due: date
) -> None:
    """Nobody applies: the end itself ends searching, and the clock of the profile sets the day of destruction."""
    facts = _facts(_charge(Outcome(ENDED, disposition)))
    before, day, after = _days_around(due)
    assert _on(facts, ENDED - timedelta(days=1)).state is ELIGIBLE
    assert _on(facts, ENDED).state is INELIGIBLE
    assert [_on(facts, each).state for each in (before, day, after)] == [INELIGIBLE, DUE, DUE]


@pytest.mark.proves("F-22", "F-23")
def test_a_peace_bond_and_an_acquittal_under_appeal_wait_for_their_own_days() -> None:
    """A bond counts from its expiry, an acquittal from the end of the appeal; unknown days keep destruction open."""
    bond = Outcome(ENDED, CourtDisposition.PEACE_BOND, order_expires=date(2025, 1, 31))
    assert _on(_facts(_charge(bond)), date(2025, 3, 1)).state is INELIGIBLE
    assert _on(_facts(_charge(bond)), date(2025, 3, 2)).state is DUE
    appealed = Outcome(ENDED, CourtDisposition.ACQUITTED, appealed=True)
    waiting = _on(_facts(_charge(appealed)), date(2034, 1, 1))
    assert (waiting.state, waiting.waits_for) == (INELIGIBLE, "appeal")
    over = replace(appealed, appeal_ended=date(2024, 11, 30))
    assert [_on(_facts(_charge(over)), each).state for each in _days_around(date(2025, 2, 28))] == [
        INELIGIBLE,
        DUE,
        DUE,
    ]


@pytest.mark.proves("F-23")
@pytest.mark.parametrize(
    ("disposition", "end"),
    [
        (CourtDisposition.ABSOLUTE_DISCHARGE, date(2025, 2, 28)),
        (CourtDisposition.CONDITIONAL_DISCHARGE, date(2027, 2, 28)),
    ],
)
def test_a_discharge_is_kept_for_its_time_and_then_due(disposition: CourtDisposition, end: date) -> None:
    """From the 29th of February a year ends on the 28th; on that day the picture is neither used nor kept."""
    facts = _facts(_charge(Outcome(ENDED, disposition)))
    assert [_on(facts, each).state for each in _days_around(end)] == [ELIGIBLE, DUE, DUE]


@pytest.mark.proves("F-24")
def test_the_same_facts_have_four_documented_outcomes_under_four_profiles() -> None:
    """A withdrawn robbery, ten days and forty days later."""
    charge = _charge(Outcome(ENDED, CourtDisposition.WITHDRAWN))
    soon, later = ENDED + timedelta(days=10), ENDED + timedelta(days=40)
    told = {
        name: [
            (_on(_facts(charge, profile=name), day).state, _on(_facts(charge, profile=name), day).rule)
            for day in (soon, later)
        ]
        for name in ("york", "waterloo", "durham", "toronto")
    }
    assert told == {
        "york": [(INELIGIBLE, "F-26.ground"), (INELIGIBLE, "F-26.ground")],
        "waterloo": [(INELIGIBLE, "F-22.withdrawn"), (DUE, "F-22.withdrawn")],
        "durham": [(INELIGIBLE, "F-22.withdrawn"), (INELIGIBLE, "F-26.ground")],
        "toronto": [(INELIGIBLE, "F-22.withdrawn"), (INELIGIBLE, "F-26.ground")],
    }


@pytest.mark.proves("F-21")
def test_a_charge_without_an_end_leaves_search_after_its_time_and_waits_for_the_courts_word() -> None:
    """Two years after the charge the picture is on the chase list; only a conviction brings it back."""
    facts = _facts(_charge())
    states = [_on(facts, each) for each in _days_around(date(2026, 2, 1))]
    assert [each.state for each in states] == [ELIGIBLE, INELIGIBLE, INELIGIBLE]
    assert (states[1].rule, states[1].waits_for) == ("F-21.no_disposition", "disposition")
    convicted = _facts(_charge(Outcome(date(2026, 3, 1), CourtDisposition.CONVICTED)))
    assert _on(convicted, date(2026, 3, 1)).state is ELIGIBLE


@pytest.mark.proves("F-25")
@pytest.mark.parametrize("election", [Election.CONTRAVENTION, Election.CANNABIS_TICKET])
def test_an_election_that_demands_destruction_is_due_at_once_even_under_a_hold(election: Election) -> None:
    """No profile, no hold and no decision stands against it."""
    facts = _facts(_charge(election=election), profile="york")
    facts = replace(
        facts, holds=frozenset({HoldFacts(CHARGED)}), decisions=frozenset({Decision(CHARGED, True, date.max)})
    )
    assert _on(facts, CHARGED).state is DUE


@pytest.mark.proves("F-25", "F-27", "F-35")
@pytest.mark.parametrize("election", [Election.CONTRAVENTION, Election.CANNABIS_TICKET])
def test_an_election_on_a_minor_charge_leaves_the_picture_to_the_other_charges_of_its_event(election: Election) -> None:
    """Beside a conviction of murder the ticket takes its own charge away: searched as before, and kept under a hold."""
    murder = _charge(Outcome(ENDED, CourtDisposition.CONVICTED), offence="murder")
    minor = _charge(offence="theft_under", election=election, name="minor")
    facts = _facts(murder, minor)
    held = replace(facts, holds=frozenset({HoldFacts(CHARGED)}))
    told = _on(facts, ENDED)
    assert told.readings is not None
    assert (told.state, told.rule) == (ELIGIBLE, "F-31.conviction")
    assert {name: each.rule for name, each in told.readings.items()} == {
        "c": "F-31.conviction",
        "minor": "F-25.charge_set_aside",
    }
    assert _on(held, ENDED).state is EligibilityState.HELD


@pytest.mark.proves("F-25", "F-27")
def test_an_elected_charge_neither_supports_nor_delays() -> None:
    """Of a serious charge elected as a contravention nothing is left: the other one's clock alone runs."""
    elected = _charge(election=Election.CONTRAVENTION, name="elected")
    dismissed = _charge(Outcome(ENDED, CourtDisposition.DISMISSED), offence="fraud_over")
    states = [_on(_facts(elected, dismissed), each) for each in _days_around(date(2024, 3, 30))]
    assert [each.state for each in states] == [INELIGIBLE, DUE, DUE]
    assert {each.rule for each in states} == {"F-22.dismissed"}


@pytest.mark.proves("F-25")
def test_an_election_is_mandatory_where_what_is_left_allows_no_photograph() -> None:
    """A purely summary charge beside it is no ground to hold a picture; one of an unknown kind is not judged here."""
    elected = _charge(election=Election.CONTRAVENTION, name="elected")
    states = {
        offence: _on(_facts(elected, _charge(offence=offence)), CHARGED)
        for offence in ("causing_disturbance", "offence_of_another_list")
    }
    assert states["causing_disturbance"].rule == "F-25.attorney_general_election"
    assert states["causing_disturbance"].state is DUE
    assert states["offence_of_another_list"].state is INELIGIBLE


@pytest.mark.proves("F-26")
def test_a_ground_of_the_profile_leaves_destruction_to_a_person_and_never_brings_back_searching() -> None:
    """A decision to keep has a day on which it is looked at again; a decision to destroy makes it due."""
    charge = _charge(Outcome(ENDED, CourtDisposition.WITHDRAWN))
    facts = _facts(charge, profile="durham")
    day = date(2024, 6, 1)
    kept = replace(facts, decisions=frozenset({Decision(day, True, date(2025, 6, 1))}))
    gone = replace(facts, decisions=frozenset({Decision(day, False, date(2025, 6, 1))}))
    assert (_on(facts, day).rule, _on(facts, day).waits_for) == ("F-26.ground", "decision")
    assert [_on(kept, each).rule for each in _days_around(date(2025, 6, 1))] == [
        "F-26.kept",
        "F-26.ground",
        "F-26.ground",
    ]
    assert _on(gone, day).state is DUE


@pytest.mark.proves("F-27")
def test_only_the_withdrawn_events_pictures_go_unless_the_service_destroys_all_or_nothing() -> None:
    """Two charges, one withdrawn: of one event the other still supports it; of two events only the one is due."""
    withdrawn = _charge(Outcome(ENDED, CourtDisposition.WITHDRAWN), offence="fraud_over")
    convicted = _charge(Outcome(ENDED, CourtDisposition.CONVICTED), name="d")
    day = date(2024, 7, 1)
    assert _on(_facts(withdrawn, convicted), day).state is ELIGIBLE
    apart = replace(_facts(withdrawn), elsewhere=(convicted,))
    assert _on(apart, day).state is DUE
    york = _on(replace(apart, profile="york"), day)
    assert (york.state, york.rule) == (INELIGIBLE, "F-27.all_or_nothing")


@pytest.mark.proves("F-28")
def test_a_picture_tied_to_a_minor_offence_only_is_kept_and_never_searched() -> None:
    """Open or convicted: kept for its other uses, out of search."""
    for outcomes in ((), (Outcome(ENDED, CourtDisposition.CONVICTED),)):
        state = _on(_facts(_charge(*outcomes, offence="theft_under")), date(2024, 7, 1))
        assert (state.state, state.rule) == (INELIGIBLE, "F-28.not_serious")


@pytest.mark.proves("F-29", "F-30")
def test_a_record_suspension_seals_the_picture_the_same_day() -> None:
    """A conviction that was searched yesterday is sealed today, and nothing opens it again."""
    facts = replace(_facts(_charge(Outcome(ENDED, CourtDisposition.CONVICTED))), sealed_on=date(2025, 5, 5))
    assert [_on(facts, each).state for each in _days_around(date(2025, 5, 5))] == [
        ELIGIBLE,
        EligibilityState.SEALED,
        EligibilityState.SEALED,
    ]


@pytest.mark.proves("F-31")
def test_a_conviction_ends_too_by_time_age_of_the_picture_or_death() -> None:
    """Twenty years after the sentence, thirty after the picture, or with the person's death."""
    done = Outcome(ENDED, CourtDisposition.CONVICTED, sentence_done=date(2028, 2, 29))
    assert [_on(_facts(_charge(done)), each).state for each in _days_around(date(2048, 2, 29))] == [ELIGIBLE, DUE, DUE]
    old = replace(_facts(_charge(done)), captured_on=date(2000, 1, 1))
    assert [_on(old, each).state for each in _days_around(date(2030, 1, 1))] == [ELIGIBLE, DUE, DUE]
    dead = replace(_facts(_charge(done)), died_on=date(2026, 1, 1))
    assert [_on(dead, each).state for each in _days_around(date(2026, 1, 1))] == [ELIGIBLE, DUE, DUE]


@pytest.mark.proves("F-35")
def test_a_hold_keeps_a_picture_from_search_and_from_destruction_until_it_is_lifted() -> None:
    """What was due waits; what was eligible is not searched; the day it is lifted both are as before."""
    hold = HoldFacts(date(2024, 6, 1), date(2024, 8, 1))
    due = replace(_facts(_charge(Outcome(ENDED, CourtDisposition.WITHDRAWN))), holds=frozenset({hold}))
    assert [_on(due, each).state for each in (date(2024, 5, 31), date(2024, 6, 1), date(2024, 8, 1))] == [
        DUE,
        EligibilityState.HELD,
        DUE,
    ]


@pytest.mark.proves("F-37")
def test_a_picture_of_which_nothing_is_known_is_not_searched() -> None:
    """No charge, or no age at the offence: not positively eligible, so out."""
    assert _on(_facts(), CHARGED).rule == "F-37.unclassified"
    assert _on(_facts(_charge(age=None)), CHARGED).rule == "F-40.age_unknown"


@pytest.mark.proves("F-40", "F-41")
def test_age_at_the_offence_decides_and_youth_is_out_by_default() -> None:
    """Seventeen at the offence is a young person's record whenever the picture was taken."""
    charge = _charge(age=17)
    assert _on(_facts(charge), CHARGED).rule == "F-41.youth_excluded"
    assert _on(_facts(charge), CHARGED, INCLUDING_YOUTH).state is ELIGIBLE
    assert _on(_facts(_charge(age=18)), CHARGED).state is ELIGIBLE


@pytest.mark.proves("F-41")
@pytest.mark.parametrize("outcomes", [(), (Outcome(ENDED, CourtDisposition.DISMISSED),)])
def test_a_charge_as_a_young_person_excludes_the_picture_beside_an_adults_one(outcomes: tuple[Outcome, ...]) -> None:
    """Seventeen at one offence and eighteen at the next: kept by the adult's charge, and searched by no default."""
    adult, young = _charge(), _charge(*outcomes, age=17, name="young")
    both = _facts(adult, young)
    state = _on(both, ENDED)
    assert _on(_facts(adult), ENDED).state is ELIGIBLE
    assert (state.state, state.rule, state.due_on) == (INELIGIBLE, "F-41.youth_excluded", None)
    assert _on(both, ENDED, INCLUDING_YOUTH).state is ELIGIBLE
    assert _on(replace(both, service="peel"), ENDED, INCLUDING_YOUTH).state is INELIGIBLE


@pytest.mark.proves("F-41", "F-45")
def test_a_young_persons_charge_excludes_no_longer_once_the_record_is_an_adults() -> None:
    """An adult sentence, or a conviction as an adult inside the period, takes it out of the rules for the young."""
    adult = _charge(Outcome(date(2024, 5, 1), CourtDisposition.CONVICTED))
    guilty = Outcome(ENDED, CourtDisposition.CONVICTED, sentence_done=ENDED)
    young = _charge(guilty, age=16, name="young")
    assert _on(_facts(adult, young), date(2024, 4, 30)).rule == "F-41.youth_excluded"
    assert _on(_facts(adult, young), date(2024, 5, 1)).state is ELIGIBLE
    upheld = _charge(replace(guilty, as_adult=True), age=16, name="young")
    assert _on(_facts(_charge(), upheld), ENDED).state is ELIGIBLE


@pytest.mark.proves("F-40", "F-41")
def test_a_demonstration_helps_no_picture_of_a_young_person() -> None:
    """No age, or an adult's: searched without a clock. A young person's: read as any other young person's charge."""
    made = {
        age: replace(_facts(_charge(offence="demonstration", age=age)), demonstration=True) for age in (None, 17, 30)
    }
    later = date(2034, 1, 1)
    assert {_on(made[age], later).rule for age in (None, 30)} == {"F-20.demonstration"}
    assert [_on(made[17], each).rule for each in (CHARGED, later)] == ["F-41.youth_excluded"] * 2
    assert _on(made[17], CHARGED, INCLUDING_YOUTH).rule == "F-21.open_charge"
    assert _on(made[17], later, INCLUDING_YOUTH).rule == "F-21.no_disposition"


ROWS = [
    ("119(2)(a)", CourtDisposition.EXTRAJUDICIAL_SANCTION, {}, date(2026, 2, 28)),
    ("119(2)(b)", CourtDisposition.ACQUITTED, {"appeal_until": date(2024, 3, 30)}, date(2024, 5, 30)),
    (
        "119(2)(b)",
        CourtDisposition.ACQUITTED,
        {"appealed": True, "appeal_ended": date(2024, 11, 30)},
        date(2025, 2, 28),
    ),
    ("119(2)(c)", CourtDisposition.DISMISSED, {}, date(2024, 4, 29)),
    ("119(2)(c)", CourtDisposition.WITHDRAWN, {}, date(2024, 4, 29)),
    ("119(2)(c)", CourtDisposition.REPRIMANDED, {}, date(2024, 4, 29)),
    ("119(2)(d)", CourtDisposition.STAYED, {}, date(2025, 2, 28)),
    ("119(2)(d.1)", CourtDisposition.PEACE_BOND, {"order_expires": date(2024, 8, 31)}, date(2025, 2, 28)),
    ("119(2)(e)", CourtDisposition.ABSOLUTE_DISCHARGE, {}, date(2025, 2, 28)),
    ("119(2)(f)", CourtDisposition.CONDITIONAL_DISCHARGE, {}, date(2027, 2, 28)),
    ("119(2)(g)", CourtDisposition.CONVICTED, {"sentence_done": date(2024, 8, 31)}, date(2027, 8, 31)),
    ("119(2)(h)", CourtDisposition.CONVICTED, {"sentence_done": date(2024, 8, 31)}, date(2029, 8, 31)),
]


@pytest.mark.proves("F-42", "F-43")
@pytest.mark.parametrize(("paragraph", "disposition", "days", "end"), ROWS)
def test_each_row_of_the_access_periods_ends_on_its_day_and_use_ends_the_same_day(
    paragraph: str, disposition: CourtDisposition, days: dict[str, date], end: date
) -> None:
    """The picture of a finding of guilt is used until the day before; any other left search when its charge ended."""
    election = Election.INDICTABLE if paragraph.endswith("(h)") else Election.SUMMARY
    charge = _charge(Outcome(ENDED, disposition, **days), age=16, election=election)  # type: ignore[arg-type]  # days by name
    facts = _facts(charge)
    until, told, adult = access_period(charge, facts, INCLUDING_YOUTH, ENDED)
    states = [_on(facts, each, INCLUDING_YOUTH).state for each in _days_around(end)]
    guilty = paragraph[-3:] in ("(e)", "(f)", "(g)", "(h)")
    assert (until, told, adult) == (end, paragraph, False)
    assert states == [ELIGIBLE if guilty else INELIGIBLE, DUE, DUE]


@pytest.mark.proves("F-44")
def test_a_hybrid_offence_without_an_election_counts_as_summary() -> None:
    """Three years, not five."""
    done = Outcome(ENDED, CourtDisposition.CONVICTED, sentence_done=ENDED)
    none, elected = (
        _charge(done, offence="assault_weapon", age=15, election=each) for each in (None, Election.INDICTABLE)
    )
    assert access_period(none, _facts(none), RULES, ENDED)[0] == date(2027, 2, 28)
    assert access_period(elected, _facts(elected), RULES, ENDED)[0] == date(2029, 2, 28)


@pytest.mark.proves("F-45")
def test_later_findings_extend_a_youths_period_and_an_adults_conviction_ends_it() -> None:
    """Summary: the later of both ends. Indictable: five years from the later sentence. Adult: the rules of adults."""
    first = _charge(Outcome(ENDED, CourtDisposition.CONVICTED, sentence_done=ENDED), age=16, election=Election.SUMMARY)
    inside, done = date(2026, 5, 1), date(2026, 8, 31)
    later = Outcome(inside, CourtDisposition.CONVICTED, sentence_done=done)

    def period(age: int, election: Election, outcome: Outcome = later) -> tuple[date | None, str, bool]:
        other = _charge(outcome, age=age, election=election, name="later")
        return access_period(first, replace(_facts(first), elsewhere=(other,)), INCLUDING_YOUTH, inside)

    assert period(17, Election.SUMMARY) == (date(2029, 8, 31), "119(2)(i)", False)
    assert period(17, Election.INDICTABLE) == (date(2031, 8, 31), "119(2)(j)", False)
    assert period(18, Election.INDICTABLE)[1:] == ("119(9)", True)
    after = Outcome(date(2027, 3, 1), CourtDisposition.CONVICTED, sentence_done=date(2027, 4, 1))
    assert period(18, Election.INDICTABLE, after) == (date(2027, 2, 28), "119(2)(g)", False)
    adult = _charge(replace(later, happened=ENDED, as_adult=True), age=17)
    assert _on(_facts(adult), date(2040, 1, 1)).rule == "F-31.conviction"


@pytest.mark.proves("F-47", "F-48")
def test_an_amendment_is_switched_on_by_its_day_and_never_opens_searching() -> None:
    """Before commencement a measure has no period, afterwards two years; in neither case is the picture searched."""
    charge = _charge(Outcome(ENDED, CourtDisposition.EXTRAJUDICIAL_MEASURE), age=15)
    since = {"2026-c11-s72": date(2026, 1, 1)}
    amended = replace(INCLUDING_YOUTH, youth=replace(INCLUDING_YOUTH.youth, in_force_since=since))
    assert access_period(charge, _facts(charge), INCLUDING_YOUTH, date(2026, 1, 1))[0] is None
    assert access_period(charge, _facts(charge), amended, date(2025, 12, 31))[0] is None
    assert access_period(charge, _facts(charge), amended, date(2026, 1, 1))[0] == date(2026, 2, 28)
    for rules in (INCLUDING_YOUTH, amended):
        for day in (ENDED, date(2026, 1, 1), date(2026, 2, 27)):
            assert _on(_facts(charge), day, rules).state is not ELIGIBLE


@pytest.mark.proves("F-46")
@pytest.mark.parametrize("age", [16, 30])
def test_an_order_that_outlasts_the_sentence_changes_no_day(age: int) -> None:
    """A prohibition order beside a conviction is not looked at, for a young person or an adult (s. 119(3))."""
    plain = Outcome(ENDED, CourtDisposition.CONVICTED, sentence_done=ENDED)
    with_order = replace(plain, order_expires=date(2044, 1, 1))
    for day in (date(2027, 2, 27), date(2027, 2, 28), date(2044, 2, 28), date(2044, 2, 29)):
        without, with_it = (
            _on(_facts(_charge(each, age=age, election=Election.SUMMARY)), day, INCLUDING_YOUTH)
            for each in (plain, with_order)
        )
        assert with_it == without
