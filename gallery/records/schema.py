"""What every table shares: its metadata, the naming of constraints, and times that are always UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, Integer, MetaData, Table, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Tables are defined beside the functions that use them: `who`, `held`, `cases`."""


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC without offset in the file."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC. Raises ValueError for a naive one."""
        if value is not None and value.tzinfo is None:
            raise ValueError("time: expected one with an offset, got a naive one")
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the moment back as aware UTC."""
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


log_marks = Table(
    "log_marks",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
    CheckConstraint("place = 1", name="single"),
)
"""The log entry of the last act that was committed; a later entry was told and not carried out (see `ledger`)."""
