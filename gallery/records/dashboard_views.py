"""What somebody keeps of the audit dashboard for later: days and a question under a title; nobody else sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
)

from gallery.records.schema import UtcTime, metadata

dashboard_views = Table(
    "dashboard_views",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("title", String(80), nullable=False),
    Column("body", JSON, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
    UniqueConstraint("account_id", "title"),
)


@dataclass(frozen=True)
class KeptView:
    """One kept choice of one account."""

    id: str
    account_id: str
    title: str
    body: Mapping[str, Any]
    kept_at: datetime


def views_of(connection: Connection, account_id: str) -> tuple[KeptView, ...]:
    """Return what an account keeps, by title."""
    mine = dashboard_views.c.account_id == account_id
    rows = connection.execute(select(dashboard_views).where(mine).order_by(dashboard_views.c.title)).mappings()
    return tuple(KeptView(**row) for row in rows)


def count_views(connection: Connection, account_id: str) -> int:
    """Return how many an account keeps."""
    mine = select(func.count()).select_from(dashboard_views).where(dashboard_views.c.account_id == account_id)
    return int(connection.execute(mine).scalar_one())


def keep_view(connection: Connection, view: KeptView) -> None:
    """Keep a choice in place of one of the same title."""
    same = (dashboard_views.c.account_id == view.account_id) & (dashboard_views.c.title == view.title)
    connection.execute(delete(dashboard_views).where(same))
    connection.execute(insert(dashboard_views).values({**vars(view), "body": dict(view.body)}))


def drop_view(connection: Connection, account_id: str, view_id: str) -> bool:
    """Forget a choice of an account; return whether there was one."""
    one = (dashboard_views.c.account_id == account_id) & (dashboard_views.c.id == view_id)
    return connection.execute(delete(dashboard_views).where(one)).rowcount == 1
