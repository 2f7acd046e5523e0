"""Reviews of who may do what, and changes of roles that two people make (H-07, M-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    RowMapping,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import Role

access_reviews = Table(
    "access_reviews",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("roles", JSON, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewed_by", ForeignKey("accounts.id"), nullable=False),
    Column("reviewed_at", UtcTime, nullable=False),
)

role_changes = Table(
    "role_changes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("approved", Boolean),
    Column("decision_reason", Text, nullable=False),
    Column("decided_by", ForeignKey("accounts.id")),
    Column("decided_at", UtcTime),
)


@dataclass(frozen=True)
class AccessReview:
    """One look at an account: its roles were confirmed, or it was ended."""

    id: str
    account_id: str
    roles: tuple[Role, ...]
    confirmed: bool
    reason: str
    reviewed_by: str
    reviewed_at: datetime


@dataclass(frozen=True)
class RoleChange:
    """Other roles for an account: proposed by one person, decided by another. `approved` is None until then."""

    id: str
    account_id: str
    before: tuple[Role, ...]
    after: tuple[Role, ...]
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved: bool | None = None
    decision_reason: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None


def add_access_review(connection: Connection, review: AccessReview) -> None:
    """Keep a review."""
    roles = [str(role) for role in review.roles]
    connection.execute(insert(access_reviews).values({**vars(review), "roles": roles}))


def last_reviews(connection: Connection) -> Mapping[str, datetime]:
    """Return when each account was last confirmed, by its id."""
    confirmed = access_reviews.c.confirmed.is_(True)
    latest = select(access_reviews.c.account_id, func.max(access_reviews.c.reviewed_at)).where(confirmed)
    rows = connection.execute(latest.group_by(access_reviews.c.account_id))
    return {account_id: moment for account_id, moment in rows}  # noqa: C416  # rows are no tuples of their own kind


def add_role_change(connection: Connection, change: RoleChange) -> None:
    """Keep a proposal."""
    roles = {"before": [str(role) for role in change.before], "after": [str(role) for role in change.after]}
    connection.execute(insert(role_changes).values({**vars(change), **roles}))


def role_change_by_id(connection: Connection, change_id: str) -> RoleChange | None:
    """Return one proposal, or None."""
    row = connection.execute(select(role_changes).where(role_changes.c.id == change_id)).mappings().one_or_none()
    return _change(row) if row else None


def role_changes_held(connection: Connection, count: int) -> tuple[RoleChange, ...]:
    """Return proposals, those that wait first, then the newest."""
    found = select(role_changes).order_by(role_changes.c.decided_at.is_not(None), role_changes.c.id.desc())
    return tuple(map(_change, connection.execute(found.limit(count)).mappings()))


def waits_for_roles(connection: Connection, account_id: str) -> bool:
    """Say whether a change of this account's roles waits for its second person."""
    waiting = (role_changes.c.account_id == account_id) & role_changes.c.decided_at.is_(None)
    return connection.execute(select(role_changes.c.id).where(waiting).limit(1)).first() is not None


def decide_role_change(
    connection: Connection, change_id: str, *, approved: bool, reason: str, decided_by: str, now: datetime
) -> None:
    """Keep the second person's decision."""
    values = {"approved": approved, "decision_reason": reason, "decided_by": decided_by, "decided_at": now}
    connection.execute(update(role_changes).where(role_changes.c.id == change_id).values(values))


def _change(row: RowMapping) -> RoleChange:
    roles = {name: tuple(Role(role) for role in row[name]) for name in ("before", "after")}
    return RoleChange(**{**row, **roles})
