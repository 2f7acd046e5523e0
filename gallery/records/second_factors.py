"""Second factors: a sealed secret an account, the step last used, and recovery codes by their hashes (M-03)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    delete,
    insert,
    select,
    update,
)

from gallery.records.schema import UtcTime, metadata

second_factors = Table(
    "second_factors",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("last_step", Integer, nullable=False),
    Column("recovery", JSON, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime),
)


@dataclass(frozen=True)
class SecondFactor:
    """The second factor of one account. It counts from `confirmed_at` on; `recovery` holds SHA-256 of unused codes."""

    account_id: str
    sealed: bytes
    last_step: int
    recovery: tuple[str, ...]
    made_at: datetime
    confirmed_at: datetime | None = None


def second_factor_of(connection: Connection, account_id: str) -> SecondFactor | None:
    """Return the second factor of an account, confirmed or not, or None."""
    found = select(second_factors).where(second_factors.c.account_id == account_id)
    row = connection.execute(found).mappings().one_or_none()
    return SecondFactor(**{**row, "recovery": tuple(row["recovery"])}) if row else None


def keep_second_factor(connection: Connection, factor: SecondFactor) -> None:
    """Keep a second factor in place of what the account had."""
    forget_second_factor(connection, factor.account_id)
    connection.execute(insert(second_factors).values({**vars(factor), "recovery": list(factor.recovery)}))


def confirm_second_factor(connection: Connection, account_id: str, step: int, now: datetime) -> None:
    """Say that the account's own device gave the right code."""
    mine = second_factors.c.account_id == account_id
    connection.execute(update(second_factors).where(mine).values(confirmed_at=now, last_step=step))


def use_step(connection: Connection, account_id: str, step: int) -> None:
    """Say which step of time was used, so that no code is used twice."""
    connection.execute(update(second_factors).where(second_factors.c.account_id == account_id).values(last_step=step))


def keep_recovery(connection: Connection, account_id: str, hashes: Collection[str]) -> None:
    """Keep which recovery codes are still unused."""
    mine = second_factors.c.account_id == account_id
    connection.execute(update(second_factors).where(mine).values(recovery=list(hashes)))


def forget_second_factor(connection: Connection, account_id: str) -> None:
    """Take the second factor of an account away."""
    connection.execute(delete(second_factors).where(second_factors.c.account_id == account_id))
