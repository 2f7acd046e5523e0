"""The state of one picture today, from its facts and the dated rules alone (F-20).

The order of precedence, each before all that follow: destroyed; elections that leave no charge to hold the picture for
(F-25); a record suspension or discharge notice (F-29); a withdrawal by the owner; a hold (F-35); then what the charges
of the event say that no election set aside. One that supports searching suffices (F-27), unless another one makes the
picture a young person's that the service leaves out (F-41). A picture with none is never searched (F-37).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gallery.eligibility.adult import read_adult
from gallery.eligibility.elections import is_set_aside, left_over, mandatory_rule
from gallery.eligibility.facts import GUILT, ChargeFacts, Facts
from gallery.eligibility.reading import Reading
from gallery.eligibility.youth import excludes, is_youth, read_youth
from gallery.rules.eligibility import EligibilityRules, Profile
from kernel_lib.vocabulary import CourtDisposition, EligibilityState


@dataclass(frozen=True)
class State:
    """The state of a picture and why.

    Attributes:
        state: what it is today.
        rule: the row and case that decided.
        rule_version: versions of the rule files read.
        next_review: the last day on which this may be relied on without looking again. A picture whose review is
            overdue is not searched, so a state ends at midnight without a run.
        due_on: the first day on which destruction is due, when one is known.
        waits_for: what somebody must bring, for the chase list.
        readings: what each charge of the event says, by its id.
    """

    state: EligibilityState
    rule: str
    rule_version: str
    next_review: date
    due_on: date | None = None
    waits_for: str = ""
    readings: Mapping[str, Reading] | None = None


def state_of(facts: Facts, rules: EligibilityRules, today: date) -> State:
    """Return the state of a picture on a day by the service's calendar. Facts of later days are not looked at yet."""
    ahead = [day for day in facts.days() if day > today]
    found = _decide(_until(facts, today) if ahead else facts, rules, today)
    # The days before facts that are still to come.
    eves = [day - timedelta(days=1) for day in ahead]
    review = max(min(found.next_review, today + timedelta(days=rules.review_days), *eves), today)
    if review == found.next_review:
        return found
    # Spelled out: `replace` takes five times as long, for every picture that there is.
    return State(found.state, found.rule, found.rule_version, review, found.due_on, found.waits_for, found.readings)


# Private


def _until(facts: Facts, today: date) -> Facts:
    """The facts as far as their day has come."""

    def come(day: date | None) -> date | None:
        return day if day and day <= today else None

    return Facts(
        **{
            **vars(facts),
            "charges": tuple(each.on(today) for each in facts.charges if each.charged_on <= today),
            "elsewhere": tuple(each.on(today) for each in facts.elsewhere if each.charged_on <= today),
            "died_on": come(facts.died_on),
            "sealed_on": come(facts.sealed_on),
            "withdrawn_on": come(facts.withdrawn_on),
            "destroyed_on": come(facts.destroyed_on),
            "holds": frozenset(each for each in facts.holds if each.placed_on <= today),
            "decisions": frozenset(each for each in facts.decisions if each.decided_on <= today),
        }
    )


def _decide(facts: Facts, rules: EligibilityRules, today: date) -> State:
    never = date.max
    if facts.destroyed_on:
        return State(EligibilityState.DESTROYED, "F-32.destroyed", rules.version, never)
    if mandatory := mandatory_rule(facts, rules):
        readings = _readings(facts, rules, today)
        return State(EligibilityState.DUE, mandatory, rules.version, never, due_on=today, readings=readings)
    if facts.sealed_on:
        return State(EligibilityState.SEALED, "F-29.sealed", rules.version, never)
    if facts.withdrawn_on:
        return State(EligibilityState.INELIGIBLE, "B-08.withdrawn", rules.version, never, waits_for="decision")
    open_holds = [each for each in facts.holds if each.lifted_on is None or each.lifted_on > today]
    if open_holds:
        return State(EligibilityState.HELD, "F-35.held", rules.version, never)
    left = left_over(facts)
    found = _by_charges(left, rules, today)
    if found.state is EligibilityState.ELIGIBLE and any(excludes(each, left, rules, today) for each in facts.charges):
        # Kept, as another charge allows it; when that one ends, it goes by its own clock.
        found = replace(found, state=EligibilityState.INELIGIBLE, rule="F-41.youth_excluded")
    return found if left is facts else replace(found, readings=_readings(facts, rules, today))


def _readings(facts: Facts, rules: EligibilityRules, today: date) -> dict[str, Reading]:
    """What every charge says, those included that an election set aside."""
    left = left_over(facts)
    told = {charge.id: _read(charge, left, rules, today) for charge in left.charges}
    aside = {
        each.id: Reading(supports=False, rule="F-25.charge_set_aside") for each in facts.charges if is_set_aside(each)
    }
    return {**told, **aside}


