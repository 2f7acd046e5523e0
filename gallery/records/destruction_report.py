"""How well the days for destruction are kept, counted by rule; and explanations of what is late (F-34)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Date, Select, String, Table, func, insert, select

from gallery.records.destruction_tables import destructions
from gallery.records.held import booking_events, eligibility, pictures, subjects
from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import DestructionState, EligibilityState

late_explanations = Table(
    "late_explanations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("rule", String(64), nullable=False),
    Column("until", Date, nullable=False),
    Column("reason", String(1000), nullable=False),
    Column("given_by", String(36), nullable=False),
    Column("given_at", UtcTime, nullable=False),
)
"""Why what is due under a rule is late, and until when that explanation may stand."""


@dataclass(frozen=True)
class Explanation:
    """Why what is due under a rule is late; it stands until a day."""

    id: str
    service: str
    rule: str
    until: date
    reason: str
    given_by: str
    given_at: datetime


@dataclass
class RuleCounts:
    """Counts of one rule: pictures due and in time, due and late, and lineages done, done late, failed, waiting."""

    due: int = 0
    late: int = 0
    days_late: int = 0
    done: int = 0
    done_late: int = 0
    failed: int = 0
    waiting: int = 0


def counts_by_rule(connection: Connection, service: str, today: date, within: int) -> dict[str, RuleCounts]:
    """Count everything of a service by rule; late is what is not destroyed `within` days after it fell due."""
    counts: dict[str, RuleCounts] = {}
    for rule, due_on, number in connection.execute(_in_state(service, EligibilityState.DUE)):
        mine, late = counts.setdefault(rule, RuleCounts()), (today - due_on).days - within
        if late > 0:
            mine.late, mine.days_late = mine.late + number, max(mine.days_late, late)
        else:
            mine.due += number
    found = select(destructions.c.rule, destructions.c.state, destructions.c.due_on, destructions.c.removed_at)
    for rule, state, due_on, removed_at in connection.execute(found.where(destructions.c.service == service)):
        _add(counts.setdefault(rule, RuleCounts()), state, due_on + timedelta(days=within), removed_at)
    return counts


def count_held(connection: Connection, service: str) -> int:
    """Count the pictures that a hold keeps."""
    return sum(number for _, _, number in connection.execute(_in_state(service, EligibilityState.HELD)))


def count_held_again(connection: Connection) -> int:
    """Count the pictures of all services whose lineage has a certificate of destruction: there must be none (F-32)."""
    joined = (
        select(func.count())
        .select_from(destructions)
        .join(pictures, pictures.c.lineage_id == destructions.c.lineage_id)
    )
    return connection.execute(joined.where(destructions.c.state == DestructionState.DONE)).scalar_one()


def add_explanation(connection: Connection, explanation: Explanation) -> None:
    """Keep an explanation."""
    connection.execute(insert(late_explanations).values(vars(explanation)))


def explained(connection: Connection, service: str, today: date) -> frozenset[str]:
    """Return the rules whose lateness somebody has explained, where the explanation still stands."""
    standing = (late_explanations.c.service == service) & (late_explanations.c.until >= today)
    return frozenset(connection.execute(select(late_explanations.c.rule).where(standing)).scalars())


# Private


def _in_state(service: str, state: EligibilityState) -> Select[Any]:
    wanted = select(eligibility.c.rule, eligibility.c.due_on, func.count()).select_from(eligibility)
    joined = wanted.join(pictures, eligibility.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    now = (eligibility.c.current.is_(True)) & (eligibility.c.state == state) & (subjects.c.service == service)
    return joined.where(now).group_by(eligibility.c.rule, eligibility.c.due_on)


def _add(mine: RuleCounts, state: str, last_day: date, removed_at: datetime | None) -> None:
    if state == DestructionState.DONE:
        mine.done += 1
        mine.done_late += removed_at is not None and removed_at.date() > last_day
    elif state == DestructionState.FAILED:
        mine.failed += 1
    elif state == DestructionState.WAITING:
        mine.waiting += 1
