"""What a charge of a young person says (Youth Criminal Justice Act, ss. 117 to 121; F-40 to F-48)."""

from collections.abc import Iterable
from datetime import date

from gallery.eligibility.adult import read_adult
from gallery.eligibility.facts import GUILT, ChargeFacts, Facts, Outcome
from gallery.eligibility.reading import Reading, runs_out
from gallery.rules.eligibility import EligibilityRules, Length, YouthPeriod
from kernel_lib.vocabulary import CourtDisposition, Election, OffenceKind

_NEVER = (
    CourtDisposition.EXTRAJUDICIAL_MEASURE,
    CourtDisposition.NOT_CHARGED,
    CourtDisposition.EXTRAJUDICIAL_SANCTION,
)
_LATER_SUMMARY, _LATER_INDICTABLE = Length(3, "year"), Length(5, "year")


def is_youth(charge: ChargeFacts, rules: EligibilityRules) -> bool:
    """Say whether the age at the offence makes this a young person's charge (F-40)."""
    return charge.age is not None and rules.youth.youngest <= charge.age <= rules.youth.oldest


def excludes(charge: ChargeFacts, facts: Facts, rules: EligibilityRules, today: date) -> bool:
    """Say whether a charge makes the picture of its event a young person's, in a service that leaves those out (F-41).

    Other charges of the event do not undo that; only a record that became an adult's does (F-45).
    """
    if not is_youth(charge, rules) or facts.service in rules.youth.included_services:
        return False
    outcome = charge.outcome()
    return not (outcome and outcome.as_adult) and not access_period(charge, facts, rules, today)[2]


def read_youth(charge: ChargeFacts, facts: Facts, rules: EligibilityRules, today: date) -> Reading:
    """Return what one charge of a young person says today."""
    outcome = charge.outcome()
    if outcome and outcome.as_adult:
        return read_adult(charge, facts, rules, today)
    until, paragraph, adult = access_period(charge, facts, rules, today)
    if adult:
        return read_adult(charge, facts, rules, today)
    if outcome and outcome.disposition in _NEVER:
        return Reading(supports=False, rule="F-48.never", changes_on=until, due_on=until or today, until=until)
    if outcome and outcome.disposition is CourtDisposition.NOT_RESPONSIBLE:
        return Reading(supports=False, rule="F-22.not_responsible", waits_for="decision")
    if facts.service not in rules.youth.included_services:
        return Reading(supports=False, rule="F-41.youth_excluded", changes_on=until, due_on=until, until=until)
    if outcome is None:
        return read_adult(charge, facts, rules, today)
    if outcome.disposition not in GUILT:
        return Reading(supports=False, rule=f"F-42.{paragraph}", changes_on=until, due_on=until, until=until)
    serious = rules.is_serious(charge.offence)
    supports = serious and (until is None or today < until)
    waits = "" if until else "sentence"
    rule = f"F-42.{paragraph}" if serious else "F-28.not_serious"
    return Reading(supports, rule, changes_on=until, due_on=until, waits_for=waits, until=until)


def access_period(
    charge: ChargeFacts, facts: Facts, rules: EligibilityRules, today: date
) -> tuple[date | None, str, bool]:
    """Return the first day after the access period, its paragraph, and whether the record became an adult's.

    The day is None while the period cannot be told yet. Prohibition orders are no facts here: they change nothing
    (s. 119(3)). A scheduled offence extends only the records of the RCMP (s. 120(3)).
    """
    outcome = charge.outcome()
    if outcome is None:
        return None, "", False
    period = _period(charge, outcome, rules, today)
    if period is None:
        return None, "", False
    until = runs_out(period.clock, outcome, rules.appeal_days)
    if outcome.disposition is not CourtDisposition.CONVICTED:
        return until, period.paragraph, False
    return _extended(until, period.paragraph, outcome, charge, facts, rules)


def election_of(charge: ChargeFacts, rules: EligibilityRules) -> Election:
    """Return how a charge went: no election of a hybrid offence counts as summary (s. 121; F-44)."""
    if charge.election in (Election.INDICTABLE, Election.SUMMARY):
        return charge.election
    known = rules.offences.get(charge.offence)
    return Election.INDICTABLE if known and known.kind is OffenceKind.INDICTABLE else Election.SUMMARY


def _period(charge: ChargeFacts, outcome: Outcome, rules: EligibilityRules, today: date) -> YouthPeriod | None:
    election = election_of(charge, rules)
    for period in rules.youth.periods:
        since = rules.youth.in_force_since.get(period.amendment)
        in_force = not period.amendment or (since is not None and since <= today)
        if period.disposition is outcome.disposition and period.election in (None, election) and in_force:
            return period
    return None


def _extended(
    until: date | None, paragraph: str, outcome: Outcome, charge: ChargeFacts, facts: Facts, rules: EligibilityRules
) -> tuple[date | None, str, bool]:
    """Follow later findings of guilt inside the period, oldest first (s. 119(2)(i), (j) and (9))."""
    for later_charge, later in _later_guilt(outcome, charge, facts):
        if until is not None and later.happened >= until:
            break
        if not is_youth(later_charge, rules) or later.as_adult:
            if later.disposition is CourtDisposition.CONVICTED:
                return until, "119(9)", True
            continue
        # A discharge is a finding of guilt whose sentence, where no other day is on file, is done on that day.
        done = later.sentence_done or (None if later.disposition is CourtDisposition.CONVICTED else later.happened)
        if election_of(later_charge, rules) is Election.INDICTABLE:
            until = _LATER_INDICTABLE.after(done) if done else None
            paragraph = "119(2)(j)"
        else:
            later_end = _LATER_SUMMARY.after(done) if done else None
            until = max(until, later_end) if until and later_end else None
            paragraph = "119(2)(i)"
    return until, paragraph, False


def _later_guilt(outcome: Outcome, charge: ChargeFacts, facts: Facts) -> Iterable[tuple[ChargeFacts, Outcome]]:
    others = [each for each in (*facts.charges, *facts.elsewhere) if each.id != charge.id]
    found = [(each, each.outcome()) for each in others]
    later = [(each, it) for each, it in found if it and it.disposition in GUILT and it.happened > outcome.happened]
    return sorted(later, key=lambda pair: (pair[1].happened, pair[0].id))