def _by_charges(facts: Facts, rules: EligibilityRules, today: date) -> State:
    readings = {charge.id: _read(charge, facts, rules, today) for charge in facts.charges}
    if not readings:
        return State(EligibilityState.INELIGIBLE, "F-37.unclassified", rules.version, date.max, waits_for="disposition")
    supporting = [each for each in readings.values() if each.supports]
    if supporting:
        return _eligible(supporting, readings, rules, today)
    return _not_eligible(facts, readings, rules, today)


def _read(charge: ChargeFacts, facts: Facts, rules: EligibilityRules, today: date) -> Reading:
    if facts.demonstration and not is_youth(charge, rules):
        return read_adult(charge, facts, rules, today)
    if charge.age is None or charge.age < rules.youth.youngest:
        return Reading(supports=False, rule="F-40.age_unknown", waits_for="age")
    if is_youth(charge, rules):
        # Being of a demonstration helps no picture of a young person.
        bare = replace(facts, demonstration=False) if facts.demonstration else facts
        return read_youth(charge, bare, rules, today)
    return read_adult(charge, facts, rules, today)


def _eligible(
    supporting: list[Reading], readings: Mapping[str, Reading], rules: EligibilityRules, today: date
) -> State:
    lasting = max(supporting, key=lambda each: (each.changes_on or date.max, each.rule))
    ends = [each.changes_on for each in readings.values() if each.changes_on and each.changes_on > today]
    # Looked at again before anything changes, the charge that still supports it included.
    review = min(ends) - timedelta(days=1) if ends else date.max
    return State(
        EligibilityState.ELIGIBLE,
        lasting.rule,
        rules.version,
        review,
        waits_for=_waits(supporting),
        readings=readings,
    )


def _not_eligible(facts: Facts, readings: Mapping[str, Reading], rules: EligibilityRules, today: date) -> State:
    slowest = max(readings.values(), key=lambda each: (each.due_on is None, each.due_on or date.max, each.rule))
    due_on = slowest.due_on
    if due_on is None or due_on > today:
        changes = [day for each in readings.values() for day in (each.changes_on, each.due_on) if day and day > today]
        review = min(changes) - timedelta(days=1) if changes else date.max
        waits = _waits(readings.values())
        return State(EligibilityState.INELIGIBLE, slowest.rule, rules.version, review, due_on, waits, readings)
    return _due(facts, readings, due_on, slowest.rule, rules, today)


def _due(
    facts: Facts, readings: Mapping[str, Reading], due_on: date, rule: str, rules: EligibilityRules, today: date
) -> State:
    """Destruction is due, unless the service leaves it to a person, or destroys a person's pictures only together."""
    profile = rules.profiles[facts.profile]
    kept = State(EligibilityState.INELIGIBLE, rule, rules.version, date.max, readings=readings)
    if _needs_decision(facts, profile, rules):
        decision = max(facts.decisions, key=lambda each: (each.decided_on, not each.keep), default=None)
        if decision is None or (decision.keep and decision.look_again_on <= today):
            return State(**{**vars(kept), "rule": "F-26.ground", "due_on": due_on, "waits_for": "decision"})
        if decision.keep:
            review = decision.look_again_on - timedelta(days=1)
            return State(**{**vars(kept), "rule": "F-26.kept", "next_review": review})
    if profile.all_or_nothing and _supported_elsewhere(facts, rules, today):
        return State(**{**vars(kept), "rule": "F-27.all_or_nothing", "due_on": due_on})
    return State(EligibilityState.DUE, rule, rules.version, date.max, due_on, readings=readings)


def _needs_decision(facts: Facts, profile: Profile, rules: EligibilityRules) -> bool:
    """Whether a ground of the profile applies: only where no charge ended in guilt, whose time has simply run out."""
    outcomes = [charge.outcome() for charge in facts.charges]
    if any(outcome is None or outcome.disposition in GUILT for outcome in outcomes) or facts.demonstration:
        return False
    if any(is_youth(charge, rules) for charge in facts.charges):
        return False
    offences = [rules.offences[charge.offence] for charge in facts.charges if charge.offence in rules.offences]
    named = any(offence.categories & profile.grounds for offence in offences)
    return named or (profile.prior_findings_are_ground and _found_guilty_elsewhere(facts))


def _found_guilty_elsewhere(facts: Facts) -> bool:
    outcomes = [charge.outcome() for charge in facts.elsewhere]
    return any(outcome and outcome.disposition in (*GUILT, CourtDisposition.PEACE_BOND) for outcome in outcomes)


def _supported_elsewhere(facts: Facts, rules: EligibilityRules, today: date) -> bool:
    swapped = Facts(**{**vars(facts), "charges": facts.elsewhere, "elsewhere": facts.charges})
    return any(_read(charge, swapped, rules, today).supports for charge in swapped.charges)


def _waits(readings: Iterable[Reading]) -> str:
    return min((each.waits_for for each in readings if each.waits_for), default="")
