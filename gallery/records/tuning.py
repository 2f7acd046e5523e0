"""Bounds of searches as they were proposed and decided: dated versions, never overwritten (B-13)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
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

_ID = String(36)

search_settings = Table(
    "search_settings",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("min_score", Float, nullable=False),
    Column("max_candidates", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("effects", JSON, nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("decided_by", ForeignKey("accounts.id")),
    Column("decided_at", UtcTime),
    Column("approved", Boolean),
    Column("decision_reason", Text, nullable=False),
)


@dataclass(frozen=True)
class SearchSetting:
    """One version. `effects` holds one row a group: error rates before and after, as the evaluation measured them."""

    id: str
    number: int
    min_score: float
    max_candidates: int
    reason: str
    effects: tuple[dict[str, Any], ...]
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    approved: bool | None = None
    decision_reason: str = ""


def add_setting(connection: Connection, setting: SearchSetting) -> None:
    """Keep a proposal."""
    connection.execute(insert(search_settings).values({**vars(setting), "effects": list(setting.effects)}))


def decide_setting(connection: Connection, setting_id: str, **values: Any) -> None:
    """Set how a proposal was decided."""
    connection.execute(update(search_settings).where(search_settings.c.id == setting_id).values(values))


def setting_by_id(connection: Connection, setting_id: str) -> SearchSetting | None:
    """Return a version, or None."""
    return next(iter(_settings(connection, search_settings.c.id == setting_id)), None)


def settings_held(connection: Connection) -> tuple[SearchSetting, ...]:
    """Return every version, newest first."""
    return _settings(connection)


def setting_in_force(connection: Connection) -> SearchSetting | None:
    """Return the version approved last, or None while the rule file holds."""
    found = select(search_settings).where(search_settings.c.approved.is_(True))
    newest = found.order_by(search_settings.c.decided_at.desc(), search_settings.c.number.desc()).limit(1)
    row = connection.execute(newest).mappings().one_or_none()
    return _setting(row) if row else None


def next_number(connection: Connection) -> int:
    """Return the number of the next proposal."""
    return (connection.execute(select(func.max(search_settings.c.number))).scalar_one() or 0) + 1


def _settings(connection: Connection, *conditions: Any) -> tuple[SearchSetting, ...]:
    found = select(search_settings).where(*conditions).order_by(search_settings.c.number.desc())
    return tuple(_setting(row) for row in connection.execute(found).mappings())


def _setting(row: RowMapping) -> SearchSetting:
    return SearchSetting(**{**row, "effects": tuple(row["effects"])})
