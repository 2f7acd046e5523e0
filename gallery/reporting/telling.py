"""What the gallery holds, told from the records as one entry of the log, which the figures count from (J-06)."""

from datetime import date

from sqlalchemy import Connection, func, select

from audits.events import GalleryTold
from gallery.ledger import Ledger
from gallery.records.destruction_report import counts_by_rule
from gallery.records.gallery import count_held, counts_by_eligibility
from gallery.records.held import eligibility, pictures
from gallery.rules import Rules
from kernel_lib.vocabulary import EligibilityState

_YEARS = (1, 5, 10, 20)


def tell_gallery(ledger: Ledger, rules: Rules) -> str:
    """Record how many pictures are in each state, by ground and by age, and how many people; return it in words."""
    with ledger.act(None, GalleryTold) as act:
        today = rules.who.local_day(act.now, rules.who.home.code)
        states = counts_by_eligibility(act.connection)
        held = count_held(act.connection)
        act.note(**{f"states_{state}": states.get(state, 0) for state in EligibilityState})
        act.note(people_subjects=held["subjects"], people_pictures=held["pictures"])
        act.note(**{f"ages_{name}": count for name, count in _ages(act.connection, today).items()})
        act.note(**{f"grounds_{name}": count for name, count in _grounds(act.connection).items()})
        late = counts_by_rule(act.connection, rules.who.home.code, today, rules.destruction.within_days)
        act.note(late_due=sum(each.due for each in late.values()), late_late=sum(each.late for each in late.values()))
        act.note(late_done=sum(each.done for each in late.values()))
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


def _grounds(connection: Connection) -> dict[str, int]:
    """Count current pictures by the rule that gives their state."""
    found = select(eligibility.c.rule, func.count()).where(eligibility.c.current.is_(True))
    rows = connection.execute(found.group_by(eligibility.c.rule))
    return {_key(rule): number for rule, number in rows}


def _key(rule: str) -> str:
    return "".join(each if each.isalnum() else "_" for each in rule.lower())[:40].strip("_")
