"""Part F, the gallery: the states of pictures, and why each may be searched."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, select

from gallery.conformance.finding import Check, Finding, Seen
from gallery.conformance.tally import by_sql, judged
from gallery.eligibility.standing import state_of
from gallery.records.gallery import current_eligibilities
from gallery.records.held import booking_events, charges, eligibility, pictures, subjects
from gallery.records.standing_tables import charge_outcomes, retention_decisions, standing_marks
from gallery.records.standings import facts_of_subjects
from kernel_lib.vocabulary import CourtDisposition, Election, EligibilityState, MarkKind

NOW = eligibility.c.current.is_(True)
IS_ELIGIBLE = eligibility.c.state == EligibilityState.ELIGIBLE
ELIGIBLE = NOW & IS_ELIGIBLE
_WITH_STATE = pictures.join(eligibility, eligibility.c.picture_id == pictures.c.id)
WITH_EVENT = _WITH_STATE.join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
CHARGED = charges.c.booking_event_id == pictures.c.booking_event_id
ALL_THE_SAME = "searchable all the same"
_SEARCHABLE = "pictures that may be searched"
_SAMPLE = 100
_GUILT = (CourtDisposition.CONVICTED, CourtDisposition.ABSOLUTE_DISCHARGE, CourtDisposition.CONDITIONAL_DISCHARGE)
_NOT_CONVICTED = (
    CourtDisposition.ACQUITTED,
    CourtDisposition.DISMISSED,
    CourtDisposition.WITHDRAWN,
    CourtDisposition.QUASHED,
    CourtDisposition.DISCHARGED_AT_INQUIRY,
)


def every_picture_has_a_state(seen: Seen) -> Finding:
    """Each picture has one state in force (F-20)."""
    states = select(func.count()).where(eligibility.c.picture_id == pictures.c.id, NOW).scalar_subquery()
    return by_sql("F-20", seen, pictures, states != 1, "pictures", "without one state in force")


def every_state_reviewed(seen: Seen) -> Finding:
    """No state in force is past the day of its review (F-20)."""
    overdue = eligibility.c.next_review < seen.today
    return by_sql("F-20", seen, eligibility, overdue, "states in force", "past their review", NOW)


def states_as_the_rules_say(seen: Seen) -> Finding:
    """The states of some people, newest first, reckoned anew from their facts, are those in force (F-20)."""
    people = list(
        seen.connection.execute(select(subjects.c.id).order_by(subjects.c.id.desc()).limit(_SAMPLE)).scalars()
    )
    facts = facts_of_subjects(seen.connection, people, seen.rules.who.profiles)
    held = current_eligibilities(seen.connection, list(facts))
    wrong = 0
    for picture_id, known in facts.items():
        day = seen.rules.who.local_day(seen.now, known.service)
        now = state_of(known, seen.rules.eligibility, day)
        wrong += picture_id not in held or held[picture_id].state is not now.state
    return judged("F-20", len(facts), wrong, "states reckoned anew", "unlike those in force")


def no_disposition_no_search(seen: Seen) -> Finding:
    """No picture that waits for a disposition too long may be searched (F-21)."""
    among = NOW & (eligibility.c.rule == "F-21.no_disposition")
    return by_sql("F-21", seen, eligibility, IS_ELIGIBLE, "pictures without a disposition", ALL_THE_SAME, among)


def not_convicted_not_searched(seen: Seen) -> Finding:
    """No picture may be searched all of whose charges ended without a conviction (F-22)."""
    among = NOW & _all_ended(_NOT_CONVICTED)
    return by_sql(
        "F-22", seen, WITH_EVENT, IS_ELIGIBLE, "pictures of charges without a conviction", ALL_THE_SAME, among
    )


def clocks_shipped(seen: Seen) -> Finding:
    """Each profile has a clock for every way in which a charge ends without a conviction (F-23)."""
    wanted = (*_NOT_CONVICTED, CourtDisposition.STAYED, CourtDisposition.PEACE_BOND, *_GUILT[1:])
    profiles = seen.rules.eligibility.profiles.values()
    wrong = sum(each not in profile.clocks for profile in profiles for each in wanted)
    return judged("F-23", len(wanted) * len(profiles), wrong, "clocks of profiles", "missing")


def services_have_profiles(seen: Seen) -> Finding:
    """Each service of the records is one of the rules, with a profile of its own (F-24)."""
    known = [code for code, each in seen.rules.who.services.items() if each.clocks in seen.rules.eligibility.profiles]
    return by_sql("F-24", seen, subjects, subjects.c.service.not_in(known), "people", "of a service without a profile")


def elections_end_search(seen: Seen) -> Finding:
    """No picture may be searched after elections that leave no charge of its event to hold it for (F-25)."""
    demands = charges.c.election.in_((Election.CONTRAVENTION, Election.CANNABIS_TICKET))
    elected = select(charges.c.id).where(CHARGED, demands)
    other = select(charges.c.id).where(CHARGED, charges.c.election.is_(None) | ~demands)
    among = NOW & elected.exists() & ~other.exists()
    what = "pictures whose every charge is under such an election"
    return by_sql("F-25", seen, WITH_EVENT, IS_ELIGIBLE, what, ALL_THE_SAME, among)


def decisions_to_keep_whole(seen: Seen) -> Finding:
    """Each decision to keep has a ground of the list, reasons, who decided, and a day to look again (F-26)."""
    told, rules = retention_decisions.c, seen.rules.destruction
    wrong = told.ground.not_in(list(rules.grounds)) | (func.length(told.reasons) < rules.reasons_min_length)
    wrong = wrong | (told.decided_by == "") | (told.look_again_on <= told.decided_on)
    what, fault = "decisions to keep a picture", "without ground, reasons or a day to look again"
    return by_sql("F-26", seen, retention_decisions, wrong, what, fault, told.keep.is_(True))


def serious_offences_only(seen: Seen) -> Finding:
    """No picture may be searched that is tied to offences alone which are not serious (F-28)."""
    serious = [each for each in seen.rules.eligibility.offences if seen.rules.eligibility.is_serious(each)]
    tied = select(charges.c.id).where(CHARGED, charges.c.offence_id.in_(serious))
    among = ELIGIBLE & booking_events.c.demonstration.is_(False)
    return by_sql("F-28", seen, WITH_EVENT, ~tied.exists(), _SEARCHABLE, "of no serious offence", among)


def sealed_not_searched(seen: Seen) -> Finding:
    """No picture under a seal may be searched (F-29)."""
    return _marked("F-29", seen, (MarkKind.SEAL,), "pictures under a seal")


def reviews_near(seen: Seen) -> Finding:
    """No state lasts without a review beyond the days of the rules (F-31)."""
    latest = seen.today + timedelta(days=seen.rules.eligibility.review_days + 1)
    wrong = eligibility.c.next_review > latest
    return by_sql("F-31", seen, eligibility, wrong, _SEARCHABLE, "without a review in time", ELIGIBLE)


def held_not_searched(seen: Seen) -> Finding:
    """No picture under a legal hold may be searched (F-35)."""
    return _marked("F-35", seen, (MarkKind.HOLD,), "pictures under a hold")


def charges_needed(seen: Seen) -> Finding:
    """No picture may be searched of an event without any charge: it was not classified (F-37)."""
    charged = select(charges.c.id).where(CHARGED)
    return by_sql("F-37", seen, WITH_EVENT, ~charged.exists(), _SEARCHABLE, "of an event never classified", ELIGIBLE)


CHECKS: tuple[Check, ...] = (
    every_picture_has_a_state,
    every_state_reviewed,
    states_as_the_rules_say,
    no_disposition_no_search,
    not_convicted_not_searched,
    clocks_shipped,
    services_have_profiles,
    elections_end_search,
    decisions_to_keep_whole,
    serious_offences_only,
    sealed_not_searched,
    reviews_near,
    held_not_searched,
    charges_needed,
)


# Private


def _all_ended(dispositions: tuple[CourtDisposition, ...]) -> ColumnElement[bool]:
    """Every charge of the event has an outcome that holds, and each of them is one of these."""
    on_file = charge_outcomes.c.charge_id == charges.c.id
    holds = on_file & charge_outcomes.c.replaced_at.is_(None)
    fits = select(charge_outcomes.c.id).where(holds, charge_outcomes.c.disposition.in_(dispositions))
    other = select(charge_outcomes.c.id).where(holds, charge_outcomes.c.disposition.not_in(dispositions))
    unlike = select(charges.c.id).where(CHARGED, ~fits.exists() | other.exists())
    charged = select(charges.c.id).where(CHARGED)
    return and_(charged.exists(), ~unlike.exists())


def _marked(row: str, seen: Seen, kinds: tuple[MarkKind, ...], what: str) -> Finding:
    told = standing_marks.c
    runs = (told.since <= seen.today) & (told.until.is_(None) | (told.until > seen.today))
    of = (told.picture_id == pictures.c.id) | (
        told.picture_id.is_(None) & (told.booking_event_id == pictures.c.booking_event_id)
    )
    under = select(told.id).where(told.kind.in_(kinds), told.lifted_at.is_(None), runs, of)
    return by_sql(row, seen, WITH_EVENT, IS_ELIGIBLE, what, ALL_THE_SAME, NOW & under.exists())
