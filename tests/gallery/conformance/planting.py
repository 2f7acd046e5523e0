"""Rows for tests: what is not told is filled with something short of its kind; the same moment in every run."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    Table,
    insert,
)

from gallery.records.schema import UtcTime
from gallery.rules import Rules

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
HASH = "a" * 64
MODEL = "fake@0123"
RULES = Rules.load()
_ids = itertools.count()


def ago(**time: float) -> datetime:
    """Return a moment before now."""
    return NOW - timedelta(**time)


def plant(connection: Connection, table: Table, **told: Any) -> None:
    """Add a row; what is not told is filled with something short of its kind."""
    values = {each.name: _filled(each) for each in table.columns if not each.nullable and each.name not in told}
    connection.execute(insert(table).values({**values, **told}))


# Private


def _filled(column: Any) -> Any:
    kind = column.type
    if isinstance(kind, UtcTime):
        return ago(days=1)
    plain = ((Boolean, False), (Integer, 1), (Float, 0.5), (Date, TODAY), (JSON, {}), (LargeBinary, b"sealed"))
    for known, value in plain:
        if isinstance(kind, known):
            return value
    if column.name == "service":
        return "demo"
    return HASH if "sha256" in column.name else f"x{next(_ids)}"
