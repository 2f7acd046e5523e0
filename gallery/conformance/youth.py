"""Part F, young people: none is searched outside the access period, and none at all by default."""

from sqlalchemy import ColumnElement, select

from gallery.conformance.finding import Check, Finding, Seen, decided, nothing_yet
from gallery.conformance.holding import ALL_THE_SAME, CHARGED, ELIGIBLE, IS_ELIGIBLE, NOW, WITH_EVENT
from gallery.conformance.tally import by_sql, judged
from gallery.records.held import booking_events, charges, eligibility, subjects
from gallery.records.standing_tables import charge_outcomes
from kernel_lib.vocabulary import CourtDisposition

_OWNED = WITH_EVENT.join(subjects, subjects.c.id == booking_events.c.subject_id)
_UNCHARGED = (CourtDisposition.EXTRAJUDICIAL_MEASURE, CourtDisposition.NOT_CHARGED)
_WHAT = "pictures of offences of young people"


def age_at_offence_decides(seen: Seen) -> Finding:
    """No picture is searched under a rule for adults whose every charge is of an offence at 12 to 17 (F-40)."""
    grown = select(charges.c.id).where(CHARGED, ~_young(seen))
    as_adult = select(charge_outcomes.c.id).where(
        charge_outcomes.c.charge_id == charges.c.id, charge_outcomes.c.as_adult.is_(True)
    )
    moved = select(charges.c.id).where(CHARGED, as_adult.exists())
    young = _youth(seen) & ~grown.exists() & ~moved.exists()
    wrong = IS_ELIGIBLE & ~eligibility.c.rule.startswith("F-4")
    return by_sql("F-40", seen, _OWNED, wrong, _WHAT, "searched as adults'", NOW & young)


def none_searched_by_default(seen: Seen) -> Finding:
    """Where a service has not chosen to include them, no picture of a young person may be searched (F-41)."""
    left_out = subjects.c.service.not_in(list(seen.rules.eligibility.youth.included_services))
    return by_sql("F-41", seen, _OWNED, IS_ELIGIBLE, _WHAT, ALL_THE_SAME, NOW & left_out & _young_still(seen))


def within_the_access_period(seen: Seen) -> Finding:
    """By the log, no search listed a picture after its access period (F-42)."""
    answer = seen.ask("youth_returned")
    wrong = sum(any(day < str(row[0])[:10] for day in str(row[7] or "").split(", ") if day) for row in answer.rows)
    return judged("F-42", len(answer.rows), wrong, "searches that listed young people", "after the access period")


def ended_the_same_day(seen: Seen) -> Finding:
    """No picture of a young person may be searched whose review is over (F-43)."""
    over, among = eligibility.c.next_review < seen.today, ELIGIBLE & _youth(seen)
    return by_sql("F-43", seen, _OWNED, over, f"searchable {_WHAT}", "after the last day of their period", among)


def amendments_dated(seen: Seen) -> Finding:
    """Each amendment of the periods has its day, or is not in force (F-47)."""
    named = {each.amendment for each in seen.rules.eligibility.youth.periods if each.amendment}
    if not named:
        return nothing_yet("F-47", "amendment in the table of periods")
    unknown = [each for each in seen.rules.eligibility.youth.in_force_since if each not in named]
    good = f"{len(named)} amendments, each switched on by its day alone"
    return decided("F-47", holds=not unknown, good=good, bad=f"{len(unknown)} days of amendments that no period names")


def uncharged_never_searched(seen: Seen) -> Finding:
    """No picture kept for an extrajudicial measure or an uncharged investigation may be searched (F-48)."""
    ended = charge_outcomes.c.disposition.in_(_UNCHARGED) & charge_outcomes.c.replaced_at.is_(None)
    fits = select(charge_outcomes.c.id).where(charge_outcomes.c.charge_id == charges.c.id, ended)
    other = select(charges.c.id).where(CHARGED, ~fits.exists())
    any_one = select(charges.c.id).where(CHARGED, fits.exists())
    among = NOW & any_one.exists() & ~other.exists()
    return by_sql("F-48", seen, _OWNED, IS_ELIGIBLE, "pictures of measures or of nothing charged", ALL_THE_SAME, among)


CHECKS: tuple[Check, ...] = (
    age_at_offence_decides,
    none_searched_by_default,
    within_the_access_period,
    ended_the_same_day,
    amendments_dated,
    uncharged_never_searched,
)


# Private


def _young(seen: Seen) -> ColumnElement[bool]:
    youth = seen.rules.eligibility.youth
    return charges.c.years_at_offence.between(youth.youngest, youth.oldest)


def _young_still(seen: Seen) -> ColumnElement[bool]:
    """A charge as a young person, of somebody of whose adult sentence or later conviction as an adult nothing is known.

    Such a conviction may have made the record an adult's (F-45); whether it did, the states reckoned anew tell.
    """
    youth, ended = seen.rules.eligibility.youth, charge_outcomes.c
    charge, event = charges.alias(), booking_events.alias()
    grown = (
        select(ended.id)
        .select_from(charge_outcomes.join(charge, charge.c.id == ended.charge_id))
        .join(event, event.c.id == charge.c.booking_event_id)
        .where(event.c.subject_id == subjects.c.id, ended.disposition == CourtDisposition.CONVICTED)
        .where(ended.as_adult.is_(True) | ~charge.c.years_at_offence.between(youth.youngest, youth.oldest))
    )
    return _youth(seen) & ~grown.exists()


def _youth(seen: Seen) -> ColumnElement[bool]:
    return select(charges.c.id).where(CHARGED, _young(seen)).exists()
