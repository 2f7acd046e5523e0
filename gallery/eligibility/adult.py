"""What a charge of an adult says: open, ended without guilt, discharged, or convicted (F-21 to F-24, F-28, F-31)."""

from datetime import date

from gallery.eligibility.facts import ChargeFacts, Facts, Outcome
from gallery.eligibility.reading import Reading, runs_out
from gallery.rules.eligibility import EligibilityRules, Length, Profile
from kernel_lib.vocabulary import CourtDisposition

_DISCHARGES = (CourtDisposition.ABSOLUTE_DISCHARGE, CourtDisposition.CONDITIONAL_DISCHARGE)


def read_adult(charge: ChargeFacts, facts: Facts, rules: EligibilityRules, today: date) -> Reading:
    """Return what one charge says today under the profile of the owning service."""
    profile = rules.profiles[facts.profile]
    outcome = charge.outcome()
    if outcome is None:
        return _open(charge, profile, facts, rules, today)
    if outcome.disposition is CourtDisposition.NOT_RESPONSIBLE:
        return Reading(supports=False, rule="F-22.not_responsible", waits_for="decision")
    if outcome.disposition is CourtDisposition.CONVICTED:
        return _convicted(charge, outcome, facts, profile, rules, today)
    clock = profile.clocks.get(outcome.disposition)
    if clock is None:
        return Reading(supports=False, rule="F-22.unknown_for_adults", waits_for="decision")
    ends = runs_out(clock, outcome, rules.appeal_days)
    if outcome.disposition in _DISCHARGES:
        return _discharged(charge, outcome, ends, rules, today)
    waits = "" if ends else ("order" if outcome.disposition is CourtDisposition.PEACE_BOND else "appeal")
    return Reading(supports=False, rule=f"F-22.{outcome.disposition}", changes_on=ends, due_on=ends, waits_for=waits)


def _open(charge: ChargeFacts, profile: Profile, facts: Facts, rules: EligibilityRules, today: date) -> Reading:
    if facts.demonstration:
        return Reading(supports=True, rule="F-20.demonstration")
    lapses = Length(profile.open_charge_months, "month").after(charge.charged_on)
    if not rules.is_serious(charge.offence):
        return Reading(supports=False, rule="F-28.not_serious", waits_for="disposition")
    if charge.charged_on <= today < lapses:
        return Reading(supports=True, rule="F-21.open_charge", changes_on=lapses, waits_for="disposition")
    return Reading(supports=False, rule="F-21.no_disposition", waits_for="disposition")


def _discharged(
    charge: ChargeFacts, outcome: Outcome, ends: date | None, rules: EligibilityRules, today: date
) -> Reading:
    """A discharge is kept for its time and then neither used nor held (Criminal Records Act, s. 6.1)."""
    serious = rules.is_serious(charge.offence)
    supports = serious and (ends is None or today < ends)
    rule = f"F-23.{outcome.disposition}" if serious else "F-28.not_serious"
    return Reading(supports=supports, rule=rule, changes_on=ends, due_on=ends)


def _convicted(
    charge: ChargeFacts, outcome: Outcome, facts: Facts, profile: Profile, rules: EligibilityRules, today: date
) -> Reading:
    """A conviction has an end as well: years since the sentence, the age of the picture, or death (F-31)."""
    ends = [
        Length(profile.convicted_years, "year").after(outcome.sentence_done or outcome.happened),
        Length(profile.oldest_age_years, "year").after(facts.captured_on),
    ]
    if facts.died_on:
        ends.append(Length(profile.after_death_days, "day").after(facts.died_on))
    end = min(ends)
    if not rules.is_serious(charge.offence):
        return Reading(supports=False, rule="F-28.not_serious", changes_on=end, due_on=end)
    return Reading(supports=today < end, rule="F-31.conviction", changes_on=end, due_on=end)
