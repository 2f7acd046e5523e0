"""What the gallery holds, told from the records as one entry of the log, which the figures count from (J-06)."""

from datetime import date

from sqlalchemy import Connection, func, select

from audits.events import GalleryTold
from gallery.ledger import Ledger
from gallery.records.destruction_report import counts_by_rule
from gallery.records.gallery import count_held, counts_by_eligibility
from gallery.records.held import charges, eligibility, pictures
from gallery.rules import Rules
from kernel_lib.vocabulary import EligibilityState

_YEARS = (1, 5, 10, 20)
_OF_AGE = 18
_MOST_GROUNDS = 20


def tell_gallery(ledger: Ledger, rules: Rules) -> str:
    """Record how many pictures are in each state, by ground and by age, and how many people; return it in words."""
    with ledger.act(None, GalleryTold) as act:
        today = rules.who.local_day(act.now, rules.who.home.code)
        states = counts_by_eligibility(act.connection)
        held = count_held(act.connection)
        act.note(**{f"states_{state}": states.get(state, 0) for state in EligibilityState})
        act.note(subjects_held=held["subjects"])
        act.note(**{f"ages_{name}": count for name, count in _ages(act.connection, today).items()})
        act.note(**{f"youth_{name}": count for name, count in _youth(act.connection).items()})
        act.note(**{f"grounds_{name}": count for name, count in _grounds(act.connection).items()})
        late = counts_by_rule(act.connection, rules.who.home.code, today, rules.destruction.within_days)
        for what in ("due", "late", "done"):
            act.note(**{f"destruction_{what}": sum(getattr(each, what) for each in late.values())})
    return f"{held['pictures']} pictures of {held['subjects']} people"


def _ages(connection: Connection, today: date) -> dict[str, int]:
    """Count current pictures by how many years ago they were taken."""
    taken = pictures.c.captured_on
    found = select(taken, func.count()).join(eligibility, eligibility.c.picture_id == pictures.c.id)
    counts = dict.fromkeys((*(f"under_{years}_years" for years in _YEARS), f"{_YEARS[-1]}_years_or_more", "unknown"), 0)
    for day, number in connection.execute(found.where(eligibility.c.current.is_(True)).group_by(taken)):
        counts[_age(day, today)] += number
    return counts


def _age(day: date | None, today: date) -> str:
    if day is None:
        return "unknown"
    years = (today - day).days / 365.25
    return next((f"under_{limit}_years" for limit in _YEARS if years < limit), f"{_YEARS[-1]}_years_or_more")


def _youth(connection: Connection) -> dict[str, int]:
    """Count current pictures by whether somebody was under 18 at an offence of the event; unknown where no age is."""
    youngest = (
        select(func.min(charges.c.years_at_offence))
        .where(charges.c.booking_event_id == pictures.c.booking_event_id)
        .scalar_subquery()
    )
    found = select(youngest, func.count()).select_from(pictures)
    current = found.join(eligibility, eligibility.c.picture_id == pictures.c.id).where(eligibility.c.current.is_(True))
    counts = {"under_18": 0, "of_age": 0, "unknown": 0}
    for years, number in connection.execute(current.group_by(youngest)):
        counts["unknown" if years is None else "under_18" if years < _OF_AGE else "of_age"] += number
    return counts


def _grounds(connection: Connection) -> dict[str, int]:
    """Count current pictures by the rule that gives their state."""
    found = select(eligibility.c.rule, func.count()).where(eligibility.c.current.is_(True))
    rows = connection.execute(found.group_by(eligibility.c.rule))
    ranked = sorted(((_key(rule), number) for rule, number in rows), key=lambda each: (-each[1], each[0]))
    others = sum(number for _, number in ranked[_MOST_GROUNDS:])
    return dict(ranked[:_MOST_GROUNDS]) | ({"others": others} if others else {})


def _key(rule: str) -> str:
    return "".join(each if each.isalnum() else "_" for each in rule.lower())[:40].strip("_")
